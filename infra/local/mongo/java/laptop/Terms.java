package laptop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;

/** What a query demands in any case, as far as an index can know: the rest is left to the matcher. */
final class Terms {

    /** All of one path must hold, each perhaps for another element of an array. */
    final Map<String, List<Limits>> limits = new HashMap<>();
    /** Of each list one must hold. */
    final List<List<Document>> choices = new ArrayList<>();
    /** Whether `limits` say all that the query says. */
    boolean complete = true;

    Terms(Document query) {
        read(query);
    }

    private void read(Document query) {
        for (Map.Entry<String, Object> entry : query.entrySet()) {
            String name = entry.getKey();
            List<Document> parts = name.startsWith("$") ? documents(entry.getValue()) : null;
            if (name.equals("$and") && parts != null) {
                parts.forEach(this::read);
            } else if (name.equals("$or") && parts != null) {
                choose(parts);
            } else if (name.startsWith("$") || name.isEmpty()) {
                complete = false;
            } else {
                field(name, entry.getValue());
            }
        }
    }

    private void choose(List<Document> parts) {
        if (parts.size() == 1) {
            read(parts.get(0));
        } else {
            complete = false;
            choices.add(parts);
        }
    }

    private static List<Document> documents(Object value) {
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            return null;
        }
        List<Document> documents = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof Document document)) {
                return null;
            }
            documents.add(document);
        }
        return documents;
    }

    private void field(String path, Object value) {
        if (!(value instanceof Document conditions)) {
            equal(path, List.of(value == null ? NULL : value));
            return;
        }
        boolean operators = !conditions.isEmpty() && conditions.keySet().stream().allMatch(key -> key.startsWith("$"));
        if (!operators || conditions.containsKey("$regex") || conditions.containsKey("$ref")) {
            complete = false;
            return;
        }
        conditions.forEach((operator, operand) -> condition(path, operator, operand));
    }

    private static final Object NULL = de.bwaldvogel.mongo.backend.Missing.getInstance();

    private void condition(String path, String operator, Object operand) {
        switch (operator) {
            case "$eq" -> equal(path, List.of(operand == null ? NULL : operand));
            case "$in" -> equal(path, operand instanceof Collection<?> values ? values : List.of(new Object()));
            case "$gt" -> bound(path, operand, true, false);
            case "$gte" -> bound(path, operand, true, true);
            case "$lt" -> bound(path, operand, false, false);
            case "$lte" -> bound(path, operand, false, true);
            default -> complete = false;
        }
    }

    private void equal(String path, Collection<?> values) {
        if (values.stream().allMatch(value -> value == null || value == NULL || isPlain(value))) {
            add(path, Limits.points(values));
        } else {
            complete = false;
        }
    }

    private void bound(String path, Object value, boolean above, boolean itself) {
        if (isPlain(value)) {
            add(path, above ? Limits.above(value, itself) : Limits.below(value, itself));
        } else {
            complete = false;
        }
    }

    private void add(String path, Limits limit) {
        limits.computeIfAbsent(path, name -> new ArrayList<>(1)).add(limit);
    }

    /** Values whose equality and order an index knows. */
    private static boolean isPlain(Object value) {
        return value instanceof String || value instanceof Boolean || value instanceof Instant
            || value instanceof ObjectId || value instanceof Number && !(value instanceof Decimal128);
    }

    /** `query` with its patterns compiled once, and not once for every document. */
    static Document prepared(Document query) {
        Document prepared = new Document();
        query.forEach((name, value) -> prepared.put(name, prepared(name, value)));
        return prepared;
    }

    private static Object prepared(String name, Object value) {
        if (value instanceof List<?> list && (name.equals("$and") || name.equals("$or") || name.equals("$nor"))) {
            return list.stream().map(part -> part instanceof Document query ? prepared(query) : part).toList();
        }
        boolean pattern = value instanceof Document condition && condition.get("$regex") instanceof String
            && (condition.size() == 1 || condition.size() == 2 && condition.containsKey("$options"));
        return pattern && !name.startsWith("$") ? BsonRegularExpression.convertToRegularExpression(value) : value;
    }
}
