package laptop;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What a query demands of one path: to be one of `points`, or to lie between two places. */
final class Limits {

    /** In order, or null: then the places count. */
    final List<Object> points;
    final Place low;
    final Place high;

    /** Just before or just after a value, or an edge of a bracket of types. */
    record Place(Object value, boolean after) {

        Object[] behind(Object[] prefix) {
            Object[] key = java.util.Arrays.copyOf(prefix, prefix.length + (after ? 2 : 1));
            key[prefix.length] = value;
            if (after) {
                key[prefix.length + 1] = Order.END;
            }
            return key;
        }

        static int compare(Place a, Place b) {
            int difference = Order.VALUES.compare(a.value, b.value);
            return difference != 0 ? difference : Boolean.compare(a.after, b.after);
        }
    }

    private Limits(List<Object> points, Place low, Place high) {
        this.points = points;
        this.low = low;
        this.high = high;
    }

    static Limits points(Iterable<?> values) {
        TreeSet<Object> ordered = new TreeSet<>(Order.VALUES);
        for (Object value : values) {
            ordered.add(Paths.plain(value));
        }
        return new Limits(new ArrayList<>(ordered), null, null);
    }

    static Limits above(Object value, boolean itself) {
        return new Limits(null, new Place(value, !itself), new Place(new Order.Edge(Order.rank(value), true), false));
    }

    static Limits below(Object value, boolean itself) {
        return new Limits(null, new Place(new Order.Edge(Order.rank(value), false), false), new Place(value, itself));
    }

    boolean isPoint() {
        return points != null && points.size() == 1;
    }

    boolean allowsNothing() {
        return points != null && points.stream().anyMatch(point -> Order.rank(point) == Order.NOTHING);
    }

    private boolean holds(Object value) {
        if (points != null) {
            return points.stream().anyMatch(point -> Order.VALUES.compare(point, value) == 0);
        }
        Place before = new Place(value, false);
        Place after = new Place(value, true);
        return Place.compare(low, before) <= 0 && Place.compare(after, high) <= 0;
    }

    /** For a path that holds one value in every document. */
    Limits and(Limits other) {
        if (points != null) {
            return new Limits(points.stream().filter(other::holds).toList(), null, null);
        } else if (other.points != null) {
            return other.and(this);
        }
        Place from = Place.compare(low, other.low) >= 0 ? low : other.low;
        Place to = Place.compare(high, other.high) <= 0 ? high : other.high;
        return Place.compare(from, to) < 0 ? new Limits(null, from, to) : new Limits(List.of(), null, null);
    }

    Scan.Range range(Object[] prefix) {
        return new Scan.Range(low.behind(prefix), high.behind(prefix));
    }

    static Scan.Range all(Object[] prefix) {
        Object[] end = java.util.Arrays.copyOf(prefix, prefix.length + 1);
        end[prefix.length] = Order.END;
        return new Scan.Range(prefix, end);
    }
}
