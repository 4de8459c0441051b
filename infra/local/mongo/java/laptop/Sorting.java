package laptop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;

/** MongoDB's sort: an array stands where its least element would, or its greatest when descending. */
final class Sorting {

    private static final Object EMPTY_LIST = new Order.Edge(Order.NOTHING, false);

    private final String[][] paths;
    private final boolean[] descending;

    Sorting(Document orderBy) {
        paths = orderBy.keySet().stream().map(name -> name.split("\\.", -1)).toArray(String[][]::new);
        descending = new boolean[paths.length];
        int index = 0;
        for (Object direction : orderBy.values()) {
            descending[index++] = ((Number) direction).intValue() < 0;
        }
    }

    private record Keyed(Object[] key, Document document) {
    }

    /** `documents` in order; equals stay as they were. */
    List<Document> sorted(Iterable<Document> documents) {
        List<Keyed> keyed = new ArrayList<>();
        for (Document document : documents) {
            keyed.add(new Keyed(key(document), document));
        }
        keyed.sort((a, b) -> compare(a.key, b.key));
        return keyed.stream().map(Keyed::document).toList();
    }

    private int compare(Object[] a, Object[] b) {
        for (int index = 0; index < a.length; index++) {
            int difference = Order.VALUES.compare(a[index], b[index]);
            if (difference != 0) {
                return descending[index] ? -difference : difference;
            }
        }
        return 0;
    }

    private Object[] key(Document document) {
        Object[] key = new Object[paths.length];
        for (int index = 0; index < key.length; index++) {
            Comparator<Object> order = descending[index] ? Order.VALUES.reversed() : Order.VALUES;
            key[index] = value(document, paths[index], 0, order);
        }
        return key;
    }

    private static Object value(Object value, String[] parts, int from, Comparator<Object> order) {
        if (value instanceof Collection<?> list) {
            return first(list, parts, from, order);
        } else if (from == parts.length) {
            return value;
        } else if (value instanceof Map<?, ?> document) {
            return value(document.get(parts[from]), parts, from + 1, order);
        }
        return Missing.getInstance();
    }

    private static Object first(Collection<?> list, String[] parts, int from, Comparator<Object> order) {
        boolean ends = from == parts.length;
        if (!ends && list instanceof List<?> places && Paths.isNumber(parts[from])) {
            int place = Integer.parseInt(parts[from]);
            return place < places.size() ? value(places.get(place), parts, from + 1, order) : Missing.getInstance();
        }
        return list.stream().map(element -> ends ? Missing.ofNullable(element) : value(element, parts, from, order))
            .map(Missing::ofNullable).min(order).orElse(ends ? EMPTY_LIST : Missing.getInstance());
    }
}
