package dev.sentiment4j.reddit;

import static dev.sentiment4j.reddit.RedditHarness.deletions;
import static dev.sentiment4j.reddit.RedditHarness.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.pipeline.FileCheckpointStore;
import dev.sentiment4j.testkit.FakeReply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a source begins and ends, whatever clocks and odd answers say. */
class RedditStartTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final double THE_YEAR_2100 = 4_102_444_800.0;

    private final RedditHarness h = new RedditHarness();

    @AfterEach
    void close() {
        h.close();
    }

    private void writtenAt(String name, double seconds) {
        h.reddit.override(name, data -> data.put("created_utc", seconds));
    }

    private List<String> writeSlowly(int count) throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            h.time.advance(Duration.ofSeconds(2));
            names.addAll(h.write(1));
            h.run(Duration.ofSeconds(38));
        }
        return names;
    }

    @Test
    void anItemFromTheFuture_atTheFirstLook_doesNotSilenceTheOthers() throws Exception {
        writtenAt(h.write(1).get(0), THE_YEAR_2100);
        h.open().run(MINUTE);
        List<String> later = writeSlowly(5);
        assertThat(ids(h.got)).containsAll(later);
        assertThat(h.checkpoints.load("reddit/java").orElseThrow()).doesNotContain("listing 41024");
    }

    @Test
    void anItemFromTheFuture_amongOthers_bringsNoOldOneBack() throws Exception {
        List<String> old = h.write(130);
        h.time.advance(Duration.ofHours(1));
        writtenAt(h.write(1).get(0), THE_YEAR_2100);
        h.open().run(MINUTE);
        List<String> later = writeSlowly(2);
        assertThat(ids(h.got)).containsAll(later).doesNotContainAnyElementsOf(old);
    }

    @Test
    void aPlaceFromTheFuture_isTakenForNow() throws Exception {
        h.checkpoints.save("reddit/java", "reddit listings 1\nlisting 4102444799000 /r/java/new\n");
        h.write(10);
        h.open().run(MINUTE);
        List<String> later = writeSlowly(3);
        assertThat(ids(h.got)).isEqualTo(later);
    }

    @Test
    void startNow_whileRedditIsAway_deliversWhatIsWrittenMeanwhile() throws Exception {
        List<String> old = h.write(30);
        h.time.advance(Duration.ofSeconds(2));
        for (int i = 0; i < 12; i++) {
            h.reddit.replyNext(FakeReply.status(503));
        }
        h.open().run(Duration.ofSeconds(100));
        List<String> meanwhile = h.write(250);
        h.run(Duration.ofMinutes(15));
        List<String> later = writeSlowly(1);
        meanwhile.addAll(later);
        assertThat(ids(h.got)).isEqualTo(meanwhile).doesNotContainAnyElementsOf(old);
        assertThat(h.gaps).isEmpty();
    }

    /** Posts are dated by Reddit's clock, which is so far from this machine's. */
    @ParameterizedTest
    @ValueSource(ints = {-600, -40, 40, 600})
    void startNow_isMeantByRedditsClock_asItsAnswersTellIt(int ahead) throws Exception {
        String old = h.write(1).get(0);
        double start = h.time.now().getEpochSecond();
        writtenAt(old, start + ahead - 20);
        h.reddit.replyNext(FakeReply.status(503)
                .withHeader(
                        "date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                Instant.ofEpochSecond((long) start + ahead).atOffset(ZoneOffset.UTC))));
        h.open().request();
        String meanwhile = h.write(1).get(0);
        writtenAt(meanwhile, start + ahead + 3);
        h.run(MINUTE);
        assertThat(ids(h.got)).containsExactly(meanwhile);
    }

    @Test
    void closedByAnInterruptedThread_itsPlaceIsInTheFile(@TempDir Path directory) throws Exception {
        try (RedditHarness other = new RedditHarness(new FileCheckpointStore(directory))) {
            other.open().run(Duration.ofSeconds(4));
            other.time.advance(Duration.ofSeconds(2));
            Thread.currentThread().interrupt();
            other.source.close();
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
            List<String> later = other.write(2);
            other.open();
            assertThat(ids(other.run(MINUTE))).isEqualTo(later);
        }
    }

    @Test
    void answersWithoutAnyItem_twice_deleteNoPostThatIsListed() throws Exception {
        h.open(RedditHarness.options()
                .minPollInterval(Duration.ofHours(1))
                .maxPollInterval(Duration.ofHours(1))
                .start(RedditSourceOptions.Start.EARLIEST)
                .recheckAfter(List.of(MINUTE.multipliedBy(10), Duration.ofHours(3)))
                .build());
        List<String> posts = h.write(5);
        assertThat(ids(h.run(MINUTE))).isEqualTo(posts);
        FakeReply empty = FakeReply.json(200, "{\"kind\":\"Listing\",\"data\":{\"children\":[],\"after\":null}}");
        h.reddit.replyNext(empty, empty);
        h.run(Duration.ofMinutes(30));
        assertThat(h.reddit.requests().stream().filter(r -> r.path().equals("/api/info")))
                .hasSize(3);
        assertThat(deletions(h.got)).isEmpty();
        h.reddit.delete(posts.get(0));
        assertThat(deletions(h.run(Duration.ofHours(4)))).containsExactly(posts.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000", "Fri, 01 Jan 2100 00:00:00 GMT"})
    void aWaitWithoutMeasure_isAnHourAtMost(String retryAfter) throws Exception {
        h.open().run(MINUTE);
        h.time.advance(Duration.ofSeconds(2));
        List<String> posts = h.write(3);
        h.reddit.replyNext(FakeReply.status(429).withHeader("retry-after", retryAfter));
        assertThat(ids(h.run(Duration.ofMinutes(55)))).isEmpty();
        assertThat(ids(h.run(Duration.ofMinutes(10)))).isEqualTo(posts);
    }
}
