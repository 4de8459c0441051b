package laptop;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import de.bwaldvogel.mongo.bson.Document;
import laptop.Planner.Walk;

/** Reads documents in the order of an index until a page is full. */
final class Walker {

    private final Documents documents;
    private final Walk walk;
    private final Document query;
    private final Sorting order;
    private final long wanted;
    private final long most;
    private final List<Document> found = new ArrayList<>();
    private final List<Scan.Spot> equals = new ArrayList<>();

    /** Gives up after `most` documents. */
    Walker(Documents documents, Walk walk, Document query, Sorting order, long wanted, long most) {
        this.documents = documents;
        this.walk = walk;
        this.query = query;
        this.order = order;
        this.wanted = wanted;
        this.most = most;
    }

    /** What comes after the first `skip`, or null when it gave up. */
    List<Document> page(int skip) {
        long seen = 0;
        Iterator<Scan.Spot> entries = walk.entries();
        while (entries.hasNext() && found.size() < wanted) {
            if (seen++ >= most) {
                return null;
            }
            Scan.Spot entry = entries.next();
            if (!equals.isEmpty() && (walk.total() || !agree(entry.key(), equals.get(0).key()))) {
                settle();
            }
            equals.add(entry);
        }
        settle();
        int end = (int) Math.min(wanted, found.size());
        return skip >= end ? List.of() : found.subList(skip, end);
    }

    private boolean agree(Object[] a, Object[] b) {
        for (int index = 0; index < walk.shared(); index++) {
            if (Order.VALUES.compare(a[index], b[index]) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Documents that the index does not tell apart: as a sort that keeps equals in their order would have them. */
    private void settle() {
        if (equals.size() > 1) {
            equals.sort((a, b) -> Order.VALUES.compare(a.position(), b.position()));
        }
        List<Document> matching = new ArrayList<>(equals.size());
        for (Scan.Spot entry : equals) {
            Document document = documents.getDocument(entry.position());
            if (documents.matches(document, query)) {
                matching.add(document);
            }
        }
        found.addAll(matching.size() > 1 ? order.sorted(matching) : matching);
        equals.clear();
    }
}
