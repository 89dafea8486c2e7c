package dev.sentiment4j.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentiment4j.http.BadJsonException;
import dev.sentiment4j.http.HeaderFields;
import dev.sentiment4j.http.HttpFaults;
import dev.sentiment4j.http.HttpForms;
import dev.sentiment4j.http.HttpLink;
import dev.sentiment4j.http.HttpReply;
import dev.sentiment4j.http.Json;
import dev.sentiment4j.http.RateBudget;
import dev.sentiment4j.http.RateWindow;
import dev.sentiment4j.http.Secret;
import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.instagram.InstagramFaultException.Kind;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One application at the Graph API: its token and its limits, which all sources share. Keeps to a number of requests an
 * hour by itself, and to what the usage headers say. Opens no connection by itself and needs no closing. Thread-safe.
 */
public final class InstagramClient {
    private static final Logger log = LoggerFactory.getLogger(InstagramClient.class);
    /** Per cent of an allowance at which to stop: at 100 the platform refuses, and for longer. */
    private static final double FULL = 95;

    /** How long to wait where the platform does not say. */
    private static final Duration REGAIN = Duration.ofMinutes(10);
    /** What goes on is said again so seldom. */
    private static final Duration SAY_AGAIN = Duration.ofHours(1);

    private final InstagramClientOptions options;
    private final TimeSource time;
    private final HttpLink link;
    private final RateBudget budget;
    private final RateWindow window;
    private final AtomicLong requests = new AtomicLong();
    private volatile double usage = Double.NaN;
    private long sayOwnAfter;
    private long sayTheirsAfter;

    /** A client by the system's time. */
    public InstagramClient(InstagramClientOptions options) {
        this(options, TimeSource.system());
    }

    /** A client by another time, for tests. */
    public InstagramClient(InstagramClientOptions options, TimeSource time) {
        this.options = options;
        this.time = time;
        this.link = new HttpLink(options.http(), time);
        this.budget = new RateBudget(options.requestsPerHour(), Duration.ofHours(1), time);
        this.window = new RateWindow(Duration.ZERO, time);
        this.sayOwnAfter = time.nanoTime();
        this.sayTheirsAfter = sayOwnAfter;
    }

    public InstagramClientOptions options() {
        return options;
    }

    /** Requests that were sent so far. */
    public long requests() {
        return requests.get();
    }

    /** Per cent of the platform's allowance that are used, as it last said. */
    public Optional<Double> usage() {
        return Double.isNaN(usage) ? Optional.empty() : Optional.of(usage);
    }

    TimeSource time() {
        return time;
    }

    /** How long until a request may be sent; zero if one may now. */
    synchronized Duration delay() {
        Duration own = budget.delay();
        Duration theirs = window.delay();
        long now = time.nanoTime();
        if (!own.isZero() && now - sayOwnAfter >= 0) {
            sayOwnAfter = now + SAY_AGAIN.toNanos();
            log.warn(
                    "the {} requests of this hour are used up, the next is in {} s: what is read comes later."
                            + " Ask less often, or for less",
                    options.requestsPerHour(),
                    own.toSeconds());
        }
        return own.compareTo(theirs) > 0 ? own : theirs;
    }

    /** Nobody sends anything for so long. */
    synchronized void block(Duration wait) {
        window.update(0, wait);
    }

    JsonNode get(String path, Map<String, String> query, String doing)
            throws InstagramFaultException, InterruptedException {
        Secret token = options.tokens().token();
        Map<String, String> all = new LinkedHashMap<>(query);
        all.put("access_token", token.reveal());
        HttpRequest request = link.request(HttpForms.uri(options.graphUri(), path, all))
                .header("Accept", "application/json")
                .GET()
                .build();
        synchronized (this) {
            budget.take();
        }
        requests.incrementAndGet();
        HttpReply reply;
        try {
            reply = link.send(request);
        } catch (IOException e) {
            // Not as a cause: it may quote the address, which has the token in it.
            throw new InstagramFaultException(
                    HttpFaults.isCertificate(e) ? Kind.FATAL : Kind.UNAVAILABLE,
                    doing + ": " + HttpFaults.describe(e, options.graphUri()));
        }
        learn(reply);
        JsonNode body = body(reply, doing);
        Optional<JsonNode> error = Json.field(body, "error");
        if (error.isPresent() || !reply.isSuccess()) {
            throw fault(doing, reply, error.orElse(body), token);
        }
        return body;
    }

    private static JsonNode body(HttpReply reply, String doing) throws InstagramFaultException {
        try {
            return reply.json();
        } catch (BadJsonException e) {
            throw new InstagramFaultException(
                    Kind.UNAVAILABLE, doing + ": status " + reply.status() + ", the answer " + e.getMessage());
        }
    }

    /** What the usage headers say: per cent of each allowance, and minutes until there is more. */
    private void learn(HttpReply reply) {
        double most = Double.NaN;
        Duration regain = Duration.ZERO;
        for (String name : new String[] {"x-business-use-case-usage", "x-app-usage"}) {
            Optional<JsonNode> said = HeaderFields.text(reply.headers(), name).flatMap(InstagramClient::parse);
            if (said.isEmpty()) {
                continue;
            }
            for (JsonNode node : said.get().findParents("call_count")) {
                for (String field : new String[] {"call_count", "total_cputime", "total_time"}) {
                    double share = node.path(field).asDouble(0);
                    most = Double.isNaN(most) ? share : Math.max(most, share);
                }
                long minutes =
                        Json.integer(node, "estimated_time_to_regain_access").orElse(0);
                Duration until = Duration.ofMinutes(Math.max(0, Math.min(minutes, 24 * 60)));
                regain = until.compareTo(regain) > 0 ? until : regain;
            }
        }
        usage = Double.isNaN(most) ? usage : most;
        if (!regain.isZero() || most >= FULL) {
            Duration wait = regain.isZero() ? REGAIN : regain;
            block(wait);
            sayUsedUp(wait);
        }
    }

    private synchronized void sayUsedUp(Duration wait) {
        long now = time.nanoTime();
        if (now - sayTheirsAfter >= 0) {
            sayTheirsAfter = now + SAY_AGAIN.toNanos();
            log.warn(
                    "{} per cent of what the platform allows are used up: nothing is asked for during {} min",
                    Math.round(usage),
                    wait.toMinutes());
        }
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(Json.read(text.getBytes(StandardCharsets.UTF_8)));
        } catch (BadJsonException e) {
            return Optional.empty();
        }
    }

    private InstagramFaultException fault(String doing, HttpReply reply, JsonNode error, Secret token) {
        int code = (int) Json.integer(error, "code").orElse(-1);
        String said = doing + ": status " + reply.status() + (code < 0 ? "" : ", code " + code);
        if (code == 4 || code == 17 || code == 32 || code == 613 || code == 80002 || reply.status() == 429) {
            return new InstagramFaultException(
                    Kind.RATE_LIMITED, said + ": too many calls for now", delayOf(window), null);
        }
        if (code == 190 || reply.status() == 401) {
            return options.tokens().refused(token)
                    ? new InstagramFaultException(Kind.TOKEN, said + ": the token has ended")
                    : new InstagramFaultException(
                            Kind.FATAL, said + ": the token has ended or was revoked; get another one");
        }
        if (code == 10 || (code >= 200 && code < 300) || (code < 0 && reply.status() == 403)) {
            return new InstagramFaultException(
                    Kind.FATAL,
                    said + ": a permission is missing: instagram_basic and Instagram Public Content Access for"
                            + " hashtags, instagram_manage_comments for comments");
        }
        boolean passing =
                Json.text(error, "is_transient").filter("true"::equals).isPresent();
        if (code == 1 || code == 2 || reply.status() >= 500 || passing || reply.status() / 100 == 3) {
            return new InstagramFaultException(Kind.UNAVAILABLE, said + ": the platform is in trouble");
        }
        return new InstagramFaultException(
                Kind.TARGET, said + ": it cannot be read; does it exist, is it yours, is it a sensitive hashtag?");
    }

    private static Duration delayOf(RateWindow window) {
        return window.delay();
    }

    @Override
    public String toString() {
        return "InstagramClient[" + options + "]";
    }
}
