package dev.sentiment4j.x;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.testkit.FakeRequest;
import dev.sentiment4j.testkit.FakeX;
import dev.sentiment4j.testkit.FakeXPost;
import dev.sentiment4j.testkit.FakeXReplies;
import dev.sentiment4j.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random splits, disconnects, refusals, errors, duplicates and edits: every post that X has streamed or offers to
 * search comes once, unless an edit of it has come. Runs {@value #RUNS} times; {@code -Dsentiment4j.fuzz=10000} for the
 * long one. A run that fails names its seed, which {@code -Dsentiment4j.fuzz.seed} repeats.
 */
class XStreamFuzzTest {
    private static final String RUNS = "50";
    private static final int CAPACITY = 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final Instant START = Instant.parse("2026-08-01T10:00:00Z");

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void everyPost_comesOnce_whateverHappens() throws Exception {
        String only = System.getProperty("sentiment4j.fuzz.seed");
        if (only != null) {
            new Run(Long.parseLong(only)).go();
            return;
        }
        int runs = Integer.parseInt(System.getProperty("sentiment4j.fuzz", RUNS));
        int faults = 0;
        for (int seed = 0; seed < runs; seed++) {
            Run run = new Run(seed);
            try {
                run.go();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("run with seed " + seed, e);
            }
            faults += run.faults;
        }
        assertThat(faults).as("faults in all runs").isGreaterThan(runs);
    }

    private static final class Run {
        final Random random;
        final VirtualTime time = new VirtualTime(START);
        final FakeX x = FakeX.start(time, null);
        final Map<String, FakeXPost> published = new HashMap<>();
        final List<FakeXPost> order = new ArrayList<>();
        final Map<String, Integer> arrived = new HashMap<>();
        final Set<String> superseded = new HashSet<>();
        final List<SourceGap> gaps = java.util.Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger malformed = new AtomicInteger();
        int faults;
        long nextId = Snowflake.at(START);

        Run(long seed) {
            this.random = new Random(seed);
        }

        void go() throws Exception {
            x.addRule("cat", null);
            x.gzip(random.nextInt(4) == 0);
            x.spelling(random.nextBoolean() ? FakeXPost.Spelling.TWEET : FakeXPost.Spelling.POST);
            XOptions options = XOptions.builder(XCredentials.bearer(FakeX.TOKEN))
                    .apiUri(x.uri())
                    .build();
            XStreamOptions stream = XStreamOptions.builder()
                    .bufferCapacity(CAPACITY)
                    .readIdleLimit(Duration.ofMinutes(10))
                    .build();
            try (x;
                    XFilteredStreamSource source = new XFilteredStreamSource(new XClient(options, time), stream)) {
                source.open(new SourceListener() {
                    @Override
                    public void gap(SourceGap gap) {
                        gaps.add(gap);
                    }
                });
                // Before it has heard that it is connected, it has no reason to think that it misses anything.
                XTestBase.await("it is connected", () -> source.stats().connected());
                x.awaitStream();
                int steps = 10 + random.nextInt(30);
                for (int i = 0; i < steps; i++) {
                    step(source);
                    assertThat(source.stats().buffered()).isLessThanOrEqualTo(CAPACITY);
                }
                drain(source);
                assertOnce(source);
            }
        }

        private void step(XFilteredStreamSource source) throws InterruptedException {
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3 -> publish(fresh());
                case 4 -> x.publish(edit());
                case 5 -> {
                    // Repeated by X, as after a reconnect.
                    if (!order.isEmpty()) {
                        x.publishToStream(order.get(random.nextInt(order.size())));
                    }
                }
                case 6 -> x.splitEvery(random.nextBoolean() ? null : () -> 1 + random.nextInt(200));
                case 7 -> breakStream();
                case 8 -> {
                    refuse();
                    breakStream();
                }
                case 9 -> {
                    faults++;
                    x.sendLine(FakeXReplies.disconnectLine("UpstreamOperationalDisconnect"));
                }
                case 10 -> {
                    // Streamed to nobody: only search knows it.
                    breakStream();
                    publish(fresh());
                }
                case 11 -> x.keepAlive();
                case 12 -> x.sendLine(random.nextBoolean() ? "{\"unknown\":1}" : "{broken");
                default -> take(source.poll(1 + random.nextInt(10), Duration.ZERO));
            }
            if (random.nextInt(3) == 0) {
                time.advance(Duration.ofMillis(random.nextInt(3000)));
            }
        }

        private FakeXPost fresh() {
            return FakeXPost.of(Long.toString(nextId++), "post 😍 " + random.nextInt(), time.now());
        }

        private FakeXPost edit() {
            if (order.isEmpty()) {
                FakeXPost first = fresh();
                remember(first);
                return first;
            }
            FakeXPost before = order.get(random.nextInt(order.size()));
            FakeXPost edit = FakeXPost.builder(Long.toString(nextId++), "edited", time.now())
                    .edits(before.editHistory().toArray(String[]::new))
                    .build();
            remember(edit);
            return edit;
        }

        private void publish(FakeXPost post) {
            remember(post);
            x.publish(post);
        }

        private void remember(FakeXPost post) {
            published.put(post.id(), post);
            order.add(post);
        }

        private void breakStream() {
            faults++;
            switch (random.nextInt(3)) {
                case 0 -> x.stream().reset();
                case 1 -> x.stream().cut();
                default -> x.stream().end();
            }
        }

        private void refuse() {
            faults++;
            switch (random.nextInt(5)) {
                case 0 -> x.nextConnect(FakeXReplies.unavailable());
                case 1 -> x.nextConnect(FakeXReplies.rateLimited(time.now().plusSeconds(100)));
                case 2 -> x.nextConnect((request, connection) -> connection.reset());
                case 3 ->
                    x.nextConnect(
                            (request, connection) -> connection.stream(false).end());
                default -> x.nextSearch(FakeXReplies.unavailable());
            }
        }

        private void take(List<Delivery> deliveries) {
            for (Delivery delivery : deliveries) {
                if (delivery.malformed().isPresent()) {
                    malformed.incrementAndGet();
                } else {
                    Post post = (Post) delivery.event().orElseThrow();
                    arrived.merge(post.id(), 1, Integer::sum);
                    superseded.addAll(post.supersedes());
                }
            }
        }

        private boolean isMissing(String id) {
            return !arrived.containsKey(id) && !superseded.contains(id);
        }

        /** Lets time go on until everything has come. */
        private void drain(XFilteredStreamSource source) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (published.keySet().stream().anyMatch(this::isMissing)) {
                assertThat(System.nanoTime())
                        .as(
                                "still missing: %s; %s; gaps told: %s",
                                published.keySet().stream()
                                        .filter(this::isMissing)
                                        .toList(),
                                source.stats(),
                                gaps)
                        .isLessThan(end);
                take(source.poll(100, Duration.ofMillis(2)));
                time.nextWake().ifPresent(time::advance);
            }
            // What would come twice, comes now.
            take(source.poll(1000, Duration.ofMillis(5)));
        }

        private void assertOnce(XFilteredStreamSource source) {
            assertThat(arrived)
                    .allSatisfy((id, times) -> assertThat(times).as(id).isEqualTo(1));
            assertThat(published.keySet()).containsAll(arrived.keySet());
            assertThat(gaps).as("gaps, though all of it is there").isEmpty();
            assertThat(source.stats().posts()).isEqualTo(arrived.size());
            List<Long> at = x.connects().stream().map(FakeRequest::nanos).toList();
            for (int i = 50; i < at.size(); i++) {
                assertThat(at.get(i) - at.get(i - 50))
                        .as("15 minutes for more than 50 connects")
                        .isGreaterThanOrEqualTo(Duration.ofMinutes(15).toNanos());
            }
        }
    }
}
