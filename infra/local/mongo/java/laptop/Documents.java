package laptop;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import laptop.Planner.Narrow;
import laptop.Planner.Walk;

/** A collection whose queries read what its indexes point at, and whose changes are in the journal. */
final class Documents extends AbstractSynchronizedMongoCollection<Object> {

    private final MVMap<Object, Stored> map;
    private final Journal journal;
    private boolean changing;

    Documents(MongoDatabase database, String name, CollectionOptions options, CursorRegistry cursors,
            MVMap<Object, Stored> map, Journal journal) {
        super(database, name, options, cursors);
        this.map = map;
        this.journal = journal;
    }

    MVMap<Object, Stored> map() {
        return map;
    }

    @Override
    protected QueryResult queryDocuments(Document query, Document orderBy, int skip, int limit, int batchSize,
            Document fields) {
        Stream<Document> found = find(query, orderBy, skip, limit).stream();
        if (changing) {
            found = found.map(Document::cloneDeeply);
        }
        return matchDocumentsFromStream(new Document(), found, 0, 0, batchSize, null, fields);
    }

    private List<Document> find(Document query, Document orderBy, int skip, int limit) {
        Document prepared = Terms.prepared(query);
        boolean sorted = orderBy != null && !orderBy.isEmpty();
        if (sorted && orderBy.containsKey("$natural")) {
            return page(all(isNaturalDescending(orderBy)), prepared, null, skip, limit);
        }
        Planner planner = planner();
        Terms terms = new Terms(query);
        Narrow narrow = planner.narrow(terms);
        if (sorted && limit > 0) {
            List<Document> walked = walk(planner.walk(terms, orderBy), narrow, prepared, orderBy, skip, limit);
            if (walked != null) {
                return walked;
            }
        }
        Stream<Document> candidates = narrow == null ? all(false) : at(narrow);
        return page(candidates, prepared, sorted ? new Sorting(orderBy) : null, skip, limit);
    }

    private Planner planner() {
        List<Scan> scans = new ArrayList<>();
        for (Index<Object> index : getIndexes()) {
            if (index instanceof Scan scan) {
                scans.add(scan);
            }
        }
        return new Planner(scans);
    }

    private Stream<Document> all(boolean descending) {
        Cursor<Object, Stored> cursor = map.cursor(null, null, descending);
        Iterable<Object> keys = () -> cursor;
        return StreamSupport.stream(keys.spliterator(), false).map(key -> cursor.getValue().shared());
    }

    private Stream<Document> at(Narrow narrow) {
        return narrow.positions().stream().map(this::getDocument);
    }

    private List<Document> page(
            Stream<Document> candidates, Document query, Sorting order, int skip, int limit) {
        Stream<Document> found = candidates.filter(document -> documentMatchesQuery(document, query));
        found = order == null ? found : order.sorted(found::iterator).stream();
        found = skip > 0 ? found.skip(skip) : found;
        return (limit > 0 ? found.limit(limit) : found).toList();
    }

    /** The page read in the order of an index, or null when that is no way to get it or looks like the longer one. */
    private List<Document> walk(
            Walk walk, Narrow narrow, Document query, Document orderBy, int skip, int limit) {
        if (walk == null) {
            return null;
        }
        long most = narrow == null ? Long.MAX_VALUE : Math.max(16, narrow.estimate());
        long wanted = (long) skip + limit;
        if (narrow != null && wanted * walk.size() / Math.max(1, narrow.estimate()) > most) {
            return null;
        }
        return new Walker(this, walk, query, new Sorting(orderBy), wanted, most).page(skip);
    }

    boolean matches(Document document, Document query) {
        return documentMatchesQuery(document, query);
    }

    @Override
    public synchronized int count(Document query, int skip, int limit) {
        if (query == null || query.isEmpty()) {
            return super.count(query, skip, limit);
        }
        Terms terms = new Terms(query);
        Narrow narrow = planner().narrow(terms);
        long count;
        if (narrow != null && narrow.exact()) {
            count = narrow.estimate();
        } else {
            Document prepared = Terms.prepared(query);
            count = (narrow == null ? all(false) : at(narrow)).filter(found -> matches(found, prepared)).count();
        }
        count = Math.max(0, count - Math.max(0, skip));
        return Math.toIntExact(limit > 0 ? Math.min(limit, count) : count);
    }

    @Override
    public synchronized Document findAndModify(Document query) {
        changing = true;
        try {
            return super.findAndModify(query);
        } finally {
            changing = false;
        }
    }

    @Override
    public synchronized Document updateDocuments(Document selector, Document update, ArrayFilters filters,
            boolean multi, boolean upsert, Oplog oplog) {
        changing = true;
        try {
            return super.updateDocuments(selector, update, filters, multi, upsert, oplog);
        } finally {
            changing = false;
        }
    }

    @Override
    protected Object addDocumentInternal(Document document) {
        Object key = getIdField() == null
            ? UUID.randomUUID() : Paths.plain(Utils.getSubdocumentValue(document, getIdField()));
        handleUpdate(key, null, document);
        return key;
    }

    @Override
    protected void handleUpdate(Object position, Document old, Document changed) {
        Stored stored = new Stored(Stored.encode(changed));
        map.put(position, stored);
        journal.put(this, stored.bytes);
    }

    @Override
    protected void removeDocument(Object position) {
        if (map.remove(position) == null) {
            throw new NoSuchElementException("No document with key " + position);
        }
        journal.remove(this, position);
    }

    /** As the journal tells it again after a crash; `forget` comes first. */
    synchronized void restore(Document document) {
        addDocument(document);
    }

    synchronized void forget(Object key) {
        Stored known = map.get(key);
        if (known != null) {
            removeDocument(known.fresh());
        }
    }

    @Override
    protected Document getDocument(Object position) {
        return map.get(position).shared();
    }

    @Override
    public int count() {
        return map.size();
    }

    @Override
    public boolean isEmpty() {
        return map.isEmpty();
    }

    @Override
    protected Stream<DocumentWithPosition<Object>> streamAllDocumentsWithPosition() {
        return map.entrySet().stream()
            .map(entry -> new DocumentWithPosition<>(entry.getValue().shared(), entry.getKey()));
    }

    @Override
    protected QueryResult matchDocuments(Document query, Document orderBy, int skip, int limit, int batchSize,
            Document fields) {
        return queryDocuments(query, orderBy, skip, limit, batchSize, fields);
    }

    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int difference) {
        // It is summed when somebody asks.
    }

    @Override
    protected int getDataSize() {
        return (int) Math.min(Integer.MAX_VALUE, map.values().stream().mapToLong(stored -> stored.bytes.length).sum());
    }
}
