package laptop;

import java.util.Iterator;

/** A map in the order of its keys, as the planner looks into it. */
interface Scan {

    Paths paths();

    /** Whether documents without any value at the paths are left out. */
    boolean sparse();

    /** Whether any document ever held an array at one of the paths, and so may stand at several keys. */
    boolean holdsLists();

    /** Whether the document's key follows the values, so that equals stand in its order. */
    boolean endsWithPosition();

    long count(Range range);

    Iterator<Spot> entries(Range range, boolean descending);

    /** A key and the document that stands there. */
    record Spot(Object[] key, Object position) {
    }

    /** From `low` on and before `high`; either may be the beginning of a key. */
    record Range(Object[] low, Object[] high) {
        static final Range ALL = new Range(new Object[0], new Object[] {Order.END});
    }
}
