package dev.sentiment4j.examples.dashboard.live;

import dev.sentiment4j.examples.dashboard.DashboardProperties;
import dev.sentiment4j.examples.dashboard.DashboardProperties.Feed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells every connected page the same: a log of the last messages, in which each client has a place of its own. Adding
 * to it never waits for a client; who cannot keep up is let go, and may come back to where it was.
 */
@Component
public final class LiveFeed implements SmartLifecycle {
    private static final Pattern POSITION = Pattern.compile("([0-9a-f]{8})-([0-9]{1,18})");

    /** How long Tomcat waits for a client that is told to go. */
    private static final String CLOSE_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

    private final Feed options;
    private final JsonMapper json;
    private final FeedLog messages;
    private final Counter shed;
    /** Tells this life of the process from others, whose numbers mean something else. */
    private final String epoch = UUID.randomUUID().toString().substring(0, 8);

    private final Map<String, FeedClient> clients = new ConcurrentHashMap<>();
    private final Semaphore news = new Semaphore(0);
    /** Left to itself at the end: its threads are daemons, and end with their last connection. */
    private final Executor closing = Executors.newCachedThreadPool(LiveFeed::daemon);

    private final Thread thread = new Thread(this::tellAll, "feed");
    private volatile boolean running;

    LiveFeed(DashboardProperties properties, JsonMapper json, MeterRegistry registry) {
        this.options = properties.feed();
        this.json = json;
        this.messages = new FeedLog(options.backlog());
        this.shed = Counter.builder("dashboard.feed.shed")
                .description("clients let go because they were too slow")
                .register(registry);
        Gauge.builder("dashboard.feed.clients", clients, Map::size)
                .description("connected clients")
                .register(registry);
    }

    /**
     * What goes over the wire.
     *
     * @param type what it is
     * @param position where a client that lost its connection goes on from
     * @param data the content
     * @param timestamp when it was said
     */
    record Frame(String type, String position, Object data, Instant timestamp) {}

    /**
     * The content of the first message.
     *
     * @param resumed whether everything since the position that the client named follows; if not, it reads anew
     * @param steps how many messages that are
     */
    record Connected(boolean resumed, long steps) {}

    /** Tells all clients, without waiting for any. */
    public void publish(String type, Object data) {
        messages.append(number -> frame(type, number, data));
        news.release();
    }

    /** Whether anybody listens. */
    public boolean hasClients() {
        return !clients.isEmpty();
    }

    private String frame(String type, long number, Object data) {
        return json.writeValueAsString(new Frame(type, epoch + "-" + number, data, Instant.now()));
    }

    /** Takes a client in. */
    void join(Session session, @Nullable String position) {
        if (!running || clients.size() >= options.maxClients()) {
            new FeedClient(session, messages, 0, () -> {}, closing).end(CloseCodes.TRY_AGAIN_LATER, "full");
            return;
        }
        session.getAsyncRemote().setSendTimeout(options.sendTimeout().toMillis());
        session.getUserProperties().put(CLOSE_TIMEOUT, options.sendTimeout().toMillis());
        long last = messages.last();
        long known = known(position);
        boolean resumed = messages.reaches(known);
        long place = resumed ? known : last;
        FeedClient client = new FeedClient(session, messages, place, shed::increment, closing);
        clients.put(session.getId(), client);
        client.begin(frame("connected", place, new Connected(resumed, last - place)));
    }

    /** The number in a position of this life; -1 for any other. */
    private long known(@Nullable String position) {
        Matcher matcher = POSITION.matcher(position == null ? "" : position);
        return matcher.matches() && matcher.group(1).equals(epoch) ? Long.parseLong(matcher.group(2)) : -1;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "feed-closing");
        thread.setDaemon(true);
        return thread;
    }

    /** Forgets a client. */
    void leave(Session session) {
        clients.remove(session.getId());
    }

    private void tellAll() {
        try {
            while (running) {
                news.acquire();
                news.drainPermits();
                clients.values().forEach(FeedClient::pump);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() {
        running = true;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void stop() {
        running = false;
        thread.interrupt();
        clients.values().forEach(client -> client.end(CloseCodes.SERVICE_RESTART, "restart"));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the workers, which publish here; ended after them. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 100_000;
    }
}
