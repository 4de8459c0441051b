package laptop;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;

/**
 * The total order of stored values: MongoDB's brackets of types, and within them the server's own order. Two values
 * are equal here when the server's matcher calls them equal.
 */
final class Order implements Comparator<Object> {

    static final Order VALUES = new Order();

    static final int NOTHING = 1;
    static final int NUMBER = 2;
    static final int STRING = 3;
    static final int LIST = 5;
    static final int OBJECT_ID = 9;
    static final int BOOLEAN = 10;
    static final int INSTANT = 11;

    private static final double EXACT = 1L << 53;

    private Order() {
    }

    /** A place between two values, never stored: before or after all values of a bracket. */
    record Edge(int rank, boolean after) {
    }

    /** The place just after one value, never stored. */
    record After(Object value) {
    }

    /** After every value. */
    static final Edge END = new Edge(100, true);

    static int rank(Object value) {
        if (value instanceof String) {
            return STRING;
        } else if (value == null || value instanceof Missing) {
            return NOTHING;
        } else if (value instanceof Number) {
            return NUMBER;
        } else if (value instanceof Boolean) {
            return BOOLEAN;
        } else if (value instanceof java.time.Instant) {
            return INSTANT;
        } else if (value instanceof ObjectId) {
            return OBJECT_ID;
        } else if (value instanceof Edge) {
            return ((Edge) value).rank;
        } else if (value instanceof Map) {
            return 4;
        } else if (value instanceof Collection) {
            return LIST;
        } else if (value instanceof BinData) {
            return 6;
        } else if (value instanceof LegacyUUID) {
            return 7;
        } else if (value instanceof UUID) {
            return 8;
        } else if (value instanceof BsonTimestamp) {
            return 12;
        } else if (value instanceof MinKey) {
            return 0;
        } else if (value instanceof MaxKey) {
            return 15;
        }
        return 13;
    }

    @Override
    public int compare(Object a, Object b) {
        if (a == b) {
            return 0;
        }
        if (a instanceof String && b instanceof String) {
            return ((String) a).compareTo((String) b);
        }
        if (a instanceof After || b instanceof After) {
            return after(a, b);
        }
        int rank = rank(a);
        int difference = Integer.compare(rank, rank(b));
        if (difference != 0) {
            return difference;
        }
        if (a instanceof Edge || b instanceof Edge) {
            return side(a) - side(b);
        }
        return switch (rank) {
            case NOTHING, 0, 15 -> 0;
            case NUMBER -> numbers((Number) a, (Number) b);
            case 4 -> documents((Map<?, ?>) a, (Map<?, ?>) b);
            case LIST -> lists((Collection<?>) a, (Collection<?>) b);
            case 13 -> a.toString().compareTo(b.toString());
            case 8 -> a.toString().compareTo(b.toString());
            default -> comparables(a, b);
        };
    }

    private int after(Object a, Object b) {
        int difference = compare(a instanceof After place ? place.value : a, b instanceof After place ? place.value : b);
        return difference != 0 ? difference : (a instanceof After ? 1 : 0) - (b instanceof After ? 1 : 0);
    }

    private static int side(Object value) {
        return value instanceof Edge ? ((Edge) value).after ? 1 : -1 : 0;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int comparables(Object a, Object b) {
        return ((Comparable) a).compareTo(b);
    }

    private static int numbers(Number a, Number b) {
        boolean wholeA = isWhole(a);
        boolean wholeB = isWhole(b);
        if (wholeA && wholeB) {
            return Long.compare(a.longValue(), b.longValue());
        }
        double x = a.doubleValue();
        double y = b.doubleValue();
        if (wholeA != wholeB && Math.abs(x) >= EXACT && Math.abs(y) >= EXACT && isFinite(x) && isFinite(y)) {
            return exact(a, wholeA).compareTo(exact(b, wholeB));
        }
        return x == y ? 0 : Double.compare(x, y);
    }

    private static boolean isWhole(Number number) {
        return number instanceof Integer || number instanceof Long;
    }

    private static boolean isFinite(double value) {
        return !Double.isNaN(value) && !Double.isInfinite(value);
    }

    private static BigDecimal exact(Number number, boolean whole) {
        return whole ? BigDecimal.valueOf(number.longValue()) : new BigDecimal(number.doubleValue());
    }

    private int lists(Collection<?> a, Collection<?> b) {
        Iterator<?> right = b.iterator();
        for (Object left : a) {
            int difference = right.hasNext() ? compare(left, right.next()) : 1;
            if (difference != 0) {
                return difference;
            }
        }
        return right.hasNext() ? -1 : 0;
    }

    private int documents(Map<?, ?> a, Map<?, ?> b) {
        Iterator<? extends Map.Entry<?, ?>> right = b.entrySet().iterator();
        for (Map.Entry<?, ?> left : a.entrySet()) {
            if (!right.hasNext()) {
                return 1;
            }
            Map.Entry<?, ?> other = right.next();
            int difference = left.getKey().toString().compareTo(other.getKey().toString());
            if (difference == 0) {
                difference = compare(left.getValue(), other.getValue());
            }
            if (difference != 0) {
                return difference;
            }
        }
        return right.hasNext() ? -1 : 0;
    }
}
