package dev.sentiment4j.testkit;

import dev.sentiment4j.http.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server on a port of this machine that answers as its handler says, down to the byte: HTTP/1.1 with plain sockets, a
 * thread a connection. Thread-safe.
 *
 * <pre>{@code
 * try (FakeHttpServer server = FakeHttpServer.start((request, connection) ->
 *         connection.reply(FakeReply.json(200, "{\"path\":\"" + request.path() + "\"}")))) {
 *     ...
 * }
 * }</pre>
 */
public final class FakeHttpServer implements AutoCloseable {
    /** Answers requests; called by the thread of each connection. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Answers one request.
         *
         * @throws IOException closes the connection
         */
        void handle(FakeRequest request, FakeConnection connection) throws IOException;
    }

    private final ServerSocket server;
    private final boolean tls;
    private final TimeSource time;
    private final Handler handler;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<FakeRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean refusing;

    private FakeHttpServer(ServerSocket server, boolean tls, TimeSource time, Handler handler) {
        this.server = server;
        this.tls = tls;
        this.time = time;
        this.handler = handler;
    }

    /** Starts a server on a free port, by the system's time. */
    public static FakeHttpServer start(Handler handler) {
        return start(handler, TimeSource.system(), null);
    }

    /**
     * Starts a server on a free port.
     *
     * @param time dates what is asked
     * @param tls with keys, for https; null for http
     */
    public static FakeHttpServer start(Handler handler, TimeSource time, @Nullable SSLContext tls) {
        try {
            ServerSocketFactory factory = tls == null ? ServerSocketFactory.getDefault() : tls.getServerSocketFactory();
            ServerSocket socket = factory.createServerSocket(0, 100, InetAddress.getLoopbackAddress());
            FakeHttpServer server = new FakeHttpServer(socket, tls != null, time, handler);
            daemon(server::accept, "fake-server-" + socket.getLocalPort()).start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Where it listens, such as {@code http://127.0.0.1:40001}. */
    public URI uri() {
        return URI.create((tls ? "https" : "http") + "://127.0.0.1:" + server.getLocalPort());
    }

    /** All requests so far, in order; a copy. */
    public List<FakeRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** Connections that were accepted so far. */
    public int connections() {
        return connections.get();
    }

    /** Whether to close every new connection at once, before it says anything. */
    public void acceptThenClose(boolean close) {
        refusing = close;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                int number = connections.getAndIncrement();
                if (refusing) {
                    socket.close();
                    continue;
                }
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                daemon(() -> serve(socket, number), "fake-server-" + server.getLocalPort() + "-" + number)
                        .start();
            } catch (IOException e) {
                // Closed, or a client that went before it was accepted: the loop looks.
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            FakeWire wire = new FakeWire(socket, number, time);
            for (FakeRequest request = wire.read(); request != null; request = wire.read()) {
                requests.add(request);
                handler.handle(request, wire);
                wire.finish();
            }
        } catch (IOException e) {
            // The other side went, as it may.
            sockets.remove(socket);
        } finally {
            sockets.remove(socket);
        }
    }

    /** Closes the port and all connections. */
    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
