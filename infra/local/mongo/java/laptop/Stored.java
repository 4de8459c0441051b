package laptop;

import java.nio.ByteBuffer;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** A document as its BSON, read into objects when somebody looks and kept so while its page is in memory. */
final class Stored {

    final byte[] bytes;
    private Document document;

    Stored(byte[] bytes) {
        this.bytes = bytes;
    }

    /** To be read only: everybody who looks gets the same one. */
    Document shared() {
        Document known = document;
        if (known == null) {
            known = decode(bytes);
            document = known;
        }
        return known;
    }

    /** One of one's own. */
    Document fresh() {
        return decode(bytes);
    }

    static byte[] encode(Document document) {
        ByteBuf buffer = Unpooled.buffer(1024);
        BsonEncoder.encodeDocument(document, buffer);
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    static Document decode(byte[] bytes) {
        return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bytes));
    }

    static final class Type extends BasicDataType<Stored> {

        static final Type INSTANCE = new Type();

        /** As objects a document takes some three times its bytes, and the cache is bounded by this. */
        @Override
        public int getMemory(Stored value) {
            return 200 + 4 * value.bytes.length;
        }

        @Override
        public void write(WriteBuffer out, Stored value) {
            out.putVarInt(value.bytes.length).put(value.bytes);
        }

        @Override
        public Stored read(ByteBuffer in) {
            byte[] bytes = new byte[DataUtils.readVarInt(in)];
            in.get(bytes);
            return new Stored(bytes);
        }

        @Override
        public Stored[] createStorage(int size) {
            return new Stored[size];
        }
    }
}
