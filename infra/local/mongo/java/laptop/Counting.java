package laptop;

import java.util.List;

import de.bwaldvogel.mongo.bson.Document;

/** The pipeline with which drivers count documents, understood as what it is. */
record Counting(Document query, int skip, int limit, Document group) {

    /** Null when `pipeline` is another one. */
    static Counting of(Object pipeline) {
        if (!(pipeline instanceof List<?> stages) || stages.isEmpty()) {
            return null;
        }
        Document query = new Document();
        int[] bounds = new int[2];
        Document group = null;
        int last = -1;
        for (Object item : stages) {
            if (!(item instanceof Document stage) || stage.size() != 1) {
                return null;
            }
            String name = stage.keySet().iterator().next();
            int place = List.of("$match", "$skip", "$limit", "$group").indexOf(name);
            Object value = stage.get(name);
            if (place <= last) {
                return null;
            }
            last = place;
            if (place == 0 || place == 3) {
                if (!(value instanceof Document document)) {
                    return null;
                }
                query = place == 0 ? document : query;
                group = place == 3 ? document : null;
            } else if (value instanceof Integer number && number > 0) {
                bounds[place - 1] = number;
            } else {
                return null;
            }
        }
        return isSum(group) ? new Counting(query, bounds[0], bounds[1], group) : null;
    }

    private static boolean isSum(Document group) {
        return group != null && group.size() == 2 && isConstant(group.get("_id"))
            && group.get("n") instanceof Document sum && sum.size() == 1 && sum.get("$sum") instanceof Integer one
            && one == 1;
    }

    private static boolean isConstant(Object id) {
        return id == null || id instanceof Integer;
    }

    Document answer(String namespace, int count) {
        Document found = new Document("_id", group.get("_id")).append("n", count);
        Document cursor = new Document("id", 0L).append("ns", namespace)
            .append("firstBatch", count == 0 ? List.of() : List.of(found));
        return new Document("cursor", cursor).append("ok", 1.0);
    }
}
