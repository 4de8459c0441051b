package laptop;

import java.util.List;
import java.util.stream.Collectors;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.bson.Document;

/** Files of mongo-java-server's own H2 backend, which kept documents as serialized objects. */
final class Earlier {

    private static final String DOCUMENTS = "databases.";

    private Earlier() {
    }

    /** Moves the documents over; indexes are made anew when they are opened. All of it or nothing is in the file. */
    static void convert(MVStore store) {
        List<String> names = store.getMapNames().stream()
            .filter(name -> name.startsWith(DOCUMENTS) || name.startsWith("meta.") || name.contains("._index_"))
            .collect(Collectors.toList());
        for (String name : names) {
            if (name.startsWith(DOCUMENTS)) {
                MVMap<Object, Document> before = store.openMap(name);
                MVMap<Object, Stored> after = Database.documents(store, name.substring(DOCUMENTS.length()));
                before.forEach((key, document) -> after.put(key, new Stored(Stored.encode(document))));
            }
            store.removeMap(name);
        }
    }
}
