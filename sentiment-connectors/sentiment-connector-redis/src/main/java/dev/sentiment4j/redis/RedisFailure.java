package dev.sentiment4j.redis;

import dev.sentiment4j.pipeline.SinkException;
import dev.sentiment4j.pipeline.SourceException;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong between us and Redis, read once: what it means, whether it may heal, what to do. Immutable.
 *
 * @param retriable whether trying again may help
 * @param code the server's word for it, such as "OOM"; "" if it came from elsewhere
 * @param message state and remedy
 * @param cause what was thrown, unless it may hold the text of a post
 */
record RedisFailure(
        boolean retriable,
        String code,
        String message,
        @Nullable Throwable cause) {
    private static final Map<String, String> HEALING = Map.ofEntries(
            Map.entry("OOM", "it is out of memory; trim streams, raise maxmemory, or set an eviction policy"),
            Map.entry(
                    "READONLY",
                    "it is a read-only replica; it must be promoted, or the address must lead to the master"),
            Map.entry("LOADING", "it is loading its data set after a start"),
            Map.entry("MASTERDOWN", "the replica has lost its master"),
            Map.entry("CLUSTERDOWN", "the cluster does not serve all slots"),
            Map.entry("TRYAGAIN", "the cluster is moving the slot"),
            Map.entry("MISCONF", "it cannot write to its disk and refuses changes; look at its log and its disk"),
            Map.entry("NOREPLICAS", "it has too few replicas to accept writes"),
            Map.entry("BUSY", "a script keeps it busy"),
            Map.entry("NOGROUP", "the consumer group or its stream is gone; it is made anew"),
            Map.entry("UNBLOCKED", "the stream was deleted or failed over while it was read"));
    private static final Map<String, String> FATAL = Map.of(
            "WRONGPASS", "user or password are wrong, or the user is disabled",
            "NOAUTH", "it asks for a password and none was given; set RedisOptions.password",
            "NOPERM", "the user has no right to this command or key; extend its ACL",
            "WRONGTYPE", "the key holds another type of value; name another key, or delete that one",
            "CROSSSLOT", "the keys are in different slots of the cluster; give them a common hash tag");

    /**
     * Reads a failure.
     *
     * @param doing what was tried, on which key: "reading stream 's' of Redis at host:6379"
     */
    static RedisFailure of(Throwable thrown, String doing) {
        Throwable t = unwrap(thrown);
        RedisCommandExecutionException said = find(t, RedisCommandExecutionException.class);
        if (said != null) {
            return said(said, doing);
        }
        if (find(t, SSLException.class) != null) {
            return new RedisFailure(
                    false,
                    "",
                    doing + ": no trusted encrypted connection; look at tlsTrusted and the server's certificate",
                    t);
        }
        if (find(t, TimeoutException.class) != null || t instanceof io.lettuce.core.RedisCommandTimeoutException) {
            return new RedisFailure(true, "", doing + ": no answer in time; it is tried again", t);
        }
        Throwable root = t;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new RedisFailure(
                true, "", doing + ": not connected (" + root.getClass().getSimpleName() + "); it is tried again", t);
    }

    private static RedisFailure said(RedisCommandExecutionException e, String doing) {
        String text = String.valueOf(e.getMessage());
        String code = text.split("[ \n]", 2)[0];
        String healing = HEALING.get(code);
        if (healing != null) {
            return new RedisFailure(true, code, doing + ": " + code + ": " + healing, e);
        }
        String fatal = FATAL.get(code);
        if (fatal != null) {
            return new RedisFailure(false, code, doing + ": " + code + ": " + fatal, e);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("max number of clients")) {
            return new RedisFailure(true, code, doing + ": it has too many clients; raise its maxclients", e);
        }
        if (lower.contains("auth") || lower.contains("invalid password")) {
            return new RedisFailure(false, code, doing + ": it refuses the credentials; look at user and password", e);
        }
        if (lower.contains("unknown command") || lower.contains("syntax error")) {
            // The server repeats the arguments, of which one may be a post.
            return new RedisFailure(
                    false, code, doing + ": the server does not know the command; Redis 6.2 or later is needed", null);
        }
        return new RedisFailure(false, code, doing + ": the server refuses with " + code, null);
    }

    SourceException toSource() {
        return retriable ? SourceException.unavailable(message, cause) : SourceException.fatal(message, cause);
    }

    SinkException toSink() {
        return retriable ? SinkException.unavailable(message, cause) : SinkException.fatal(message, cause);
    }

    static Throwable unwrap(Throwable t) {
        Throwable u = t;
        while ((u instanceof ExecutionException || u instanceof CompletionException) && u.getCause() != null) {
            u = u.getCause();
        }
        return u;
    }

    private static <T extends Throwable> @Nullable T find(Throwable t, Class<T> type) {
        for (Throwable c = t; c != null; c = c.getCause()) {
            if (type.isInstance(c)) {
                return type.cast(c);
            }
        }
        return null;
    }
}
