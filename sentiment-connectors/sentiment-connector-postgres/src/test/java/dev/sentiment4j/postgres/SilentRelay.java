package dev.sentiment4j.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Stands before a server's port; what it carries can fall silent without an end, as when a host vanishes. */
final class SilentRelay implements AutoCloseable {
    /** A client and the server, and whether they still hear each other. */
    private static final class Pair {
        final Socket client;
        final Socket server;
        volatile boolean silent;

        Pair(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void carry(Socket from, Socket to) {
            byte[] buffer = new byte[8192];
            try {
                int length = from.getInputStream().read(buffer);
                while (length > 0) {
                    if (!silent) {
                        to.getOutputStream().write(buffer, 0, length);
                    }
                    length = from.getInputStream().read(buffer);
                }
                if (!silent) {
                    close();
                }
            } catch (IOException e) {
                close();
            }
        }

        void close() {
            for (Socket socket : List.of(client, server)) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // It is of no use any more.
                }
            }
        }
    }

    private final int target;
    private final ServerSocket listening;
    private final List<Pair> pairs = new ArrayList<>();

    private SilentRelay(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    static SilentRelay to(int port) throws IOException {
        SilentRelay relay = new SilentRelay(port);
        start(relay::accept);
        return relay;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Pair pair = new Pair(client, new Socket(InetAddress.getLoopbackAddress(), target));
                synchronized (pairs) {
                    pairs.add(pair);
                }
                start(() -> pair.carry(pair.client, pair.server));
                start(() -> pair.carry(pair.server, pair.client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    /** Those that are connected hear nothing any more; others may connect. */
    void silence() {
        synchronized (pairs) {
            pairs.forEach(pair -> pair.silent = true);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        synchronized (pairs) {
            pairs.forEach(Pair::close);
        }
    }
}
