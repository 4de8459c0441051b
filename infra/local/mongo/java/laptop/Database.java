package laptop;

import java.util.List;
import java.util.stream.Collectors;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;

/** A database in the store: one map for the documents of each collection and one for each of its indexes. */
final class Database extends AbstractSynchronizedMongoDatabase<Object> {

    static final String DOCUMENTS = "documents.";
    private static final String INDEX = "index.";

    private final MVStore store;
    private final Journal journal;

    Database(String name, MVStore store, Journal journal, CursorRegistry cursors) {
        super(name, cursors);
        this.store = store;
        this.journal = journal;
        initializeNamespacesAndIndexes();
    }

    static MVMap<Object, Stored> documents(MVStore store, String fullName) {
        return store.openMap(DOCUMENTS + fullName, new MVMap.Builder<Object, Stored>()
            .keyType(ValueType.INSTANCE).valueType(Stored.Type.INSTANCE));
    }

    private MVMap<Object[], Object> index(String collection, String index) {
        return store.openMap(indexName(collection, index), new MVMap.Builder<Object[], Object>()
            .keyType(KeyType.INSTANCE).valueType(ValueType.INSTANCE));
    }

    private String indexName(String collection, String index) {
        return INDEX + getFullCollectionNamespace(collection) + "." + index;
    }

    private MVMap<String, Boolean> lists() {
        return store.openMap("lists");
    }

    @Override
    public Document handleCommand(
            Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
        if (command.equals("aggregate") && Counting.of(query.get("pipeline")) instanceof Counting counting) {
            clearLastStatus(channel);
            String name = query.get(command).toString();
            MongoCollection<Object> collection = resolveCollection(name, false);
            int count = collection == null ? 0 : collection.count(counting.query(), counting.skip(), counting.limit());
            return counting.answer(getFullCollectionNamespace(name), count);
        }
        return super.handleCommand(channel, command, query, databases, oplog);
    }

    /** The collection as it is now, or a new one. */
    Documents collection(String name) {
        return (Documents) resolveOrCreateCollection(name);
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
        MVMap<Object, Stored> map = documents(store, getFullCollectionNamespace(name));
        return new Documents(this, name, options, cursorRegistry, map, journal);
    }

    @Override
    protected Index<Object> openOrCreateUniqueIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        if (keys.size() == 1 && keys.get(0).getKey().equals("_id")) {
            return new IdIndex(name, keys, documents(store, getFullCollectionNamespace(collection)));
        }
        return new UniqueIndex(name, keys, sparse, index(collection, name), lists());
    }

    @Override
    protected Index<Object> openOrCreateSecondaryIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        return new OrderedIndex(name, keys, sparse, index(collection, name), lists());
    }

    @Override
    protected void dropIndex(MongoCollection<Object> collection, String name) {
        super.dropIndex(collection, name);
        remove(indexName(collection.getCollectionName(), name));
    }

    @Override
    public void dropCollection(String name, Oplog oplog) {
        super.dropCollection(name, oplog);
        remove(DOCUMENTS + getFullCollectionNamespace(name));
        journal.structureChanged();
    }

    @Override
    public void drop(Oplog oplog) {
        super.drop(oplog);
        List<String> names = store.getMapNames().stream()
            .filter(name -> name.startsWith(DOCUMENTS + databaseName + ".") || name.startsWith(INDEX + databaseName + "."))
            .collect(Collectors.toList());
        names.forEach(this::remove);
        journal.structureChanged();
    }

    private void remove(String map) {
        if (store.hasMap(map)) {
            store.removeMap(map);
        }
    }

    @Override
    public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String name) {
        throw new MongoServerException("this server does not rename collections");
    }

    @Override
    protected long getStorageSize() {
        return store.getFileStore().size();
    }

    @Override
    protected long getFileSize() {
        return getStorageSize();
    }
}
