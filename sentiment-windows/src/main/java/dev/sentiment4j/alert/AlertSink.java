package dev.sentiment4j.alert;

import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where episodes are told. Called by one thread at a time. An engine tells each state of an episode once, and again
 * only if it died after the sink had it and before that was kept: {@link Alert#id()} with the state tells such a
 * repetition.
 */
public interface AlertSink {
    /**
     * What it is called in logs and in the engine's state; another one for each sink of an engine, and always the same.
     */
    String name();

    /** Which states it is told; default all but {@link AlertState#PENDING}, and no end of what never fired. */
    default Set<AlertState> states() {
        return Set.of(AlertState.FIRING, AlertState.RESOLVED);
    }

    /**
     * Tells a state of an episode.
     *
     * @throws dev.sentiment4j.SentimentException if it cannot: with
     *     {@link dev.sentiment4j.SentimentException#isRetriable()} it is told again later, otherwise this state is
     *     given up, as with any other exception
     * @throws InterruptedException if the thread is interrupted; told again later
     */
    void tell(Alert alert) throws InterruptedException;

    /** A sink that calls a listener with every state but pending. */
    static AlertSink of(String name, Consumer<? super Alert> listener) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(listener, "listener");
        return new AlertSink() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void tell(Alert alert) {
                listener.accept(alert);
            }
        };
    }
}
