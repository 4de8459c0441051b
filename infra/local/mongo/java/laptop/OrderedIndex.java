package laptop;

import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

import org.h2.mvstore.MVMap;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;

/** A secondary index: the values at its paths and then the document's own key, in order. */
final class OrderedIndex extends Index<Object> implements IndexMap.Held {

    private final IndexMap map;

    OrderedIndex(String name, List<IndexKey> keys, boolean sparse, MVMap<Object[], Object> entries,
            MVMap<String, Boolean> lists) {
        super(name, keys, sparse);
        this.map = new IndexMap(keys(), entries, lists);
    }

    private TreeSet<Object[]> keysOf(Document document, Object position) {
        TreeSet<Object[]> keys = new TreeSet<>(KeyType.INSTANCE::compare);
        Paths.Found found = map.paths.of(document, 1);
        map.remember(found.many);
        for (Object[] key : found.keys) {
            key[key.length - 1] = position;
            if (!isSparse() || holdsSomething(key)) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static boolean holdsSomething(Object[] key) {
        for (int index = 0; index < key.length - 1; index++) {
            if (!Missing.isNullOrMissing(key[index])) {
                return true;
            }
        }
        return false;
    }

    private static Object position(Document document) {
        return Missing.ofNullable(document.get("_id"));
    }

    @Override
    public void add(Document document, Object position, MongoCollection<Object> collection) {
        for (Object[] key : keysOf(document, position)) {
            map.entries.put(key, Boolean.TRUE);
        }
    }

    @Override
    public Object remove(Document document) {
        Object position = position(document);
        for (Object[] key : keysOf(document, position)) {
            map.entries.remove(key);
        }
        return position;
    }

    @Override
    public void updateInPlace(Document old, Document changed, Object position, MongoCollection<Object> collection) {
        TreeSet<Object[]> before = keysOf(old, position);
        TreeSet<Object[]> after = keysOf(changed, position);
        for (Object[] key : before) {
            if (!after.contains(key)) {
                map.entries.remove(key);
            }
        }
        for (Object[] key : after) {
            if (!before.contains(key)) {
                map.entries.put(key, Boolean.TRUE);
            }
        }
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {
        // Any number of documents may hold the same values.
    }

    @Override
    public void checkUpdate(Document old, Document changed, MongoCollection<Object> collection) {
        // As above.
    }

    /** Unique indexes say where a document is. */
    @Override
    public Object getPosition(Document document) {
        return null;
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        throw new UnsupportedOperationException("the planner reads ranges");
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
        return true;
    }

    @Override
    public Iterator<Spot> entries(Range range, boolean descending) {
        return map.entries(range, descending, (key, truth) -> new Spot(key, key[key.length - 1]));
    }
}
