package dev.sentiment4j.pytorch;

import ai.djl.engine.Engine;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.bundles.TestBundle;
import dev.sentiment4j.spi.BackendContext;
import dev.sentiment4j.spi.InferenceBackend;
import dev.sentiment4j.spi.InferenceLane;
import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process of its own, in which every connection is counted and refused: by URL, and by socket. Says what it did in
 * lines of standard output.
 */
final class OfflineHost {
    static final String ATTEMPTS = "connections tried: ";
    static final String CHANGED_PROPERTIES = "system properties changed: ";
    static final String ANSWERED = "rows: ";
    static final String REFUSED = "refused: ";

    private static final AtomicInteger attempts = new AtomicInteger();

    private OfflineHost() {}

    /** With "engine" starts the model as hosts do, with "djl" DJL's own look-up of engines, as a control. */
    public static void main(String[] args) {
        forbidConnections();
        Properties before = (Properties) System.getProperties().clone();
        if (args[0].equals("djl")) {
            Engine.getAllEngines();
        } else {
            try (InferenceBackend backend = new PyTorchBackendProvider()
                            .open(
                                    new TestBundle("torch-bert").load(),
                                    new BackendContext(new ThreadPlan(1, 1, 1), 0, 478));
                    InferenceLane lane = backend.openLane()) {
                System.out.println(ANSWERED
                        + lane.infer(TokenBatch.of(List.of(new int[] {2, 9, 3})))
                                .rows());
            } catch (ModelLoadException e) {
                System.out.println(REFUSED + e.getMessage());
            }
        }
        System.out.println(ATTEMPTS + attempts);
        System.out.println(CHANGED_PROPERTIES + changed(before));
    }

    /** Those that differ, but for what JNA, through which DJL looks for CUDA, says of itself. */
    private static Set<Object> changed(Properties before) {
        Set<Object> changed = new TreeSet<>(before.keySet());
        changed.addAll(System.getProperties().keySet());
        changed.removeIf(key -> String.valueOf(key).startsWith("jn")
                || Objects.equals(before.get(key), System.getProperties().get(key)));
        return changed;
    }

    @SuppressWarnings("deprecation") // there is no other way to see every socket
    private static void forbidConnections() {
        URL.setURLStreamHandlerFactory(protocol -> protocol.startsWith("http") ? new Refusing() : null);
        try {
            Socket.setSocketImplFactory(() -> {
                attempts.incrementAndGet();
                throw new IllegalStateException("no connections here");
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Refusing extends URLStreamHandler {
        @Override
        protected URLConnection openConnection(URL url) throws IOException {
            attempts.incrementAndGet();
            throw new IOException("no connections here: " + url);
        }

        @Override
        protected URLConnection openConnection(URL url, Proxy proxy) throws IOException {
            return openConnection(url);
        }
    }
}
