package dev.sentiment4j.instagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.testkit.FakeInstagram;
import dev.sentiment4j.testkit.FakeReply;
import dev.sentiment4j.testkit.FakeRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

/**
 * Random lives of a source: bursts, answers to old comments, errors of all kinds, lists out of order, items that
 * vanish, restarts, crashes, absences. Whatever is offered long enough arrives once, what is not is told as a gap, and
 * no hour has more requests than it may. Lives {@value #RUNS} lives; {@code -Dsentiment4j.fuzz=10000} for the long one,
 * two at a time. A life that fails names its seed, which {@code -Dsentiment4j.fuzz.seed} repeats.
 */
class InstagramFuzzTest {
    private static final String RUNS = "40";
    private static final int AT_A_TIME = 2;
    private static final int STEPS = 12;
    private static final int REQUESTS_PER_HOUR = 80;
    private static final int REMEMBERED = 5_000;
    private static final Duration EVERY = Duration.ofMinutes(15);
    /** Within so long all is looked through once more. */
    private static final Duration WHOLE = Duration.ofHours(10);

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void whateverHappens_everyItemThatIsOfferedLongEnoughArrivesOnce() throws Exception {
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

    private static void live(int seed) throws Exception {
        try (Life life = new Life(seed)) {
            life.live();
            life.check();
        }
    }

    private static final class Life implements AutoCloseable {
        final String what;
        final Random random;
        final InstagramHarness h = new InstagramHarness();
        final InstagramSourceOptions options;
        final List<String> own;
        /** When each item was written. */
        final Map<String, Instant> offered = new LinkedHashMap<>();

        final Map<String, String> mediaOfComments = new LinkedHashMap<>();
        final Map<String, List<String>> replies = new HashMap<>();
        final Set<String> deleted = new HashSet<>();
        /** Items do not move between pages while somebody is away for long: either is for lives of its own. */
        final boolean absences;

        boolean crashed;

        Life(int seed) {
            what = "life " + seed;
            random = new Random(seed);
            absences = random.nextInt(3) == 0;
            own = List.of(h.instagram.ownMedia(), h.instagram.ownMedia());
            h.instagram.sameCursor(random.nextInt(4) == 0);
            h.instagram.bareId(random.nextBoolean());
            h.instagram.limit(REQUESTS_PER_HOUR);
            options = InstagramHarness.options()
                    .hashtags(List.of("coke", "tea"))
                    .mediaIds(own)
                    .commentsOfLatest(random.nextInt(3))
                    .hashtagInterval(EVERY)
                    .commentInterval(EVERY)
                    .dedupWindow(REMEMBERED)
                    .build();
        }

        InstagramClient client() {
            return new InstagramClient(
                    h.clientOptions().requestsPerHour(REQUESTS_PER_HOUR).build(), h.time);
        }

        void live() throws Exception {
            offered.put(h.instagram.media("coke", "first"), h.time.now());
            offered.put(h.instagram.media("tea", "first"), h.time.now());
            // What was offered before it was read for the first time is nobody's absence.
            h.open(options, client()).run(Duration.ofMinutes(20));
            for (int step = 0; step < STEPS; step++) {
                happen();
                h.run(Duration.ofMinutes(random.nextInt(30)));
            }
            h.instagram.shuffle(0);
            h.instagram.usage(0, 0);
            h.run(Duration.ofHours(1));
            for (Duration more = Duration.ZERO;
                    more.compareTo(WHOLE) < 0 && !missing().isEmpty();
                    more = more.plus(EVERY)) {
                h.run(EVERY);
            }
        }

        private void happen() throws Exception {
            switch (random.nextInt(absences ? 11 : 12)) {
                case 0, 1 -> media(burst());
                case 2 -> comments(burst());
                case 3 -> replies(1 + random.nextInt(6));
                case 4 -> h.instagram.replyNext(errors());
                case 5 -> h.instagram.shuffle(random.nextInt(11));
                case 6 -> delete(random.nextInt(10));
                case 7 -> {
                    // What is delivered and not acknowledged comes again.
                    media(random.nextInt(70));
                    comments(random.nextInt(70));
                    h.request();
                    h.source.poll(1 + random.nextInt(100), Duration.ZERO);
                    h.source.close();
                    h.time.advance(absence());
                    h.open(options, h.client);
                }
                case 8 -> {
                    crashed = true;
                    media(random.nextInt(70));
                    h.request();
                    h.crash();
                    h.time.advance(absence());
                    h.open(options, client());
                }
                case 9 -> h.instagram.usage(random.nextBoolean() ? 96 : 0, random.nextInt(20));
                case 10 -> h.instagram.broken("tea");
                default -> {
                    // Between two pages, so that items move from one to another.
                    media(60 + random.nextInt(100));
                    comments(60 + random.nextInt(100));
                    for (int i = random.nextInt(8); i > 0; i--) {
                        h.request();
                    }
                    if (random.nextBoolean()) {
                        media(60);
                        comments(60);
                    } else {
                        delete(random.nextInt(60));
                    }
                }
            }
        }

        private Duration absence() {
            return absences && random.nextInt(3) == 0
                    ? Duration.ofMinutes(random.nextInt(40 * 60))
                    : Duration.ofSeconds(random.nextInt(100));
        }

        private int burst() {
            return switch (random.nextInt(4)) {
                case 0 -> 1 + random.nextInt(150);
                // Around the end of a page.
                case 1 -> 45 + random.nextInt(10);
                default -> 1 + random.nextInt(20);
            };
        }

        private void media(int count) {
            h.media(random.nextBoolean() ? "coke" : "tea", count).forEach(id -> offered.put(id, h.time.now()));
        }

        private void comments(int count) {
            String media = own.get(random.nextInt(own.size()));
            h.comments(media, count).forEach(id -> {
                offered.put(id, h.time.now());
                mediaOfComments.put(id, media);
            });
        }

        private void replies(int count) {
            List<String> all = mediaOfComments.keySet().stream()
                    .filter(id -> !deleted.contains(id))
                    .toList();
            for (int i = 0; i < count && !all.isEmpty(); i++) {
                String comment = all.get(random.nextInt(all.size()));
                String reply = h.instagram.reply(mediaOfComments.get(comment), comment, "bob", "answer");
                offered.put(reply, h.time.now());
                replies.computeIfAbsent(comment, key -> new ArrayList<>()).add(reply);
            }
        }

        private void delete(int count) {
            List<String> all = new ArrayList<>(offered.keySet());
            for (int i = 0; i < count && !all.isEmpty(); i++) {
                String gone = all.get(all.size() - 1 - random.nextInt(Math.min(200, all.size())));
                h.instagram.delete(gone);
                deleted.add(gone);
                // Answers go with their comment.
                mediaOfComments.remove(gone);
                deleted.addAll(replies.getOrDefault(gone, List.of()));
            }
        }

        private FakeReply[] errors() {
            FakeReply[] replies = new FakeReply[1 + random.nextInt(4)];
            for (int i = 0; i < replies.length; i++) {
                replies[i] = switch (random.nextInt(9)) {
                    case 0 -> FakeReply.json(503, "");
                    case 1 -> FakeReply.status(429);
                    case 2 -> FakeReply.html(502, "<html>");
                    case 3 -> FakeReply.json(200, "{\"data\":");
                    case 4 -> FakeInstagram.error(500, 1);
                    case 5 -> FakeInstagram.error(400, 2);
                    case 6 -> FakeInstagram.error(400, 4);
                    case 7 -> FakeInstagram.error(400, 100);
                    default -> FakeReply.json(200, "{\"data\":[]}");
                };
            }
            return replies;
        }

        private Set<String> missing() {
            Set<String> missing = new HashSet<>(offered.keySet());
            missing.removeAll(deleted);
            h.got.forEach(delivery -> missing.remove(delivery.id()));
            // What was away when it was written has been told of.
            missing.removeIf(id -> h.gaps.stream()
                    .anyMatch(gap -> !offered.get(id).isBefore(gap.start())
                            && !offered.get(id).isAfter(gap.end())));
            return missing;
        }

        void check() {
            Map<String, Integer> times = new HashMap<>();
            h.got.forEach(delivery -> times.merge(delivery.id(), 1, Integer::sum));
            Set<String> posts = new HashSet<>(h.got.stream()
                    .filter(delivery -> delivery.event().isPresent())
                    .map(Delivery::id)
                    .toList());
            assertThat(missing()).as(what + ": items that never arrived").isEmpty();
            times.keySet().removeAll(h.unsaved);
            assertThat(times.values()).as(what + ": each once").allMatch(count -> count == 1);
            if (!absences) {
                assertThat(h.gaps)
                        .as(what + ": gaps, though all of it is there")
                        .isEmpty();
            }
            assertThat(h.source.lag().pending()).as(what).hasValue(0);
            List<FakeRequest> requests = h.instagram.requests();
            for (int i = REQUESTS_PER_HOUR; i < requests.size() && !crashed; i++) {
                assertThat(requests.get(i).nanos()
                                - requests.get(i - REQUESTS_PER_HOUR).nanos())
                        .as(what + ": requests in an hour")
                        .isGreaterThanOrEqualTo(Duration.ofHours(1).toNanos());
            }
            if (!crashed) {
                assertThat(h.instagram.refused()).as(what).isZero();
            }
            posts.removeAll(offered.keySet());
            assertThat(posts).as(what + ": nothing that was not offered").isEmpty();
        }

        @Override
        public void close() {
            h.close();
        }
    }
}
