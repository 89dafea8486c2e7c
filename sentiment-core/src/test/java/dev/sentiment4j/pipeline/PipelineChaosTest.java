package dev.sentiment4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.InferenceException;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.memory.InMemoryPostSink;
import dev.sentiment4j.pipeline.memory.InMemoryPostSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything fails now and then: the source, the analyzer, two sinks, the dead letters; some posts cannot be analyzed,
 * some not stored; and pipelines are stopped, one after the other, until all is done. Whatever happens, a delivery that
 * is acknowledged is in every sink or in the dead letters at that moment, one that is not comes again, and in the end
 * the sinks hold what a sink holds that was given the events once and in order, even if the source mixes them up.
 */
class PipelineChaosTest {
    private static final int EVENTS = 600;

    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    private final Set<String> lettersByDelivery = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    /** What may happen to a post by itself, decided by its text. */
    private static final String POISON = "poison";

    private static final String UNSTORABLE = "unstorable";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24})
    void noDeliveryIsLost(long seed) throws Exception {
        Random random = new Random(seed);
        // Where a source mixes things up, a deletion may come behind what restored its post.
        boolean orderly = seed % 2 == 0;
        List<PostEvent> events = events(random, orderly);
        InMemoryPostSource place = InMemoryPostSource.of(events);
        ChaosSink first = new ChaosSink("first", new Random(seed + 1));
        ChaosSink second = new ChaosSink("second", new Random(seed + 2));
        int runs = 0;
        while (!place.isExhausted()) {
            assertThat(runs++).as("pipelines until all is done").isLessThan(1_000);
            SentimentPipeline pipeline = pipeline(place, first, second, random, orderly);
            int enough = acknowledged.size() + random.nextInt(60);
            pipeline.start();
            PipelineHarness.await(
                    "some progress",
                    () -> acknowledged.size() >= enough || pipeline.state().isTerminal());
            pipeline.close();
            assertThat(pipeline.state())
                    .as(() -> pipeline.health()
                            .failure()
                            .map(f -> f + ": " + f.getCause())
                            .orElse(""))
                    .isEqualTo(PipelineState.STOPPED);
            assertThat(place.pending())
                    .as("deliveries neither acknowledged nor waiting")
                    .isZero();
            assertThat(place.lag().waiting().orElseThrow() + acknowledged.size())
                    .isEqualTo(EVENTS);
        }
        assertThat(violations).isEmpty();
        assertThat(acknowledged).hasSize(EVENTS);
        for (ChaosSink sink : List.of(first, second)) {
            assertThat(byKey(sink.store)).containsExactlyInAnyOrderEntriesOf(byKey(expected(events)));
        }
        long broken = events.stream()
                .filter(e -> e instanceof Post p
                        && (p.text().contains(POISON) || p.text().contains(UNSTORABLE)))
                .count();
        assertThat(lettersByDelivery).hasSize((int) broken);
    }

    /** New posts, edits and deletions of a few dozen keys, some of which nobody can process. */
    private static List<PostEvent> events(Random random, boolean restoring) {
        List<PostEvent> events = new ArrayList<>();
        Map<String, Post> last = new HashMap<>();
        Set<String> gone = new HashSet<>();
        for (int i = 0; i < EVENTS; i++) {
            String id = "k" + random.nextInt(150);
            while (gone.contains(id)) {
                id += "x";
            }
            Post before = last.get(id);
            int kind = random.nextInt(100);
            String text = kind < 4 ? POISON + i : kind < 8 ? UNSTORABLE + i : "text " + i;
            if (before == null) {
                last.put(
                        id,
                        TestPosts.post(id, text)
                                .createdAt(TestPosts.NOON.plusSeconds(i))
                                .build());
                events.add(last.get(id));
            } else if (random.nextInt(4) == 0) {
                events.add(new PostDeletion(before.key(), TestPosts.NOON.plusSeconds(i)));
                if (!restoring) {
                    gone.add(id);
                }
            } else {
                last.put(
                        id,
                        before.toBuilder()
                                .text(text)
                                .editedAt(TestPosts.NOON.plusSeconds(i))
                                .build());
                events.add(last.get(id));
            }
        }
        return events;
    }

    /** What a sink holds to which nothing happens. */
    private static InMemoryPostSink expected(List<PostEvent> events) {
        InMemoryPostSink sink = new InMemoryPostSink();
        for (PostEvent event : events) {
            if (event instanceof PostDeletion deletion) {
                sink.write(List.of(deletion));
            } else if (event instanceof Post post
                    && !post.text().contains(POISON)
                    && !post.text().contains(UNSTORABLE)) {
                sink.write(List.of(TestPosts.analyzed(post, SentimentLabel.POSITIVE)));
            }
        }
        return sink;
    }

    private static Map<PostKey, Post> byKey(InMemoryPostSink sink) {
        Map<PostKey, Post> posts = new HashMap<>();
        sink.posts().forEach(analyzed -> posts.put(analyzed.key(), analyzed.post()));
        return posts;
    }

    private SentimentPipeline pipeline(
            InMemoryPostSource place, ChaosSink first, ChaosSink second, Random random, boolean orderly) {
        return SentimentPipeline.builder()
                .name("chaos")
                .source(new ChaosSource(place, Set.of(first, second), new Random(random.nextLong()), orderly))
                .analyzer(new ChaosAnalyzer(new Random(random.nextLong())))
                .sink(first)
                .sink(second)
                .deadLetters(new ChaosDeadLetters(new Random(random.nextLong())))
                .options(PipelineOptions.builder()
                        .batchSize(1 + random.nextInt(40))
                        .analysisBatchSize(1 + random.nextInt(20))
                        .analysisConcurrency(1 + random.nextInt(4))
                        .maxInFlight(1 + random.nextInt(120))
                        .pollTimeout(Duration.ofMillis(5))
                        .stopTimeout(random.nextInt(4) == 0 ? Duration.ZERO : Duration.ofSeconds(20))
                        .build())
                .pause((delay, stop) -> stop.getCount() == 0)
                .build();
    }

    /** Fails one time in so many; safe for several threads, and in one of them always the same. */
    private static boolean oneIn(Random random, int times) {
        return random.nextInt(times) == 0;
    }

    /** A durable source: what a pipeline leaves behind unacknowledged waits for the next. */
    private final class ChaosSource implements PostSource {
        private final InMemoryPostSource place;
        private final Set<ChaosSink> sinks;
        private final Random random;
        private final boolean orderly;
        private final Map<String, Delivery> mine = new ConcurrentHashMap<>();

        ChaosSource(InMemoryPostSource place, Set<ChaosSink> sinks, Random random, boolean orderly) {
            this.orderly = orderly;
            this.place = place;
            this.sinks = sinks;
            this.random = random;
        }

        @Override
        public String name() {
            return "chaos";
        }

        @Override
        public void open(SourceListener listener) {
            if (oneIn(random, 8)) {
                throw SourceException.unavailable("chaos", null);
            }
            place.open(listener);
        }

        @Override
        public List<Delivery> poll(int max, Duration timeout) throws InterruptedException {
            if (oneIn(random, 8)) {
                throw SourceException.unavailable("chaos", null);
            }
            List<Delivery> polled = new ArrayList<>(place.poll(1 + random.nextInt(max), timeout));
            if (!orderly) {
                Collections.shuffle(polled, random);
            }
            polled.forEach(d -> mine.put(d.id(), d));
            return polled;
        }

        @Override
        public void acknowledge(List<Delivery> deliveries) {
            boolean before = oneIn(random, 8);
            if (!before) {
                deliveries.forEach(this::check);
                place.acknowledge(deliveries);
                deliveries.forEach(d -> {
                    mine.remove(d.id());
                    acknowledged.add(d.id());
                });
            }
            if (before || oneIn(random, 8)) {
                throw SourceException.unavailable("chaos", null);
            }
        }

        private void check(Delivery delivery) {
            boolean stored = sinks.stream()
                    .allMatch(sink -> sink.taken.contains(delivery.event().orElseThrow()));
            if (stored == lettersByDelivery.contains(delivery.id())) {
                violations.add(delivery + " is acknowledged and in " + (stored ? "both" : "neither"));
            }
        }

        @Override
        public void negativeAcknowledge(List<Delivery> deliveries, NackReason reason) {
            if (oneIn(random, 4)) {
                throw SourceException.unavailable("chaos", null);
            }
            place.negativeAcknowledge(deliveries, reason);
            deliveries.forEach(d -> mine.remove(d.id()));
        }

        @Override
        public boolean isExhausted() {
            return place.isExhausted();
        }

        @Override
        public void close() {
            place.negativeAcknowledge(List.copyOf(mine.values()), NackReason.FAILED);
        }
    }

    private static final class ChaosAnalyzer extends ScriptedAnalyzer {
        ChaosAnalyzer(Random random) {
            super(text -> {
                if (text.contains(POISON)) {
                    if (text.hashCode() % 2 == 0) {
                        throw new IllegalStateException("chaos");
                    }
                    throw new InferenceException("chaos");
                }
                synchronized (random) {
                    if (oneIn(random, 60)) {
                        throw new OverloadedException("chaos", 1, 1, Duration.ZERO);
                    }
                }
                return TestPosts.result(SentimentLabel.POSITIVE);
            });
        }
    }

    private static final class ChaosSink implements PostSink {
        final InMemoryPostSink store = new InMemoryPostSink();
        final Set<PostEvent> taken = ConcurrentHashMap.newKeySet();
        private final String name;
        private final Random random;

        ChaosSink(String name, Random random) {
            this.name = name;
            this.random = random;
        }

        @Override
        public String name() {
            return name;
        }

        /** Stores all, or some, or nothing, and sometimes says that it did not. */
        @Override
        public List<Rejection> write(List<SinkEvent> events) {
            if (oneIn(random, 10)) {
                throw SinkException.unavailable("chaos", null);
            }
            boolean telling = random.nextBoolean();
            List<Rejection> rejections = new ArrayList<>();
            for (int i = 0; i < events.size(); i++) {
                if (events.get(i) instanceof AnalyzedPost a && a.post().text().contains(UNSTORABLE)) {
                    if (!telling) {
                        throw random.nextBoolean()
                                ? SinkException.batchRejected("chaos", null)
                                : new IllegalArgumentException("chaos");
                    }
                    rejections.add(Rejection.of(i, "chaos"));
                } else {
                    store.write(List.of(events.get(i)));
                    taken.add(events.get(i) instanceof AnalyzedPost a ? a.post() : (PostDeletion) events.get(i));
                }
            }
            if (oneIn(random, 10)) {
                throw SinkException.unavailable("chaos", null);
            }
            return rejections;
        }

        @Override
        public void close() {}
    }

    private final class ChaosDeadLetters implements DeadLetters {
        private final Random random;

        ChaosDeadLetters(Random random) {
            this.random = random;
        }

        @Override
        public String name() {
            return "chaos";
        }

        @Override
        public void write(List<DeadLetter> letters) {
            if (oneIn(random, 5)) {
                throw SinkException.unavailable("chaos", null);
            }
            Set<String> sinks = new HashSet<>();
            letters.forEach(letter -> {
                if (letter.stage() == DeadLetter.Stage.SINK
                        && !sinks.add(
                                letter.sink().orElseThrow() + letter.delivery().id())) {
                    violations.add(letter + " came twice");
                }
                lettersByDelivery.add(letter.delivery().id());
            });
            if (oneIn(random, 10)) {
                throw SinkException.unavailable("chaos", null);
            }
        }

        @Override
        public void close() {}
    }
}
