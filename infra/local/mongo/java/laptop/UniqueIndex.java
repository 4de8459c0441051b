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
final class UniqueIndex extends AbstractUniqueIndex<Object> implements Scan {

    private final MVMap<Object[], Object> map;
    private final MVMap<String, Boolean> lists;
    private final Paths paths;
    private volatile boolean holdsLists;

    UniqueIndex(String name, List<IndexKey> keys, boolean sparse, MVMap<Object[], Object> map,
            MVMap<String, Boolean> lists) {
        super(name, keys, sparse);
        this.map = map;
        this.lists = lists;
        this.paths = new Paths(keys());
        this.holdsLists = lists.containsKey(map.getName());
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
        if (!holdsLists && paths.of(document, 0).many) {
            holdsLists = true;
            lists.put(map.getName(), true);
        }
        super.add(document, position, collection);
    }

    @Override
    protected Object removeDocument(KeyValue values) {
        return map.remove(key(values));
    }

    @Override
    protected boolean putKeyPosition(KeyValue values, Object position) {
        return map.putIfAbsent(key(values), Missing.ofNullable(position)) == null;
    }

    @Override
    protected Iterable<Entry<KeyValue, Object>> getIterable() {
        List<Entry<KeyValue, Object>> entries = new ArrayList<>();
        map.forEach((key, position) -> entries.add(new SimpleImmutableEntry<>(
            new KeyValue(Arrays.asList(key)), position)));
        return entries;
    }

    @Override
    protected Object getPosition(KeyValue values) {
        return map.get(key(values));
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public long getCount() {
        return map.sizeAsLong();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public void drop() {
        lists.remove(map.getName());
    }

    @Override
    public Paths paths() {
        return paths;
    }

    @Override
    public boolean sparse() {
        return isSparse();
    }

    @Override
    public boolean holdsLists() {
        return holdsLists;
    }

    @Override
    public boolean endsWithPosition() {
        return false;
    }

    @Override
    public long count(Range range) {
        return Maps.count(map, range.low(), range.high());
    }

    @Override
    public Iterator<Scan.Spot> entries(Range range, boolean descending) {
        return Maps.entries(map, range.low(), range.high(), descending, Scan.Spot::new);
    }
}
