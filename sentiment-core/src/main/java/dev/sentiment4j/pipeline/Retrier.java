package dev.sentiment4j.pipeline;

import dev.sentiment4j.pipeline.PipelineListener.RetryEvent;
import dev.sentiment4j.pipeline.PipelineListener.Step;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries again what can heal, until it works or the pipeline stops. Thread-safe. */
final class Retrier {
    private static final Logger log = LoggerFactory.getLogger(SentimentPipeline.class);

    /** The pipeline stops, so there is no next attempt. */
    static final class StoppedException extends CancellationException {
        private static final long serialVersionUID = 1L;

        StoppedException(Throwable last) {
            super("the pipeline stops, so this is not tried again");
            initCause(last);
        }
    }

    /** One attempt. */
    interface Attempt<T> {
        T run() throws InterruptedException;
    }

    private final String pipeline;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final Pause pause;
    private final CountDownLatch stop;
    private final PipelineListener listener;
    private final Tally tally;

    Retrier(PipelineParts parts, CountDownLatch stop, Tally tally) {
        this.pipeline = parts.name();
        this.policy = parts.options().retry();
        this.random = parts.random();
        this.pause = parts.pause();
        this.stop = stop;
        this.listener = parts.listener();
        this.tally = tally;
    }

    /**
     * What the first attempt gives that does not fail in a retriable way.
     *
     * @throws StoppedException if the pipeline stops after an attempt that failed
     */
    <T> T call(Step step, String name, Attempt<T> attempt) throws InterruptedException {
        for (int failures = 0; ; ) {
            try {
                T result = attempt.run();
                recovered(step, name, failures);
                return result;
            } catch (RuntimeException e) {
                if (!Failures.isRetriable(e)) {
                    tally.settled(step, name);
                    throw e;
                }
                pauseAfter(step, name, ++failures, e);
            }
        }
    }

    /** Tells of a failure, and waits as long as the policy says. */
    void pauseAfter(Step step, String name, int failures, Throwable cause) throws InterruptedException {
        Duration delay = policy.delay(failures, random);
        RetryEvent event = new RetryEvent(step, name, failures, delay, cause);
        tally.troubled(event);
        listener.retried(event);
        if (failures == 1) {
            log.warn(
                    "pipeline '{}': {} '{}' fails, and is tried again until it works: {}",
                    pipeline,
                    step,
                    name,
                    Failures.describe(cause));
        }
        log.debug(
                "pipeline '{}': {} '{}', failure {}, next attempt in {}", pipeline, step, name, failures, delay, cause);
        if (pause.await(delay, stop)) {
            tally.settled(step, name);
            throw new StoppedException(cause);
        }
    }

    /** Tells that a step works, if it did not before. */
    void recovered(Step step, String name, int failures) {
        if (failures > 0) {
            tally.settled(step, name);
            log.info("pipeline '{}': {} '{}' works again after {} failures", pipeline, step, name, failures);
        }
    }
}
