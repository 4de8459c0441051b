package laptop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
        /** `document` as BSON; of one that was removed only the `_id`. */
        void tell(byte change, String collection, byte[] document);
    }

    private final Path store;
    private final CRC32 sum = new CRC32();
    private ByteBuffer buffer = ByteBuffer.allocateDirect(ROOM);
    private FileChannel channel;
    private long number;
    private long earliest;
    private long size;
    private boolean silent = true;
    private volatile boolean structureChanged;

    Journal(Path store) {
        this.store = store;
    }

    private Path file(long number) {
        return store.resolveSibling(store.getFileName() + ".journal-" + number);
    }

    /**
     * Tells the whole records of journal `first` and of those that follow it, and answers with the last one's number.
     * Nothing is written meanwhile. Fails when `first` went, which happens only to what is in a store on the disk.
     */
    long replay(long first, Replay replay) throws IOException {
        if (!Files.exists(file(first)) && numbers().stream().anyMatch(number -> number > first)) {
            throw new IOException(store + " is older than its journals " + numbers() + ": it lacks what was in others");
        }
        long last = first;
        for (long next = first; Files.exists(file(next)); next++) {
            last = next;
            tell(ByteBuffer.wrap(Files.readAllBytes(file(next))), replay);
        }
        return last;
    }

    private void tell(ByteBuffer records, Replay replay) {
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
            tellOne(body, replay);
            records.position(records.position() + length);
        }
    }

    private static void tellOne(ByteBuffer body, Replay replay) {
        byte change = body.get();
        byte[] name = new byte[body.getShort()];
        body.get(name);
        byte[] document = new byte[body.remaining()];
        body.get(document);
        replay.tell(change, new String(name, StandardCharsets.UTF_8), document);
    }

    private int crc(ByteBuffer body) {
        sum.reset();
        sum.update(body.duplicate());
        return (int) sum.getValue();
    }

    /** Begins journal `next`. */
    synchronized void begin(long next) throws IOException {
        flush();
        if (channel != null) {
            channel.close();
        }
        channel = FileChannel.open(file(next), StandardOpenOption.CREATE, StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
        number = next;
        silent = false;
        structureChanged = false;
    }

    /** All but the current one go. */
    synchronized void forgetEarlier() throws IOException {
        for (long other : numbers()) {
            if (other != number) {
                Files.delete(file(other));
            }
        }
        earliest = number;
        size = 0;
    }

    private List<Long> numbers() throws IOException {
        Pattern name = Pattern.compile(Pattern.quote(store.getFileName() + ".journal-") + "(\\d{1,18})");
        try (Stream<Path> files = Files.list(store.toAbsolutePath().getParent())) {
            return files.map(file -> name.matcher(file.getFileName().toString())).filter(Matcher::matches)
                .map(file -> Long.valueOf(file.group(1))).sorted().toList();
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

    /** How many there are besides the current one. */
    synchronized long earlier() {
        return number - earliest;
    }

    /** Bytes in all of them. */
    synchronized long size() {
        return size;
    }
}
