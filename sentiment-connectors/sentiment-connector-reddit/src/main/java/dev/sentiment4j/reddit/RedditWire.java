package dev.sentiment4j.reddit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentiment4j.http.HeaderFields;
import dev.sentiment4j.http.HttpFaults;
import dev.sentiment4j.http.HttpLink;
import dev.sentiment4j.http.HttpReply;
import dev.sentiment4j.http.Json;
import dev.sentiment4j.http.RateBudget;
import dev.sentiment4j.http.RateWindow;
import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.reddit.RedditFaultException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the requests of one client id within its limit, and tells what an answer means. The limit is held twice: so
 * many in any minute by ourselves, and what Reddit's headers say is left of its own window of ten. Thread-safe.
 */
final class RedditWire {
    private static final Logger log = LoggerFactory.getLogger(RedditWire.class);

    /** Resets are told in whole seconds, and right at the end of a window Reddit still counts in the old one. */
    private static final Duration EDGE = Duration.ofSeconds(2);

    /** Whatever an answer asks for, nobody waits for longer than this until the next try. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    /** Clocks that differ by more are not to be believed; by less, answers take that long. */
    private static final Duration WRONG_CLOCK = Duration.ofDays(1);

    private static final Duration SAME_CLOCK = Duration.ofSeconds(2);
    /** What goes on is said again so seldom. */
    private static final Duration SAY_AGAIN = Duration.ofHours(1);

    private final HttpLink link;
    private final TimeSource time;
    private final RateBudget budget;
    private final RateWindow window;
    private final AtomicLong requests = new AtomicLong();
    private volatile double remaining = Double.NaN;
    private volatile Duration clockAhead = Duration.ZERO;
    private long sayAfter;

    RedditWire(RedditClientOptions options, TimeSource time) {
        this.link = new HttpLink(options.http(), time);
        this.time = time;
        this.budget = new RateBudget(options.requestsPerMinute(), Duration.ofMinutes(1), time);
        this.window = new RateWindow(EDGE, time);
        this.sayAfter = time.nanoTime();
    }

    /** How long until a request may be sent; zero if one may now. */
    synchronized Duration delay() {
        Duration own = budget.delay();
        Duration theirs = window.delay();
        return own.compareTo(theirs) > 0 ? own : theirs;
    }

    /** Nobody sends anything for so long. */
    synchronized void block(Duration wait) {
        window.update(0, wait.minus(EDGE));
    }

    long requests() {
        return requests.get();
    }

    OptionalDouble remaining() {
        return Double.isNaN(remaining) ? OptionalDouble.empty() : OptionalDouble.of(remaining);
    }

    HttpRequest.Builder request(URI address) {
        return link.request(address).header("Accept", "application/json");
    }

    /** Sends a request, whether there is room for it or not: what may need two asks for one. */
    HttpReply send(HttpRequest request, String doing) throws RedditFaultException, InterruptedException {
        synchronized (this) {
            budget.take();
            window.count();
        }
        requests.incrementAndGet();
        HttpReply reply;
        try {
            reply = link.send(request);
        } catch (IOException e) {
            throw RedditFaultException.of(
                    HttpFaults.isCertificate(e) ? Kind.FATAL : Kind.UNAVAILABLE,
                    doing + ": " + HttpFaults.describe(e, request.uri()),
                    e);
        }
        learn(reply.headers());
        return reply;
    }

    /** How much later it is by Reddit's clock than by this machine's, as it last said; negative if it is earlier. */
    Duration clockAhead() {
        return clockAhead;
    }

    private void clockAhead(Duration ahead) {
        clockAhead = ahead;
    }

    private void learn(HttpHeaders headers) {
        HeaderFields.date(headers, "date")
                .map(theirs -> Duration.between(time.now(), theirs))
                .filter(ahead -> ahead.abs().compareTo(WRONG_CLOCK) < 0)
                .map(ahead -> ahead.abs().compareTo(SAME_CLOCK) < 0 ? Duration.ZERO : ahead)
                .ifPresent(this::clockAhead);
        OptionalDouble left = HeaderFields.number(headers, "x-ratelimit-remaining");
        OptionalDouble reset = HeaderFields.number(headers, "x-ratelimit-reset");
        if (left.isPresent() && reset.isPresent()) {
            remaining = left.getAsDouble();
            synchronized (this) {
                window.update(left.getAsDouble(), seconds(reset.getAsDouble()));
                sayIfUsedUp(left.getAsDouble());
            }
        }
    }

    private void sayIfUsedUp(double left) {
        long now = time.nanoTime();
        if (left < 1 && now - sayAfter >= 0) {
            sayAfter = now + SAY_AGAIN.toNanos();
            log.warn(
                    "the requests that Reddit allows this client id are used up: nothing is asked for during {} s;"
                            + " what is written meanwhile comes later. Do others use the client id?",
                    window.delay().toSeconds());
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(Math.min(Math.max(0, seconds), (double) LONGEST_WAIT.toSeconds()) * 1000));
    }

    /**
     * Throws unless the status says success.
     *
     * @param refusal what it means that the address is refused
     */
    void requireSuccess(HttpReply reply, String doing, Kind refusal) throws RedditFaultException {
        int status = reply.status();
        if (reply.isSuccess()) {
            return;
        }
        String said = doing + ": status " + status;
        if (status == 429) {
            throw RedditFaultException.rateLimited(
                    said + ": too many requests, or a user agent that Reddit does not like", wanted(reply.headers()));
        }
        if (status >= 500 || status == 408) {
            throw RedditFaultException.of(Kind.UNAVAILABLE, said + ": Reddit's servers are in trouble", null);
        }
        if (status / 100 == 3) {
            throw RedditFaultException.of(
                    refusal, said + ": Reddit leads elsewhere, as it does when there is no such subreddit", null);
        }
        if (status == 403 && reply.object().isEmpty()) {
            throw RedditFaultException.of(
                    Kind.BLOCKED,
                    said + ": a page instead of an answer: Reddit blocks this network or user agent for now",
                    null);
        }
        boolean here = (status == 403 && !lacksScope(reply)) || status == 404 || status == 451;
        throw RedditFaultException.of(here ? refusal : Kind.FATAL, said + refusal(status, reply), null);
    }

    /** How long a 429 asks for silence; zero if it does not say. */
    private Duration wanted(HttpHeaders headers) {
        Duration wanted = HeaderFields.retryAfter(headers, time.now())
                .map(asked -> asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked)
                .orElse(Duration.ZERO);
        OptionalDouble left = HeaderFields.number(headers, "x-ratelimit-remaining");
        OptionalDouble reset = HeaderFields.number(headers, "x-ratelimit-reset");
        if (reset.isPresent() && left.orElse(0) < 1) {
            Duration untilReset = seconds(reset.getAsDouble());
            wanted = untilReset.compareTo(wanted) > 0 ? untilReset : wanted;
        } else if (wanted.isZero()) {
            return wanted;
        }
        return wanted.plus(EDGE);
    }

    private static String refusal(int status, HttpReply reply) {
        Optional<String> reason = reply.object().flatMap(RedditWire::reason);
        if (lacksScope(reply)) {
            return ": the token lacks a right; it needs the scope \"read\"";
        }
        String why = reason.map(r -> " (" + r + ")").orElse("");
        return switch (status) {
            case 403 -> why + ": a subreddit is private, quarantined or closed to this account; leave it out";
            case 404 -> why + ": there is no such subreddit, or it was banned; leave it out";
            case 451 -> why + ": a subreddit is withheld for legal reasons; leave it out";
            default -> why + ": Reddit refuses the request";
        };
    }

    private static boolean lacksScope(HttpReply reply) {
        return HeaderFields.text(reply.headers(), "www-authenticate")
                .filter(value -> value.contains("insufficient_scope"))
                .isPresent();
    }

    private static Optional<String> reason(JsonNode body) {
        return Json.text(body, "reason").filter(reason -> reason.matches("[A-Za-z_ -]{1,40}"));
    }
}
