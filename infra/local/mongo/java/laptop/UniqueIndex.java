package laptop;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map.Entry;

import org.h2.mvstore.MVMap;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;

/** The server's unique index over an ordered map, so that the planner can read it too. */
final class UniqueIndex extends AbstractUniqueIndex<Object> implements IndexMap.Held {

    private final IndexMap map;

    UniqueIndex(String name, List<IndexKey> keys, boolean sparse, MVMap<Object[], Object> entries,
            MVMap<String, Boolean> lists) {
        super(name, keys, sparse);
        this.map = new IndexMap(keys(), entries, lists);
    }

    private static Object[] key(KeyValue values) {
        Object[] key = new Object[values.size()];
        for (int index = 0; index < key.length; index++) {
            key[index] = Paths.plain(values.get(index));
        }
        return key;
    }

    @Override
    public synchronized void add(Document document, Object position, MongoCollection<Object> collection) {
        if (!holdsLists()) {
            map.remember(map.paths.of(document, 0).many);
        }
        super.add(document, position, collection);
    }

    @Override
    protected Object removeDocument(KeyValue values) {
        return map.entries.remove(key(values));
    }

    @Override
    protected boolean putKeyPosition(KeyValue values, Object position) {
        return map.entries.putIfAbsent(key(values), Missing.ofNullable(position)) == null;
    }

    @Override
    protected Iterable<Entry<KeyValue, Object>> getIterable() {
        List<Entry<KeyValue, Object>> entries = new ArrayList<>();
        map.entries.forEach((key, position) -> entries.add(new SimpleImmutableEntry<>(
            new KeyValue(Arrays.asList(key)), position)));
        return entries;
    }

    @Override
    protected Object getPosition(KeyValue values) {
        return map.entries.get(key(values));
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public long getCount() {
        return map.size();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public void drop() {
        map.drop();
    }

    @Override
    public IndexMap map() {
        return map;
    }

    @Override
    public boolean sparse() {
        return isSparse();
    }

    @Override
    public boolean endsWithPosition() {
        return false;
    }

    @Override
    public Iterator<Scan.Spot> entries(Range range, boolean descending) {
        return map.entries(range, descending, Scan.Spot::new);
    }
}
