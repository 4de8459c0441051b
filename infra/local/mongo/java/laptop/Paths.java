package laptop;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import de.bwaldvogel.mongo.backend.Missing;

/** The dotted paths of an index, and what a document holds there. */
final class Paths {

    final String[] names;
    private final String[][] parts;

    Paths(List<String> names) {
        this.names = names.toArray(new String[0]);
        this.parts = names.stream().map(name -> name.split("\\.", -1)).toArray(String[][]::new);
    }

    int size() {
        return names.length;
    }

    /** Every combination of what a document holds; `many` when a path ran through an array. */
    static final class Found {
        final List<Object[]> keys = new ArrayList<>(1);
        boolean many;
    }

    /** The keys of `document`, each with room for `extra` values more. Whatever the matcher might find is there. */
    Found of(Map<String, Object> document, int extra) {
        Found found = new Found();
        found.keys.add(new Object[parts.length + extra]);
        for (int index = 0; index < parts.length; index++) {
            List<Object> values = new ArrayList<>(1);
            found.many |= collect(document, parts[index], 0, values);
            if (values.isEmpty()) {
                values.add(Missing.getInstance());
            }
            spread(found.keys, index, values);
        }
        return found;
    }

    private static void spread(List<Object[]> keys, int index, List<Object> values) {
        int before = keys.size();
        for (int number = 0; number < before; number++) {
            Object[] key = keys.get(number);
            for (int other = 1; other < values.size(); other++) {
                Object[] copy = key.clone();
                copy[index] = values.get(other);
                keys.add(copy);
            }
            key[index] = values.get(0);
        }
    }

    private static boolean collect(Object value, String[] parts, int from, List<Object> values) {
        if (value instanceof Collection<?> list) {
            collectAll(list, parts, from, values);
            return true;
        }
        if (from == parts.length) {
            values.add(plain(value));
            return false;
        }
        if (value instanceof Map<?, ?> document) {
            String part = parts[from];
            Object inner = document.containsKey(part) ? document.get(part) : Missing.getInstance();
            return collect(inner, parts, from + 1, values);
        }
        values.add(Missing.getInstance());
        return false;
    }

    private static void collectAll(Collection<?> list, String[] parts, int from, List<Object> values) {
        boolean ends = from == parts.length;
        if (ends || list.isEmpty()) {
            values.add(ends ? plain(list) : Missing.getInstance());
        }
        boolean numbered = !ends && isNumber(parts[from]);
        if (numbered) {
            values.add(Missing.getInstance());
        }
        int position = 0;
        for (Object element : list) {
            if (numbered && String.valueOf(position).equals(parts[from])) {
                collect(element, parts, from + 1, values);
            }
            collect(element, parts, from, values);
            position++;
        }
    }

    static boolean isNumber(String part) {
        return !part.isEmpty() && part.length() < 9 && part.chars().allMatch(letter -> letter >= '0' && letter <= '9');
    }

    /** As it will be read back: BSON knows milliseconds. */
    static Object plain(Object value) {
        if (value == null) {
            return Missing.getInstance();
        }
        return value instanceof Instant moment ? moment.truncatedTo(ChronoUnit.MILLIS) : value;
    }

    /** As it stands in a document. */
    static Object given(Object value) {
        return value instanceof Missing ? null : value;
    }
}
