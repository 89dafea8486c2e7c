package dev.sentiment4j.spring;

import dev.sentiment4j.SentimentException;
import dev.sentiment4j.window.SentimentWindows;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Closes windows also while no posts come, tells alerts again that could not be told, and saves what is open. */
final class WindowTicker implements SmartLifecycle {
    /** What a ticker does besides; may be interrupted. */
    @FunctionalInterface
    interface Chore {
        void run() throws InterruptedException;
    }

    private static final Logger log = LoggerFactory.getLogger(WindowTicker.class);

    private final SentimentWindows windows;
    private final Chore chore;
    private final @Nullable WindowStateFile state;
    private @Nullable ScheduledExecutorService ticker;

    WindowTicker(SentimentWindows windows, Chore chore, @Nullable WindowStateFile state) {
        this.windows = windows;
        this.chore = chore;
        this.state = state;
    }

    @Override
    public synchronized void start() {
        if (ticker == null) {
            ScheduledExecutorService fresh = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "sentiment-windows");
                thread.setDaemon(true);
                return thread;
            });
            ticker = fresh;
            var unused = fresh.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
        }
    }

    /** A task that throws would never run again. */
    private void tick() {
        try {
            windows.tick();
            chore.run();
            if (state != null) {
                state.saveIfDue(windows);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SentimentException e) {
            log.warn("windows or alerts could not be given on, which is tried again: {}", e.getMessage());
        } catch (RuntimeException | Error e) {
            log.error("windows or alerts could not be given on", e);
        }
    }

    /** Saves what is open: the pipelines have stopped, so nothing comes any more. */
    @Override
    public synchronized void stop() {
        if (ticker != null) {
            ticker.shutdownNow();
            ticker = null;
            if (state != null) {
                state.save(windows);
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return ticker != null;
    }

    /** Starts before the pipelines, and stops after them. */
    @Override
    public int getPhase() {
        return SentimentPipelines.PHASE - 1;
    }
}
