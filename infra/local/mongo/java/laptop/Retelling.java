package laptop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import de.bwaldvogel.mongo.backend.Missing;

/**
 * What journals told, reduced to the last word on each document: the outcome is the same however much of it the store
 * already holds, and no two documents ever meet that were not there at once.
 */
final class Retelling implements Journal.Replay {

    private static final byte[] REMOVED = new byte[0];

    private final Map<String, Map<Object, byte[]>> words = new LinkedHashMap<>();

    @Override
    public void tell(byte change, String collection, byte[] document) {
        Object key = Paths.plain(Missing.ofNullable(Stored.decode(document).get("_id")));
        words.computeIfAbsent(collection, name -> new TreeMap<>(Order.VALUES))
            .put(key, change == Journal.PUT ? document : REMOVED);
    }

    void apply(Function<String, Documents> collections) {
        words.forEach((name, last) -> {
            Documents documents = collections.apply(name);
            last.keySet().forEach(documents::forget);
            last.values().stream().filter(document -> document != REMOVED)
                .forEach(document -> documents.restore(Stored.decode(document)));
        });
    }
}
