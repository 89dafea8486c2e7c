package dev.sentiment4j.examples.dashboard.wiring;

import dev.sentiment4j.SentimentException;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.redis.RedisStreamPublisher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Brings what a source delivers into the stream that the workers share, on a thread of its own. */
final class Generator implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Generator.class);
    private static final int PORTION = 100;
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final PostSource source;
    private final RedisStreamPublisher publisher;
    private final Thread thread = new Thread(this::publish, "generator");
    private volatile boolean running;

    Generator(PostSource source, RedisStreamPublisher publisher) {
        this.source = source;
        this.publisher = publisher;
    }

    @Override
    public void start() {
        source.open(new SourceListener() {});
        running = true;
        thread.setDaemon(true);
        thread.start();
    }

    private void publish() {
        while (running) {
            try {
                List<Delivery> portion = source.poll(PORTION, PATIENCE);
                List<PostEvent> events = portion.stream()
                        .map(Delivery::event)
                        .flatMap(Optional::stream)
                        .toList();
                publish(portion, events);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void publish(List<Delivery> portion, List<PostEvent> events) throws InterruptedException {
        try {
            if (!events.isEmpty()) {
                publisher.publish(events);
            }
            source.acknowledge(portion);
        } catch (SentimentException e) {
            if (!e.isRetriable()) {
                throw e;
            }
            log.warn("posts could not be published and will be again: {}", e.getMessage());
            source.negativeAcknowledge(portion, NackReason.FAILED);
            // The publisher has waited for an answer already; this only keeps a refused connection from spinning.
            TimeUnit.MILLISECONDS.sleep(PATIENCE.toMillis());
        }
    }

    @Override
    public void stop() {
        running = false;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        source.close();
        publisher.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
