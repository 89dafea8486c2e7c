package dev.sentiment4j.testkit;

import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.testkit.FakeXPost.Spelling;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An X of one's own: filtered stream, rules, recent search, closing of connections, token exchange. Posts that are
 * published go to whoever streams, and are found by search. What it should do to the next requests is scripted. Rules
 * are kept but not applied: every post matches, and every query finds everything. Thread-safe.
 *
 * <pre>{@code
 * try (FakeX x = FakeX.start()) {
 *     // a connector with apiUri x.uri() and token FakeX.TOKEN
 *     x.awaitStream();
 *     x.post("so happy today");
 *     x.stream().reset();
 * }
 * }</pre>
 */
public final class FakeX implements AutoCloseable {
    /** The bearer token that it takes: {@value}. */
    public static final String TOKEN = "AAAA-fake%2Ftoken%3D";
    /** The key whose secret it exchanges for a token: {@value}. */
    public static final String KEY = "fake-key";
    /** The secret: {@value}. */
    public static final String SECRET = "fake-secret";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TimeSource time;
    private final FakeHttpServer server;
    private final FakeXRules rules = new FakeXRules();
    private final FakeXSearch search = new FakeXSearch();
    private final List<FakeStream> streams = new CopyOnWriteArrayList<>();
    private final Queue<FakeHttpServer.Handler> connects = new ConcurrentLinkedQueue<>();
    private final Queue<FakeHttpServer.Handler> searches = new ConcurrentLinkedQueue<>();
    private final Queue<FakeHttpServer.Handler> others = new ConcurrentLinkedQueue<>();
    private final Object opened = new Object();
    private int streamsOpened;
    private long lastId;
    private volatile FakeHttpServer.@Nullable Handler everyConnect;
    private volatile String token = TOKEN;
    private volatile Spelling spelling = Spelling.TWEET;
    private volatile boolean gzip;
    private volatile boolean stale;
    private volatile boolean requiresRules;
    private volatile @Nullable IntSupplier split;

    private FakeX(TimeSource time, @Nullable SSLContext tls) {
        this.time = time;
        this.server = FakeHttpServer.start(this::handle, time, tls);
    }

    /** Starts one on a free port of this machine. */
    public static FakeX start() {
        return start(TimeSource.system(), null);
    }

    /**
     * Starts one on a free port of this machine.
     *
     * @param time dates what it is asked, and what is written
     * @param tls with keys, for https; null for http
     */
    public static FakeX start(TimeSource time, @Nullable SSLContext tls) {
        return new FakeX(time, tls);
    }

    /** Where it listens: a connector's {@code apiUri}. */
    public URI uri() {
        return server.uri();
    }

    /** The server below, for what no method here scripts. */
    public FakeHttpServer server() {
        return server;
    }

    /** All requests for the stream so far. */
    public List<FakeRequest> connects() {
        return requests("/2/tweets/search/stream");
    }

    /** All requests for a path so far. */
    public List<FakeRequest> requests(String path) {
        return server.requests().stream().filter(r -> r.path().equals(path)).toList();
    }

    // What there is.

    /** Somebody writes a post now, by the time of this X; it is {@link #publish published}, and returned. */
    public FakeXPost post(String text) {
        Instant now = time.now();
        FakeXPost post = FakeXPost.of(newId(now), text, now);
        publish(post);
        return post;
    }

    private synchronized String newId(Instant now) {
        lastId = Math.max(lastId + 1, FakeXPost.firstId(now));
        return Long.toString(lastId);
    }

    /** Lets search find posts, and sends them to whoever streams, in this order. */
    public void publish(FakeXPost... posts) {
        for (FakeXPost post : posts) {
            search.add(post);
            sendLine(post.line(spelling));
        }
    }

    /** Lets search find posts that no stream delivers. */
    public void publishToSearch(FakeXPost... posts) {
        Arrays.stream(posts).forEach(search::add);
    }

    /** Sends posts to whoever streams, without search finding them. */
    public void publishToStream(FakeXPost... posts) {
        Arrays.stream(posts).forEach(post -> sendLine(post.line(spelling)));
    }

    /** Sends a line to whoever streams; its end is added. */
    public void sendLine(String line) {
        send((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Sends the sign of life. */
    public void keepAlive() {
        send(new byte[] {'\r', '\n'});
    }

    /** Sends bytes to whoever streams, in pieces if {@link #splitEvery} says so. */
    public void send(byte[] bytes) {
        IntSupplier sizes = split;
        for (FakeStream stream : streams) {
            for (int from = 0; from < bytes.length; ) {
                int size = sizes == null ? bytes.length : Math.max(1, sizes.getAsInt());
                int to = Math.min(bytes.length, from + size);
                stream.write(Arrays.copyOfRange(bytes, from, to));
                from = to;
            }
        }
    }

    /** Adds a rule as somebody else might have, and returns its id. */
    public String addRule(String value, @Nullable String tag) {
        return rules.add(value, tag);
    }

    /** The rules' values by id. */
    public Map<String, String> rules() {
        return rules.values();
    }

    // How it behaves.

    /** How many rules it takes; 1000 at first. */
    public void ruleCap(int cap) {
        rules.cap(cap);
    }

    /** Whether it refuses to stream without rules; no at first. */
    public void requireRules(boolean require) {
        requiresRules = require;
    }

    /** How it names its fields; {@link Spelling#TWEET} at first. */
    public void spelling(Spelling spelling) {
        this.spelling = spelling;
    }

    /** Whether it packs streams from now on, whoever asked for it or not. */
    public void gzip(boolean gzip) {
        this.gzip = gzip;
    }

    /** Bytes of each piece that lines are sent in; null sends them whole, as at first. */
    public void splitEvery(@Nullable IntSupplier sizes) {
        this.split = sizes;
    }

    /** The token that it takes from now on; others are refused with 401. */
    public void token(String token) {
        this.token = token;
    }

    /** A connection of somebody who went without saying so counts until all are closed on request. */
    public void leaveStaleConnection() {
        stale = true;
    }

    // What the next requests meet.

    /** The next request for the stream that no other script is for meets this. */
    public void nextConnect(FakeHttpServer.Handler handler) {
        connects.add(handler);
    }

    /** {@link #nextConnect(FakeHttpServer.Handler)} with an answer. */
    public void nextConnect(FakeReply reply) {
        nextConnect((request, connection) -> connection.reply(reply));
    }

    /** Every request for the stream meets this, once the scripts of the next ones are used up; null for none. */
    public void everyConnect(FakeHttpServer.@Nullable Handler handler) {
        everyConnect = handler;
    }

    /** The next search meets this. */
    public void nextSearch(FakeReply reply) {
        searches.add((request, connection) -> connection.reply(reply));
    }

    /** The next request for anything but the stream and search meets this. */
    public void nextRequest(FakeReply reply) {
        others.add((request, connection) -> connection.reply(reply));
    }

    // Who streams.

    /** Waits until somebody streams. */
    public FakeStream awaitStream() throws InterruptedException {
        return awaitStreams(1);
    }

    /** Waits until so many streams have been opened since the start, and the last of them is open; returns that. */
    public FakeStream awaitStreams(int count) throws InterruptedException {
        synchronized (opened) {
            long patience = System.nanoTime() + PATIENCE.toNanos();
            while (streamsOpened < count || streams.isEmpty()) {
                long left = TimeUnit.NANOSECONDS.toMillis(patience - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("nobody streams; streams opened: " + streamsOpened);
                }
                opened.wait(left);
            }
        }
        return stream();
    }

    /** How many streams have been opened since the start. */
    public int streamsOpened() {
        synchronized (opened) {
            return streamsOpened;
        }
    }

    /**
     * The stream that was opened last.
     *
     * @throws IllegalStateException if there is none
     */
    public FakeStream stream() {
        List<FakeStream> now = new ArrayList<>(streams);
        if (now.isEmpty()) {
            throw new IllegalStateException("nobody streams");
        }
        return now.get(now.size() - 1);
    }

    private void handle(FakeRequest request, FakeConnection connection) throws IOException {
        String path = request.path();
        if (path.equals("/oauth2/token")) {
            exchange(request, connection);
        } else if (!request.header("authorization").equals(Optional.of("Bearer " + token))) {
            connection.reply(FakeXReplies.unauthorized());
        } else if (path.equals("/2/tweets/search/stream")) {
            connect(request, connection);
        } else if (path.equals("/2/tweets/search/recent")) {
            script(searches, request, connection, search.find(request, spelling));
        } else if (path.equals("/2/tweets/search/stream/rules")) {
            script(
                    others,
                    request,
                    connection,
                    request.method().equals("GET") ? rules.list(request) : rules.change(request));
        } else if (path.equals("/2/tweets/search/stream/rules/counts")) {
            script(others, request, connection, rules.counts());
        } else if (path.equals("/2/connections/all") && request.method().equals("DELETE")) {
            stale = false;
            streams.forEach(FakeStream::cut);
            streams.clear();
            script(others, request, connection, FakeReply.json(200, "{\"data\":{\"killed_all\":true}}"));
        } else {
            connection.reply(FakeReply.json(404, "{\"title\":\"Not Found\",\"type\":\"about:blank\",\"status\":404}"));
        }
    }

    private static void script(
            Queue<FakeHttpServer.Handler> script, FakeRequest request, FakeConnection connection, FakeReply otherwise)
            throws IOException {
        FakeHttpServer.Handler next = script.poll();
        if (next == null) {
            connection.reply(otherwise);
        } else {
            next.handle(request, connection);
        }
    }

    private void exchange(FakeRequest request, FakeConnection connection) throws IOException {
        String expected =
                "Basic " + Base64.getEncoder().encodeToString((KEY + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        boolean known = request.header("authorization").equals(Optional.of(expected))
                && "client_credentials".equals(request.form().get("grant_type"));
        script(
                others,
                request,
                connection,
                known
                        ? FakeReply.json(200, "{\"token_type\":\"bearer\",\"access_token\":\"" + token + "\"}")
                        : FakeReply.json(
                                403,
                                "{\"errors\":[{\"code\":99,\"label\":\"authenticity_token_error\",\"message\":\"Unable to"
                                        + " verify your credentials\"}]}"));
    }

    private void connect(FakeRequest request, FakeConnection connection) throws IOException {
        FakeHttpServer.Handler next = connects.poll();
        FakeHttpServer.Handler every = everyConnect;
        if (next != null) {
            next.handle(request, connection);
        } else if (every != null) {
            every.handle(request, connection);
        } else if (stale) {
            connection.reply(FakeXReplies.tooManyConnections(request.at().plusSeconds(600)));
        } else if (requiresRules && rules.values().isEmpty()) {
            connection.reply(FakeXReplies.noRules());
        } else {
            accept(connection);
        }
    }

    /** Opens the stream, for scripts of {@link #nextConnect} that go on with it. */
    public FakeStream accept(FakeConnection connection) throws IOException {
        return connection.stream(gzip, this::opened);
    }

    private void opened(FakeStream stream) {
        synchronized (opened) {
            streams.add(stream);
            // A new connection takes the place of the old one.
            for (FakeStream old : List.copyOf(streams)) {
                if (old != stream) {
                    old.cut();
                    streams.remove(old);
                }
            }
            streamsOpened++;
            opened.notifyAll();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
