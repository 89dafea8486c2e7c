package dev.sentiment4j.instagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.http.Secret;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.testkit.FakeInstagram;
import dev.sentiment4j.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** A source that is walked through virtual time by the thread of the test, against a fake Graph API. */
final class InstagramHarness implements AutoCloseable {
    final VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T12:00:00Z"));
    final FakeInstagram instagram = FakeInstagram.start(time);
    /** All that was acknowledged. */
    final List<Delivery> got = new ArrayList<>();

    final List<SourceGap> gaps = new ArrayList<>();
    final List<Throwable> disconnects = new ArrayList<>();
    /** What was acknowledged after the last save before a crash: it may come again. */
    final Set<String> unsaved = new HashSet<>();

    private final CheckpointStore store;
    private int saved;
    InstagramClient client;
    InstagramSource source;
    InstagramReader reader;

    final CheckpointStore checkpoints = new CheckpointStore() {
        @Override
        public String name() {
            return store.name();
        }

        @Override
        public Optional<String> load(String key) {
            return store.load(key);
        }

        @Override
        public void save(String key, String value) {
            store.save(key, value);
            saved = got.size();
        }

        @Override
        public void delete(String key) {
            store.delete(key);
        }
    };

    InstagramHarness() {
        this(new InMemoryCheckpointStore());
    }

    InstagramHarness(CheckpointStore store) {
        this.store = store;
    }

    static InstagramSourceOptions.Builder options() {
        return InstagramSourceOptions.builder(FakeInstagram.USER_ID);
    }

    InstagramClientOptions.Builder clientOptions() {
        return InstagramClientOptions.builder(Secret.of(FakeInstagram.TOKEN)).graphUri(instagram.uri());
    }

    InstagramHarness open(InstagramSourceOptions options) {
        return open(options, clientOptions().build());
    }

    InstagramHarness open(InstagramSourceOptions options, InstagramClientOptions clientOptions) {
        return open(options, new InstagramClient(clientOptions, time));
    }

    InstagramHarness open(InstagramSourceOptions options, InstagramClient client) {
        this.client = client;
        source = new InstagramSource(client, options, checkpoints, new Random(3));
        reader = source.prepare(new SourceListener() {
            @Override
            public void gap(SourceGap gap) {
                gaps.add(gap);
            }

            @Override
            public void disconnected(Throwable cause) {
                disconnects.add(cause);
            }
        });
        return this;
    }

    /** The process ends without a word, and what was not saved is not known any more. */
    void crash() {
        got.subList(saved, got.size()).forEach(delivery -> unsaved.add(delivery.id()));
        source = null;
    }

    /** One request, after waiting for its time; what comes is left where it is. */
    void request() throws InterruptedException {
        long before = client.requests();
        for (int steps = 0; client.requests() == before; steps++) {
            assertThat(steps).as("steps without a request").isLessThan(10_000);
            time.advance(reader.step());
        }
    }

    /** Lets so much time go by; takes and acknowledges what comes, and returns the ids of its posts. */
    List<String> run(Duration duration) throws InterruptedException {
        int before = got.size();
        long end = time.nanoTime() + duration.toNanos();
        while (true) {
            Duration wait = reader.step();
            List<Delivery> polled = source.poll(100_000, Duration.ZERO);
            source.acknowledge(polled);
            got.addAll(polled);
            long left = end - time.nanoTime();
            if (left <= 0 || wait.toNanos() > left) {
                time.advance(Duration.ofNanos(Math.max(0, left)));
                return got.subList(before, got.size()).stream()
                        .filter(delivery -> delivery.event().isPresent())
                        .map(Delivery::id)
                        .toList();
            }
            time.advance(wait);
        }
    }

    List<String> media(String tag, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> instagram.media(tag, "caption " + i))
                .toList();
    }

    List<String> comments(String media, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> instagram.comment(media, "ann", "comment " + i))
                .toList();
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
        }
        instagram.close();
    }
}
