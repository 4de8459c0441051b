package laptop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;

/**
 * The store and its journal. A command is answered when its changes are in the journal's file; the store itself is
 * written now and then, at a moment when no command runs, and names the journal that continues it.
 */
final class Backend extends AbstractMongoBackend {

    private static final int CACHE_MB = 64;
    private static final long LONG_JOURNAL = 8 << 20;
    private static final long QUIET = TimeUnit.SECONDS.toNanos(2);
    private static final int FILL_RATE = 40;
    private static final int MOVED_AT_ONCE = 4 << 20;

    private final MVStore store;
    private final MVMap<String, Long> settings;
    private final Journal journal;
    private final ReentrantReadWriteLock commands = new ReentrantReadWriteLock();
    private volatile long lastCommand = System.nanoTime();

    Backend(String file) throws IOException {
        store = new MVStore.Builder().fileName(file).autoCommitDisabled().autoCommitBufferSize(0)
            .cacheSize(CACHE_MB).open();
        // Freed blocks are used again at once.
        store.setRetentionTime(0);
        store.setVersionsToKeep(0);
        settings = store.openMap("settings");
        journal = new Journal(Path.of(file));
        Earlier.convert(store);
        for (String name : databaseNames()) {
            resolveDatabase(name);
        }
        journal.replay(settings.getOrDefault("journal", 0L), this::tell);
        write();
    }

    private List<String> databaseNames() {
        return store.getMapNames().stream().filter(name -> name.startsWith(Database.DOCUMENTS))
            .map(name -> Utils.firstFragment(name.substring(Database.DOCUMENTS.length()))).distinct()
            .collect(Collectors.toList());
    }

    private void tell(byte change, String fullName, Document document) {
        Database database = (Database) resolveDatabase(Utils.getDatabaseNameFromFullName(fullName));
        Documents documents = database.collection(Utils.getCollectionNameFromFullName(fullName));
        if (change == Journal.PUT) {
            documents.restore(document);
        } else {
            documents.forget(document.get("_id"));
        }
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new Database(name, store, journal, getCursorRegistry());
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        lastCommand = System.nanoTime();
        commands.readLock().lock();
        try {
            return super.handleCommand(channel, database, command, query);
        } finally {
            commands.readLock().unlock();
            settle();
        }
    }

    /** Nothing may be answered when this fails: what is in memory would not come back. */
    private void settle() {
        try {
            if (journal.hasStructureChanged()) {
                checkpoint();
            } else {
                journal.flush();
            }
        } catch (RuntimeException error) {
            error.printStackTrace();
            Runtime.getRuntime().halt(74);
        }
    }

    /** Writes the store and begins a new journal. Between the two steps the store still names the old one. */
    void checkpoint() {
        commands.writeLock().lock();
        try {
            if (journal.size() > 0 || journal.hasStructureChanged()) {
                journal.flush();
                write();
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } finally {
            commands.writeLock().unlock();
        }
    }

    private void write() throws IOException {
        long next = settings.getOrDefault("journal", 0L) + 1;
        settings.put("journal", next);
        store.commit();
        journal.begin(next);
    }

    /** To be called now and then. */
    void tidy() {
        boolean quiet = System.nanoTime() - lastCommand > QUIET;
        long size = journal.size();
        if (size > LONG_JOURNAL || quiet && size > 0) {
            checkpoint();
            compact();
        }
    }

    private void compact() {
        commands.writeLock().lock();
        try {
            store.compact(FILL_RATE, MOVED_AT_ONCE);
        } finally {
            commands.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        super.close();
        checkpoint();
        commands.writeLock().lock();
        store.close();
    }
}
