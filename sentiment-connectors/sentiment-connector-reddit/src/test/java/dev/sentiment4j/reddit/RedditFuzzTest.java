package dev.sentiment4j.reddit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.testkit.FakeReply;
import dev.sentiment4j.testkit.FakeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random lives of a source: bursts, errors of all kinds, listings out of order, old listings, posts that vanish, edits,
 * restarts. Whatever is offered arrives once, deletions are told, and no minute has more requests than it may. Lives
 * {@value #RUNS} lives; {@code -Dsentiment4j.fuzz=10000} for the long one, two at a time. A life that fails names its
 * seed, which {@code -Dsentiment4j.fuzz.seed} repeats.
 */
class RedditFuzzTest {
    private static final String RUNS = "25";
    private static final int AT_A_TIME = 2;
    private static final int STEPS = 12;
    /** So many items are listed. */
    private static final int LISTED = 1_000;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void whateverHappens_everyPostThatIsOfferedArrivesOnce() throws Exception {
        String only = System.getProperty("sentiment4j.fuzz.seed");
        if (only != null) {
            live(Integer.parseInt(only));
            return;
        }
        int runs = Integer.parseInt(System.getProperty("sentiment4j.fuzz", RUNS));
        AtomicInteger next = new AtomicInteger();
        Queue<Throwable> failed = new ConcurrentLinkedQueue<>();
        Runnable lives = () -> {
            for (int seed = next.getAndIncrement(); seed < runs; seed = next.getAndIncrement()) {
                try {
                    live(seed);
                } catch (Throwable e) {
                    failed.add(new AssertionError("life with seed " + seed, e));
                }
            }
        };
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < AT_A_TIME; i++) {
            threads.add(new Thread(lives, "lives-" + i));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failed).as("lives that failed").isEmpty();
        assertThat(next.get()).isEqualTo(runs + AT_A_TIME);
    }

    /** Lives in which the last items of a page vanished before the next one came, and others moved across that seam. */
    @ParameterizedTest
    @ValueSource(ints = {2956, 6282})
    void livesThatFailedOnce_failNoMore(int seed) throws Exception {
        live(seed);
    }

    private static void live(int seed) throws Exception {
        Random random = new Random(seed);
        try (RedditHarness h = new RedditHarness(new InMemoryCheckpointStore())) {
            RedditSourceOptions options = RedditHarness.options()
                    .dedupWindow(2_000)
                    .maxPollInterval(Duration.ofMinutes(2))
                    .recheckAfter(List.of(Duration.ofMinutes(10), Duration.ofMinutes(40)))
                    .build();
            h.open(options).run(Duration.ofSeconds(5));
            h.time.advance(Duration.ofSeconds(2));
            Set<String> offered = new HashSet<>();
            Set<String> deleted = new HashSet<>();
            List<String> visible = new ArrayList<>();
            Set<String> unlisted = new HashSet<>();
            for (int step = 0; step < STEPS; step++) {
                happen(h, options, random, offered, deleted, visible);
                // What Reddit lists no more, before it was read.
                Set<String> got = new HashSet<>(RedditHarness.ids(h.got));
                visible.subList(0, Math.max(0, visible.size() - LISTED)).stream()
                        .filter(name -> !got.contains(name))
                        .forEach(unlisted::add);
                h.run(Duration.ofSeconds(random.nextInt(90)));
            }
            h.reddit.shuffle(0, random);
            h.run(Duration.ofMinutes(15));
            Set<String> arrivedAtLast = new HashSet<>(RedditHarness.ids(h.got));
            h.run(Duration.ofMinutes(50));
            check(seed, h, offered, deleted, unlisted, arrivedAtLast);
        }
    }

    private static void happen(
            RedditHarness h,
            RedditSourceOptions options,
            Random random,
            Set<String> offered,
            Set<String> deleted,
            List<String> visible)
            throws Exception {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                List<String> fresh = h.write(
                        switch (random.nextInt(4)) {
                            case 0 -> 1 + random.nextInt(400);
                            // Around the end of a page.
                            case 1 -> 88 + random.nextInt(16);
                            default -> 1 + random.nextInt(20);
                        });
                offered.addAll(fresh);
                visible.addAll(fresh);
            }
            case 3 -> h.reddit.replyNext(errors(random));
            case 4 -> h.reddit.shuffle(random.nextInt(11), new Random(random.nextLong()));
            case 5 -> {
                h.reddit.remember();
                h.run(Duration.ofSeconds(random.nextInt(20)));
                h.reddit.replayOldListings(1 + random.nextInt(4));
            }
            case 6 -> {
                // Between two pages, so that what the second is asked for behind may be among them.
                List<String> fresh = h.write(random.nextBoolean() ? 150 + random.nextInt(150) : 0);
                offered.addAll(fresh);
                visible.addAll(fresh);
                h.request();
                int from = Math.max(0, visible.size() - 100);
                int to = fresh.isEmpty() ? from : visible.size() - 60;
                for (String gone : List.copyOf(visible.subList(from, to))) {
                    visible.remove(gone);
                    h.reddit.delete(gone);
                    deleted.add(gone);
                }
                for (int i = random.nextInt(30); i > 0 && !visible.isEmpty(); i--) {
                    String gone =
                            visible.remove(random.nextBoolean() ? visible.size() - 1 : random.nextInt(visible.size()));
                    switch (random.nextInt(3)) {
                        case 0 -> h.reddit.delete(gone);
                        case 1 -> h.reddit.remove(gone);
                        default -> h.reddit.purge(gone);
                    }
                    deleted.add(gone);
                }
            }
            case 7 -> {
                for (int i = random.nextInt(5); i > 0 && !visible.isEmpty(); i--) {
                    h.reddit.edit(visible.get(random.nextInt(visible.size())), "edited " + i);
                }
            }
            case 8 -> {
                // What is delivered and not acknowledged comes again.
                List<String> fresh = h.write(random.nextInt(5));
                offered.addAll(fresh);
                visible.addAll(fresh);
                h.request();
                h.source.poll(random.nextInt(100) + 1, Duration.ZERO);
                h.source.close();
                h.time.advance(Duration.ofSeconds(random.nextInt(60)));
                h.open(options);
            }
            default -> h.reddit.revokeTokens();
        }
    }

    private static FakeReply[] errors(Random random) {
        FakeReply[] replies = new FakeReply[1 + random.nextInt(4)];
        for (int i = 0; i < replies.length; i++) {
            replies[i] = switch (random.nextInt(6)) {
                case 0 -> FakeReply.json(503, "");
                case 1 -> FakeReply.status(429);
                case 2 -> FakeReply.html(429, "<html>").withHeader("retry-after", "4");
                case 3 -> FakeReply.json(200, "{\"data\":");
                case 4 -> FakeReply.json(500, "{}");
                default -> FakeReply.json(200, "{\"data\":{\"children\":[],\"after\":null}}");
            };
        }
        return replies;
    }

    private static void check(
            int seed,
            RedditHarness h,
            Set<String> offered,
            Set<String> deleted,
            Set<String> unlisted,
            Set<String> arrivedAtLast) {
        String what = "life " + seed;
        Map<String, Integer> firsts = new HashMap<>();
        Set<String> told = new HashSet<>(RedditHarness.deletions(h.got));
        for (Delivery delivery : h.got) {
            if (!delivery.id().contains("@") && !delivery.id().contains("#")) {
                firsts.merge(delivery.id(), 1, Integer::sum);
            }
        }
        assertThat(firsts.keySet()).as(what + ": nothing that was not written").isSubsetOf(offered);
        assertThat(firsts.values()).as(what + ": each once").allMatch(count -> count == 1);
        Set<String> missing = new HashSet<>(offered);
        missing.removeAll(firsts.keySet());
        missing.removeAll(deleted);
        assertThat(missing).as(what + ": posts that never arrived").isSubsetOf(unlisted);
        if (!missing.isEmpty()) {
            assertThat(h.gaps).as(what + ": gaps, as some were listed no more").isNotEmpty();
        }
        assertThat(told).as(what + ": nothing told that was not deleted").isSubsetOf(deleted);
        Set<String> untold = new HashSet<>(deleted);
        untold.retainAll(arrivedAtLast);
        untold.removeAll(told);
        assertThat(untold).as(what + ": deletions that were not told").isEmpty();
        if (unlisted.isEmpty()) {
            assertThat(h.gaps).as(what + ": gaps, though all of it is there").isEmpty();
        }
        List<FakeRequest> requests = h.reddit.requests();
        for (int i = RedditClientOptions.DEFAULT_REQUESTS_PER_MINUTE + 1; i < requests.size(); i++) {
            assertThat(requests.get(i).nanos()
                            - requests.get(i - RedditClientOptions.DEFAULT_REQUESTS_PER_MINUTE - 1)
                                    .nanos())
                    .as(what + ": requests in a minute")
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(1).toNanos() - 1);
        }
        assertThat(h.reddit.refused()).as(what).isZero();
    }
}
