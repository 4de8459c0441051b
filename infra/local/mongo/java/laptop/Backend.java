package laptop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;

/**
 * The store and its journals. A command is answered when its changes are in the journal's file; the store itself is
 * written now and then, at a moment when no command runs, and names the journal that continues it.
 *
 * <p>What the store no longer needs is written over, and journals go, only when what came after is on the disk: after a
 * power cut the store may be an earlier one, and the journals from there on tell the rest.
 */
final class Backend extends AbstractMongoBackend {

    private static final int CACHE_MB = 64;
    private static final long LONG_JOURNAL = 8 << 20;
    private static final int MOST_EARLIER = 64;
    private static final long QUIET = TimeUnit.SECONDS.toNanos(2);
    private static final Set<String> SIGNS_OF_LIFE = Set.of("hello", "isMaster", "ismaster", "ping");
    private static final int FILL_RATE = 40;
    private static final int MOVED_AT_ONCE = 4 << 20;
    private static final int NEVER = Integer.MAX_VALUE;

    private final MVStore store;
    private final MVMap<String, Long> settings;
    private final Journal journal;
    private final ReentrantReadWriteLock commands = new ReentrantReadWriteLock();
    private volatile long lastCommand = System.nanoTime();

    Backend(String file) throws IOException {
        store = new MVStore.Builder().fileName(file).autoCommitDisabled().autoCommitBufferSize(0)
            .cacheSize(CACHE_MB).open();
        store.setRetentionTime(NEVER);
        store.setVersionsToKeep(0);
        settings = store.openMap("settings");
        journal = new Journal(Path.of(file));
        Earlier.convert(store);
        for (String name : databaseNames()) {
            resolveDatabase(name);
        }
        Retelling told = new Retelling();
        settings.put("journal", journal.replay(number(), told));
        told.apply(this::collection);
        writeToDisk();
    }

    /** Of the journal that continues the store. */
    private long number() {
        return settings.getOrDefault("journal", 0L);
    }

    private List<String> databaseNames() {
        return store.getMapNames().stream().filter(name -> name.startsWith(Database.DOCUMENTS))
            .map(name -> Utils.firstFragment(name.substring(Database.DOCUMENTS.length()))).distinct()
            .collect(Collectors.toList());
    }

    private Documents collection(String fullName) {
        Database database = (Database) resolveDatabase(Utils.getDatabaseNameFromFullName(fullName));
        return database.collection(Utils.getCollectionNameFromFullName(fullName));
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new Database(name, store, journal, getCursorRegistry());
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        if (!SIGNS_OF_LIFE.contains(command)) {
            lastCommand = System.nanoTime();
        }
        commands.readLock().lock();
        try {
            return super.handleCommand(channel, database, command, query);
        } finally {
            commands.readLock().unlock();
            settle();
        }
    }

    /** The oldest way to ask; drivers of today send commands. */
    @Override
    public QueryResult handleQuery(MongoQuery query) {
        commands.readLock().lock();
        try {
            return super.handleQuery(query);
        } finally {
            commands.readLock().unlock();
        }
    }

    private void settle() {
        orHalt(() -> {
            if (journal.hasStructureChanged()) {
                alone(this::writeStructure);
            } else {
                journal.flush();
            }
        });
    }

    /** To be called now and then. */
    void tidy() {
        boolean quiet = System.nanoTime() - lastCommand > QUIET;
        if (journal.size() > LONG_JOURNAL || quiet && isBehind()) {
            orHalt(() -> alone(this::writeToDisk));
        }
    }

    /** Whether there is anything that the store on the disk does not hold. */
    private boolean isBehind() {
        return journal.size() > 0 || journal.earlier() > 0;
    }

    private interface Step {
        void run() throws IOException;
    }

    /** Nothing may be answered when a step fails: what is in memory would not come back. */
    private static void orHalt(Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException error) {
            error.printStackTrace();
            Runtime.getRuntime().halt(74);
        }
    }

    /** While no command runs. */
    private void alone(Step step) throws IOException {
        commands.writeLock().lock();
        try {
            step.run();
        } finally {
            commands.writeLock().unlock();
        }
    }

    private void writeStructure() throws IOException {
        if (journal.earlier() >= MOST_EARLIER) {
            writeToDisk();
        } else if (journal.hasStructureChanged()) {
            write();
        }
    }

    /** Writes the store and begins a new journal. Between the two steps the store still names the old one. */
    private void write() throws IOException {
        long next = number() + 1;
        settings.put("journal", next);
        store.commit();
        journal.begin(next);
    }

    private void writeToDisk() throws IOException {
        store.sync();
        store.setRetentionTime(0);
        write();
        store.compact(FILL_RATE, MOVED_AT_ONCE);
        store.setRetentionTime(NEVER);
        store.sync();
        journal.forgetEarlier();
    }

    @Override
    public void close() {
        super.close();
        commands.writeLock().lock();
        if (isBehind()) {
            orHalt(this::writeToDisk);
        }
        store.close();
    }
}
