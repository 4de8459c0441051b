package laptop;

import java.nio.ByteBuffer;
import java.time.Instant;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;

/** One value of a document as a key: its bracket's letter, then its bytes. */
final class ValueType extends BasicDataType<Object> {

    static final ValueType INSTANCE = new ValueType();

    private static final byte NULL = 0;
    private static final byte STRING = 1;
    private static final byte INT = 2;
    private static final byte LONG = 3;
    private static final byte DOUBLE = 4;
    private static final byte FALSE = 5;
    private static final byte TRUE = 6;
    private static final byte INSTANT = 7;
    private static final byte OTHER = 8;

    @Override
    public int compare(Object a, Object b) {
        return Order.VALUES.compare(a, b);
    }

    @Override
    public int getMemory(Object value) {
        if (value instanceof String) {
            return 56 + ((String) value).length();
        }
        return value == null || value instanceof Number || value instanceof Boolean ? 24 : 120;
    }

    @Override
    public void write(WriteBuffer out, Object value) {
        if (value == null || value instanceof Missing) {
            out.put(NULL);
        } else if (value instanceof String text) {
            out.put(STRING).putVarInt(text.length()).putStringData(text, text.length());
        } else if (value instanceof Integer number) {
            out.put(INT).putInt(number);
        } else if (value instanceof Long number) {
            out.put(LONG).putLong(number);
        } else if (value instanceof Double number) {
            out.put(DOUBLE).putDouble(number);
        } else if (value instanceof Boolean truth) {
            out.put(truth ? TRUE : FALSE);
        } else if (value instanceof Instant moment) {
            out.put(INSTANT).putLong(moment.getEpochSecond()).putInt(moment.getNano());
        } else {
            byte[] bytes = Stored.encode(new Document("", value));
            out.put(OTHER).putVarInt(bytes.length).put(bytes);
        }
    }

    @Override
    public Object read(ByteBuffer in) {
        byte kind = in.get();
        switch (kind) {
            case NULL:
                return Missing.getInstance();
            case STRING:
                return DataUtils.readString(in);
            case INT:
                return in.getInt();
            case LONG:
                return in.getLong();
            case DOUBLE:
                return in.getDouble();
            case FALSE:
                return Boolean.FALSE;
            case TRUE:
                return Boolean.TRUE;
            case INSTANT:
                return Instant.ofEpochSecond(in.getLong(), in.getInt());
            case OTHER:
                byte[] bytes = new byte[DataUtils.readVarInt(in)];
                in.get(bytes);
                return Stored.decode(bytes).get("");
            default:
                throw new IllegalStateException("unknown kind of value: " + kind);
        }
    }

    @Override
    public Object[] createStorage(int size) {
        return new Object[size];
    }
}
