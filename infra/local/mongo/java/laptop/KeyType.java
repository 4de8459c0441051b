package laptop;

import java.nio.ByteBuffer;

import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Several values as a key, compared one after the other; a key that begins another comes before it. */
final class KeyType extends BasicDataType<Object[]> {

    static final KeyType INSTANCE = new KeyType();

    @Override
    public int compare(Object[] a, Object[] b) {
        int shared = Math.min(a.length, b.length);
        for (int index = 0; index < shared; index++) {
            int difference = Order.VALUES.compare(a[index], b[index]);
            if (difference != 0) {
                return difference;
            }
        }
        if (a.length == b.length) {
            return 0;
        }
        return a.length < b.length ? -1 : 1;
    }

    @Override
    public int getMemory(Object[] key) {
        int memory = 24;
        for (Object value : key) {
            memory += 8 + ValueType.INSTANCE.getMemory(value);
        }
        return memory;
    }

    @Override
    public void write(WriteBuffer out, Object[] key) {
        out.put((byte) key.length);
        for (Object value : key) {
            ValueType.INSTANCE.write(out, value);
        }
    }

    @Override
    public Object[] read(ByteBuffer in) {
        Object[] key = new Object[in.get()];
        for (int index = 0; index < key.length; index++) {
            key[index] = ValueType.INSTANCE.read(in);
        }
        return key;
    }

    @Override
    public Object[][] createStorage(int size) {
        return new Object[size][];
    }
}
