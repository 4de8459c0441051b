package laptop;

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

/** The index on `_id`: the map of the documents itself. */
final class IdIndex extends AbstractUniqueIndex<Object> implements Scan {

    private static final Paths PATHS = new Paths(List.of("_id"));

    private final MVMap<Object, Stored> documents;

    IdIndex(String name, List<IndexKey> keys, MVMap<Object, Stored> documents) {
        super(name, keys, false);
        this.documents = documents;
    }

    /** The key as it is stored: 1 is found by 1.0. */
    @Override
    protected Object getPosition(KeyValue values) {
        Object key = Paths.plain(values.get(0));
        if (key instanceof String) {
            return documents.containsKey(key) ? key : null;
        }
        Object stored = documents.ceilingKey(key);
        return stored != null && Order.VALUES.compare(stored, key) == 0 ? stored : null;
    }

    @Override
    public synchronized void add(Document document, Object position, MongoCollection<Object> collection) {
        // It was added when it was stored.
    }

    @Override
    protected Object removeDocument(KeyValue values) {
        return getPosition(values);
    }

    @Override
    public void updateInPlace(Document old, Document changed, Object position, MongoCollection<Object> collection) {
        // A document's key never changes.
    }

    @Override
    protected boolean putKeyPosition(KeyValue values, Object position) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected Iterable<Entry<KeyValue, Object>> getIterable() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public long getCount() {
        return documents.sizeAsLong();
    }

    @Override
    public long getDataSize() {
        return 0;
    }

    @Override
    public Paths paths() {
        return PATHS;
    }

    @Override
    public boolean sparse() {
        return false;
    }

    @Override
    public boolean holdsLists() {
        return false;
    }

    @Override
    public boolean endsWithPosition() {
        return true;
    }

    @Override
    public long count(Range range) {
        return Maps.count(documents, end(range.low()), end(range.high()));
    }

    @Override
    public Iterator<Scan.Spot> entries(Range range, boolean descending) {
        return Maps.entries(documents, end(range.low()), end(range.high()), descending,
            (key, stored) -> new Scan.Spot(new Object[] {key}, key));
    }

    /** A place among single keys: `[value, END]` is just after the value. */
    private static Object end(Object[] place) {
        if (place.length == 0) {
            return new Order.Edge(-1, false);
        }
        return place.length == 1 ? place[0] : new Order.After(place[0]);
    }

    static Object keyOf(Document document) {
        return Missing.ofNullable(document.get("_id"));
    }
}
