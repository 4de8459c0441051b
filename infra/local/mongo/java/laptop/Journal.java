package laptop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

import de.bwaldvogel.mongo.bson.Document;

/**
 * What was changed since the store was last written, one record for each document, in the order of the changes. A
 * record is read again only if it is whole.
 *
 * <p>A record: the length of its body, the body's CRC-32, the body: whether a document was put or removed, the
 * collection's full name after its length, and the document or `{_id}` as BSON.
 */
final class Journal {

    static final byte PUT = 1;
    static final byte REMOVE = 2;

    private static final int HEAD = 8;
    private static final int ROOM = 1 << 20;

    interface Replay {
        void tell(byte change, String collection, Document document);
    }

    private final Path store;
    private final CRC32 sum = new CRC32();
    private ByteBuffer buffer = ByteBuffer.allocateDirect(ROOM);
    private FileChannel channel;
    private long size;
    private boolean silent = true;
    private volatile boolean structureChanged;

    Journal(Path store) {
        this.store = store;
    }

    private Path file(long number) {
        return store.resolveSibling(store.getFileName() + ".journal-" + number);
    }

    /** Tells the whole records of journal `number`, if there is one. Nothing is written meanwhile. */
    void replay(long number, Replay replay) throws IOException {
        if (!Files.exists(file(number))) {
            return;
        }
        ByteBuffer records = ByteBuffer.wrap(Files.readAllBytes(file(number)));
        while (records.remaining() >= HEAD) {
            int length = records.getInt();
            int expected = records.getInt();
            if (length <= 0 || length > records.remaining()) {
                return;
            }
            ByteBuffer body = records.slice(records.position(), length);
            if (crc(body) != expected) {
                return;
            }
            tell(body, replay);
            records.position(records.position() + length);
        }
    }

    private static void tell(ByteBuffer body, Replay replay) {
        byte change = body.get();
        byte[] name = new byte[body.getShort()];
        body.get(name);
        byte[] document = new byte[body.remaining()];
        body.get(document);
        replay.tell(change, new String(name, StandardCharsets.UTF_8), Stored.decode(document));
    }

    private int crc(ByteBuffer body) {
        sum.reset();
        sum.update(body.duplicate());
        return (int) sum.getValue();
    }

    /** Begins journal `number` and forgets all before it. */
    synchronized void begin(long number) throws IOException {
        if (channel == null) {
            forgetOthers(number);
        } else {
            channel.close();
        }
        channel = FileChannel.open(file(number), StandardOpenOption.CREATE, StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
        Files.deleteIfExists(file(number - 1));
        size = 0;
        silent = false;
        structureChanged = false;
    }

    /** What a crash between two steps left. */
    private void forgetOthers(long number) throws IOException {
        String name = store.getFileName() + ".journal-*";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(store.toAbsolutePath().getParent(), name)) {
            for (Path file : files) {
                if (!file.getFileName().equals(file(number).getFileName())) {
                    Files.delete(file);
                }
            }
        }
    }

    void put(Documents collection, byte[] document) {
        append(PUT, collection, document);
    }

    void remove(Documents collection, Object id) {
        append(REMOVE, collection, Stored.encode(new Document("_id", Paths.given(id))));
    }

    private synchronized void append(byte change, Documents collection, byte[] document) {
        if (collection.getCollectionName().startsWith("system.")) {
            structureChanged = true;
        } else if (!silent) {
            byte[] name = collection.getFullName().getBytes(StandardCharsets.UTF_8);
            int length = 1 + 2 + name.length + document.length;
            if (buffer.remaining() < HEAD + length) {
                flush();
                buffer = buffer.capacity() < HEAD + length ? ByteBuffer.allocateDirect(HEAD + length) : buffer;
            }
            int start = buffer.position();
            buffer.putInt(length).putInt(0).put(change).putShort((short) name.length).put(name).put(document);
            buffer.putInt(start + 4, crc(buffer.slice(start + HEAD, length)));
        }
    }

    void structureChanged() {
        structureChanged = true;
    }

    /** Whether collections or indexes came or went, which the journal does not tell. */
    boolean hasStructureChanged() {
        return structureChanged;
    }

    /** Everything appended so far is in the file when this returns. */
    synchronized void flush() {
        if (buffer.position() == 0) {
            return;
        }
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                size += channel.write(buffer);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        buffer.clear();
    }

    /** Bytes in the file. */
    synchronized long size() {
        return size;
    }

    synchronized void close() throws IOException {
        flush();
        channel.close();
    }
}
