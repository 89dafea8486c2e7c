package dev.sentiment4j.jfr;

import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;

/**
 * Writes something into the flight recording as often as the recording asks, until it is stopped or what it shows is
 * gone; for the library's own wiring. Thread-safe.
 *
 * <p>The recorder keeps what is registered with it for the life of the JVM. So this is taken away when it is stopped,
 * and takes itself away when its subject, which it must hold no stronger than weakly, is gone. It registers its event
 * when the recorder comes to life rather than at once, because that alone would cost a start-up of the recorder.
 */
public abstract class PeriodicSampler implements Runnable, FlightRecorderListener {
    private final Class<? extends Event> event;
    private final AtomicBoolean sampling = new AtomicBoolean();
    private volatile boolean stopped;

    /** A sampler of this event, which it does not initialise. */
    protected PeriodicSampler(Class<? extends Event> event) {
        this.event = event;
    }

    /**
     * Writes one event if it is enabled.
     *
     * @return whether there is still something to show
     */
    protected abstract boolean sample();

    /** Begins as soon as somebody records. */
    public final void start() {
        FlightRecorder.addListener(this);
    }

    /**
     * Takes everything away from the recorder. Idempotent. Without a lock, since the recorder calls in here under its
     * own: whoever comes second, this or {@link #recorderInitialized}, sees the other's flag and removes the hook.
     */
    public final void stop() {
        stopped = true;
        FlightRecorder.removeListener(this);
        if (sampling.get()) {
            FlightRecorder.removePeriodicEvent(this);
        }
    }

    @Override
    public final void recorderInitialized(FlightRecorder recorder) {
        if (sampling.compareAndSet(false, true)) {
            FlightRecorder.addPeriodicEvent(event, this);
        }
        if (stopped) {
            FlightRecorder.removePeriodicEvent(this);
        }
    }

    @Override
    public final void run() {
        if (!stopped && !sample()) {
            stop();
        }
    }
}
