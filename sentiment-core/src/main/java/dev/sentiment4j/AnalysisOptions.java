package dev.sentiment4j;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a caller wants for one call. Immutable and thread-safe. */
public final class AnalysisOptions {
    private static final AnalysisOptions DEFAULTS = new AnalysisOptions(null, null, Set.of());

    private final @Nullable Duration timeout;
    private final @Nullable Priority priority;
    private final Set<String> heads;

    private AnalysisOptions(@Nullable Duration timeout, @Nullable Priority priority, Set<String> heads) {
        this.timeout = timeout;
        this.priority = priority;
        this.heads = heads;
    }

    /** No timeout, the call's own priority, every head. */
    public static AnalysisOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Gives up on a text that is not answered within this time of the call, with {@link DeadlineExceededException}.
     * Preparing the text on the calling thread is not interrupted: microseconds for a post, seconds for megabytes.
     *
     * @throws InvalidOptionsException if it is not positive, or longer than a day
     */
    public AnalysisOptions withTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofDays(1)) > 0) {
            throw new InvalidOptionsException(
                    "analysis options", List.of("timeout = " + timeout + ": must be positive, and at most one day"));
        }
        return new AnalysisOptions(timeout, priority, heads);
    }

    /**
     * Puts only these heads into the result; the model computes all of them in one pass anyway. A name that the model
     * does not have is refused when the call is made.
     *
     * @param heads names such as "sentiment", "emotion"; empty for every head
     */
    public AnalysisOptions withHeads(Collection<String> heads) {
        return new AnalysisOptions(timeout, priority, Set.copyOf(Objects.requireNonNull(heads, "heads")));
    }

    /**
     * Who goes first when texts wait for the engine: by default {@link Priority#INTERACTIVE} for single texts and
     * {@link Priority#BULK} for lists and streams.
     */
    public AnalysisOptions withPriority(Priority priority) {
        return new AnalysisOptions(timeout, Objects.requireNonNull(priority, "priority"), heads);
    }

    /** How long a text may take, counted from the call; empty for no limit. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** The priority; empty for the default of the call. */
    public Optional<Priority> priority() {
        return Optional.ofNullable(priority);
    }

    /** The heads wanted; empty means all. */
    public Set<String> heads() {
        return heads;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof AnalysisOptions a
                && Objects.equals(timeout, a.timeout)
                && priority == a.priority
                && heads.equals(a.heads);
    }

    @Override
    public int hashCode() {
        return Objects.hash(timeout, priority, heads);
    }

    @Override
    public String toString() {
        return "AnalysisOptions[timeout=" + (timeout == null ? "none" : timeout)
                + (priority == null ? "" : ", priority=" + priority) + ", heads="
                + (heads.isEmpty() ? "all" : new TreeSet<>(heads)) + "]";
    }
}
