package laptop;

import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;

import org.h2.mvstore.MVMap;

import laptop.Scan.Range;
import laptop.Scan.Spot;

/** What every index over an ordered map of its own has: the map, the paths, and whether an array was ever there. */
final class IndexMap {

    /** What an index answers from its map alone. */
    interface Held extends Scan {

        IndexMap map();

        @Override
        default Paths paths() {
            return map().paths;
        }

        @Override
        default boolean holdsLists() {
            return map().holdsLists;
        }

        @Override
        default long count(Range range) {
            return Maps.count(map().entries, range.low(), range.high());
        }
    }

    final MVMap<Object[], Object> entries;
    final Paths paths;
    private final MVMap<String, Boolean> lists;
    private volatile boolean holdsLists;

    IndexMap(List<String> names, MVMap<Object[], Object> entries, MVMap<String, Boolean> lists) {
        this.entries = entries;
        this.paths = new Paths(names);
        this.lists = lists;
        this.holdsLists = lists.containsKey(entries.getName());
    }

    /** `many`: a path ran through an array. */
    void remember(boolean many) {
        if (many && !holdsLists) {
            holdsLists = true;
            lists.put(entries.getName(), true);
        }
    }

    void drop() {
        lists.remove(entries.getName());
    }

    long size() {
        return entries.sizeAsLong();
    }

    Iterator<Spot> entries(Range range, boolean descending, BiFunction<Object[], Object, Spot> spot) {
        return Maps.entries(entries, range.low(), range.high(), descending, spot);
    }
}
