package dev.sentiment4j.examples.redisworker;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.redis.RedisStreamPublisher;
import dev.sentiment4j.synthetic.SyntheticOptions;
import dev.sentiment4j.synthetic.SyntheticSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

/** Makes posts up and publishes them, on a thread of its own. */
final class Generator implements AutoCloseable {
    private static final int PORTION = 1000;
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final SyntheticSource posts;
    private final RedisStreamPublisher publisher;
    private final FutureTask<Boolean> task = new FutureTask<>(this::publishAll);
    private final Thread thread = new Thread(task, "generator");
    private final AtomicLong published = new AtomicLong();

    Generator(SyntheticOptions options, RedisStreamPublisher publisher) {
        this.posts = new SyntheticSource(options);
        this.publisher = publisher;
    }

    void start() {
        posts.open(new SourceListener() {});
        thread.setDaemon(true);
        thread.start();
    }

    private boolean publishAll() throws InterruptedException {
        while (!posts.isExhausted()) {
            List<Delivery> portion = posts.poll(PORTION, PATIENCE);
            List<PostEvent> events = portion.stream()
                    .map(Delivery::event)
                    .flatMap(Optional::stream)
                    .toList();
            if (!events.isEmpty()) {
                publisher.publish(events);
                published.addAndGet(events.size());
            }
            posts.acknowledge(portion);
        }
        return true;
    }

    /** Posts published so far. */
    long published() {
        return published.get();
    }

    /**
     * Whether every post is published.
     *
     * @throws IllegalStateException if publishing has failed
     */
    boolean isDone() throws InterruptedException {
        if (!task.isDone()) {
            return false;
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("posts could not be published: " + e.getCause(), e);
        }
    }

    /** Stops publishing, at once. */
    @Override
    public void close() {
        task.cancel(true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        posts.close();
        publisher.close();
    }
}
