package laptop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;

/** The laptop's document server on one file. */
public final class Server {

    private static final long TIDY_EVERY_MS = 500;

    private final Backend backend;
    private final MongoServer server;

    public Server(String file, int port) throws IOException {
        backend = new Backend(file);
        backend.version(new Version());
        server = new MongoServer(backend);
        server.bind(new InetSocketAddress("127.0.0.1", port), 1, 0);
        Thread tidying = new Thread(this::tidy, "tidying");
        tidying.setDaemon(true);
        tidying.start();
    }

    private void tidy() {
        try {
            while (true) {
                Thread.sleep(TIDY_EVERY_MS);
                backend.tidy();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    public void stop() {
        server.shutdownNow();
    }

    /** pymongo wants wire version 9 at least, and mongo-java-server stops at 6 by itself. */
    private record Version() implements MongoVersion {

        @Override
        public int getWireVersion() {
            return 9;
        }

        @Override
        public String toVersionString() {
            return "4.4.0";
        }

        @Override
        public List<Integer> getVersionArray() {
            return List.of(4, 4, 0);
        }
    }
}
