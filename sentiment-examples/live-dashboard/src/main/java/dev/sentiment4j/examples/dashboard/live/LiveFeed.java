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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tomcat.websocket.Constants;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells every connected page the same: a log of the last messages, in which each client has a place of its own. Adding
 * to it never waits for a client; who cannot keep up is let go, and may come back to where it was.
 */
@Component
public final class LiveFeed implements SmartLifecycle {
    private static final Pattern POSITION = Pattern.compile("([0-9a-f]{8})-([0-9]{1,18})");

    private static final long GATHER_MILLIS = 50;
    private static final long GOODBYE_SECONDS = 3;

    /**
     * How long Tomcat lets a message on its way end before it tells a client to go. By itself it waits 50 ms and then
     * cuts the connection without a word.
     */
    private static final String CLOSE_TIMEOUT = Constants.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT_PROPERTY;

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

    /** Ends the connection of a client that did what it may not. Never waits. */
    void dismiss(Session session, String reason) {
        FeedClient client = clients.get(session.getId());
        if (client != null) {
            client.end(CloseCodes.VIOLATED_POLICY, reason);
        }
    }

    /** Forgets a client. */
    void leave(Session session) {
        clients.remove(session.getId());
    }

    private void tellAll() {
        try {
            while (running) {
                news.acquire();
                // What comes at nearly the same time travels together: a frame costs far more than a message in it.
                TimeUnit.MILLISECONDS.sleep(GATHER_MILLIS);
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
    }

    /** Before the web server goes, which would end connections without a word. */
    @EventListener(ContextClosedEvent.class)
    void sayGoodbye() {
        running = false;
        CompletableFuture.allOf(clients.values().stream()
                        .map(client -> client.end(CloseCodes.SERVICE_RESTART, "restart"))
                        .toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, GOODBYE_SECONDS, TimeUnit.SECONDS)
                .join();
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
