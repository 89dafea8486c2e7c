package dev.sentiment4j.http;

import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceListener;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener whose exceptions harm no source, although none should throw: the first is logged, and the source goes on.
 * An {@link Error} goes through. Thread-safe.
 */
public final class SafeListener implements SourceListener {
    private static final Logger log = LoggerFactory.getLogger(SafeListener.class);

    private final String who;
    private final SourceListener listener;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * A listener that is kept from harming its source.
     *
     * @param who names the source in the log
     */
    public SafeListener(String who, SourceListener listener) {
        this.who = who;
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    @Override
    public void gap(SourceGap gap) {
        tell(() -> listener.gap(gap));
    }

    @Override
    public void disconnected(Throwable cause) {
        tell(() -> listener.disconnected(cause));
    }

    @Override
    public void connected() {
        tell(listener::connected);
    }

    private void tell(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            if (told.compareAndSet(false, true)) {
                log.warn("{}: its listener throws, and should not; reading goes on, and this is logged once", who, e);
            }
        }
    }
}
