package laptop;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;

import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

import laptop.Scan.Spot;

/** Ranges of ordered maps. */
final class Maps {

    private Maps() {
    }

    static <K> long count(MVMap<K, ?> map, K low, K high) {
        return Math.max(0, place(map, high) - place(map, low));
    }

    private static <K> long place(MVMap<K, ?> map, K key) {
        long index = map.getKeyIndex(key);
        return index >= 0 ? index : -index - 1;
    }

    /** Both ends are places between keys, `low` may also be a key itself. */
    static <K, V> Iterator<Spot> entries(
            MVMap<K, V> map, K low, K high, boolean descending, BiFunction<K, V, Spot> entry) {
        Cursor<K, V> cursor = descending ? map.cursor(high, low, true) : map.cursor(low, high, false);
        return new Iterator<>() {
            private Spot next = advance();

            private Spot advance() {
                while (cursor.hasNext()) {
                    K key = cursor.next();
                    if (map.getKeyType().compare(key, high) != 0) {
                        return entry.apply(key, cursor.getValue());
                    }
                }
                return null;
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Spot next() {
                if (next == null) {
                    throw new NoSuchElementException();
                }
                Spot current = next;
                next = advance();
                return current;
            }
        };
    }
}
