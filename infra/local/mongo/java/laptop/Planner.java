package laptop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import de.bwaldvogel.mongo.bson.Document;
import laptop.Scan.Range;

/** Which keys of which index must be read for a query: never too few, the matcher sees to the rest. */
final class Planner {

    private static final int MOST_RANGES = 25_000;
    private static final int COUNTED = 32;

    private final List<Scan> scans;

    Planner(List<Scan> scans) {
        this.scans = scans;
    }

    /** Ranges to be read, in one index or (a choice of conditions) in several. */
    record Narrow(List<Part> parts, long estimate, boolean exact) {

        /** The documents there, each once, in the order of their keys. */
        TreeSet<Object> positions() {
            TreeSet<Object> positions = new TreeSet<>(Order.VALUES);
            for (Part part : parts) {
                for (Range range : part.ranges) {
                    part.scan.entries(range, false).forEachRemaining(entry -> positions.add(entry.position()));
                }
            }
            return positions;
        }
    }

    record Part(Scan scan, List<Range> ranges) {
    }

    /** A range whose order begins with the wanted one: of keys that agree in `shared` values, the rest is open. */
    record Walk(Scan scan, Range range, long size, boolean descending, int shared, boolean total) {

        Iterator<Scan.Spot> entries() {
            return scan.entries(range, descending);
        }
    }

    /** The best, or null when all documents must be looked at. */
    Narrow narrow(Terms terms) {
        Narrow best = null;
        for (Scan scan : scans) {
            best = better(best, narrow(terms, scan));
            if (best != null && best.estimate <= 1) {
                return best;
            }
        }
        for (List<Document> choice : terms.choices) {
            if (best == null || best.estimate > choice.size()) {
                best = better(best, either(choice));
            }
        }
        return best;
    }

    private static Narrow better(Narrow a, Narrow b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return b.estimate < a.estimate || b.estimate == a.estimate && b.exact && !a.exact ? b : a;
    }

    private Narrow either(List<Document> choice) {
        List<Part> parts = new ArrayList<>();
        long estimate = 0;
        for (Document query : choice) {
            Narrow narrow = narrow(new Terms(query));
            if (narrow == null) {
                return null;
            }
            parts.addAll(narrow.parts);
            estimate += narrow.estimate;
        }
        return new Narrow(parts, estimate, false);
    }

    private static Narrow narrow(Terms terms, Scan scan) {
        Limits first = limits(terms, scan, 0);
        boolean unknown = first == null || scan.sparse() && first.allowsNothing();
        if (unknown || scan instanceof UniqueIndex && scan.holdsLists()) {
            return null;
        }
        List<Range> ranges = new ArrayList<>();
        int used = spread(terms, scan, 0, List.<Object[]>of(new Object[0]), ranges);
        boolean exact = terms.complete && used == terms.limits.size() && !scan.holdsLists();
        return new Narrow(List.of(new Part(scan, ranges)), estimate(scan, ranges), exact && ranges.size() <= COUNTED);
    }

    /** Fills `ranges` with every combination, as far into the key as the query knows; how many paths that were. */
    private static int spread(Terms terms, Scan scan, int depth, List<Object[]> prefixes, List<Range> ranges) {
        Limits here = depth < scan.paths().size() ? limits(terms, scan, depth) : null;
        boolean points = here != null && here.points != null
            && (depth == 0 || (long) prefixes.size() * here.points.size() <= MOST_RANGES);
        if (points) {
            List<Object[]> longer = new ArrayList<>();
            for (Object[] prefix : prefixes) {
                for (Object point : here.points) {
                    Object[] key = Arrays.copyOf(prefix, depth + 1);
                    key[depth] = point;
                    longer.add(key);
                }
            }
            return spread(terms, scan, depth + 1, longer, ranges);
        }
        boolean interval = here != null && here.points == null;
        for (Object[] prefix : prefixes) {
            ranges.add(interval ? here.range(prefix) : Limits.all(prefix));
        }
        return depth + (interval ? 1 : 0);
    }

    private static Limits limits(Terms terms, Scan scan, int depth) {
        List<Limits> known = terms.limits.get(scan.paths().names[depth]);
        if (known == null) {
            return null;
        }
        Limits limits = known.get(0);
        for (Limits other : known.subList(1, known.size())) {
            if (!scan.holdsLists()) {
                limits = limits.and(other);
            } else if (other.points != null && (limits.points == null || limits.points.size() > other.points.size())) {
                limits = other;
            }
        }
        return limits;
    }

    private static long estimate(Scan scan, List<Range> ranges) {
        int step = Math.max(1, ranges.size() / COUNTED);
        long sum = 0;
        long counted = 0;
        for (int index = 0; index < ranges.size(); index += step) {
            sum += scan.count(ranges.get(index));
            counted++;
        }
        return counted == ranges.size() ? sum : ranges.size() + sum * ranges.size() / counted;
    }

    /** The smallest walk in the order of `orderBy`, or null. */
    Walk walk(Terms terms, Document orderBy) {
        Walk best = null;
        for (Scan scan : scans) {
            Walk walk = !scan.holdsLists() && !scan.sparse() ? walk(terms, orderBy, scan) : null;
            boolean better = walk != null && (best == null || walk.size < best.size
                || walk.size == best.size && (walk.total && !best.total || walk.shared > best.shared));
            best = better ? walk : best;
        }
        return best;
    }

    private static Walk walk(Terms terms, Document orderBy, Scan scan) {
        String[] names = scan.paths().names;
        List<Map.Entry<String, Object>> wanted = new ArrayList<>(orderBy.entrySet());
        List<Object> prefix = new ArrayList<>();
        while (prefix.size() < names.length) {
            Limits limits = limits(terms, scan, prefix.size());
            if (limits == null || !limits.isPoint()) {
                break;
            }
            String constant = names[prefix.size()];
            wanted.removeIf(entry -> entry.getKey().equals(constant));
            prefix.add(limits.points.get(0));
        }
        int fixed = prefix.size();
        if (wanted.isEmpty()) {
            return null;
        }
        boolean descending = isDescending(wanted.get(0));
        int agreed = 0;
        boolean total = false;
        while (agreed < wanted.size() && !total && isDescending(wanted.get(agreed)) == descending) {
            String name = wanted.get(agreed).getKey();
            boolean inKey = fixed + agreed < names.length && name.equals(names[fixed + agreed]);
            boolean isEnd = fixed + agreed == names.length && scan.endsWithPosition() && agreed > 0;
            if (!inKey && !(isEnd && name.equals("_id"))) {
                break;
            }
            total = name.equals("_id");
            agreed++;
        }
        if (agreed == 0) {
            return null;
        }
        Object[] start = prefix.toArray();
        Limits first = fixed < names.length ? limits(terms, scan, fixed) : null;
        Range range = first != null && first.points == null ? first.range(start) : Limits.all(start);
        return new Walk(scan, range, scan.count(range), descending, fixed + agreed, total);
    }

    private static boolean isDescending(Map.Entry<String, Object> entry) {
        return ((Number) entry.getValue()).intValue() < 0;
    }
}
