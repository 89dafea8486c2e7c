package dev.sentiment4j.instagram;

import static dev.sentiment4j.instagram.InstagramHarness.options;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.pipeline.FileCheckpointStore;
import dev.sentiment4j.testkit.FakeReply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a source reads, and what it knows of it after a restart. */
class InstagramPlaceTest {
    private static final Duration TEN = Duration.ofMinutes(10);

    private final InstagramHarness h = new InstagramHarness();

    @AfterEach
    void close() {
        h.close();
    }

    @Test
    void answersToOldComments_arrive_whereverThoseStand() throws Exception {
        String media = h.instagram.ownMedia();
        List<String> all = h.comments(media, 230);
        h.open(options().mediaIds(List.of(media)).build());
        assertThat(h.run(TEN)).containsExactlyInAnyOrderElementsOf(all);
        String oldest = h.instagram.reply(media, all.get(0), "v", "to the oldest");
        String middle = h.instagram.reply(media, all.get(120), "v", "to one in the middle");
        String newest = h.instagram.reply(media, all.get(229), "v", "to the newest");
        int before = h.instagram.requests().size();
        assertThat(h.run(Duration.ofHours(1))).containsExactlyInAnyOrder(oldest, middle, newest);
        assertThat(h.instagram.requests().size() - before)
                .as("thirty for the first page, a fifth more for the others")
                .isBetween(34, 38);
        String again = h.instagram.reply(media, all.get(0), "v", "to the oldest, once more");
        assertThat(h.run(Duration.ofHours(1))).containsExactly(again);
    }

    @Test
    void aMediaWithOnePageOfComments_costsNoMoreRequests() throws Exception {
        String media = h.instagram.ownMedia();
        h.comments(media, 50);
        h.open(options().mediaIds(List.of(media)).build());
        h.run(Duration.ofMinutes(59));
        assertThat(h.instagram.requests()).hasSize(30);
    }

    @Test
    void moreCommentsAtFirst_thanAWalkReaches_areToldAsAGap() throws Exception {
        String media = h.instagram.ownMedia();
        h.comments(media, 300);
        Instant old = h.time.now();
        h.time.advance(TEN);
        h.comments(media, 2_000);
        h.open(options().mediaIds(List.of(media)).build());
        assertThat(h.run(Duration.ofMinutes(2))).hasSize(2_000);
        assertThat(h.gaps).hasSize(1);
        assertThat(h.gaps.get(0).start()).isBefore(old);
        assertThat(h.gaps.get(0).end()).isBetween(old, h.time.now());
    }

    @Test
    void moreMediaAtFirst_thanAWalkReaches_areToldAsAGap() throws Exception {
        h.media("coke", 2_300);
        h.open(options().hashtags(List.of("coke")).build());
        assertThat(h.run(Duration.ofMinutes(2))).hasSize(2_000);
        assertThat(h.gaps).hasSize(1);
        assertThat(Duration.between(h.gaps.get(0).start(), h.gaps.get(0).end())).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void aQuietHashtag_afterARestart_hasNoGap() throws Exception {
        h.instagram.media("coke", "one");
        h.open(options().hashtags(List.of("coke")).build());
        h.run(Duration.ofDays(3));
        h.source.close();
        h.time.advance(Duration.ofMinutes(1));
        h.open(options().hashtags(List.of("coke")).build());
        h.run(TEN);
        assertThat(h.gaps).isEmpty();
    }

    @Test
    void aQuietHashtag_afterACrash_hasNoGap() throws Exception {
        h.instagram.media("coke", "one");
        h.open(options().hashtags(List.of("coke")).build());
        h.run(Duration.ofDays(3));
        h.open(options().hashtags(List.of("coke")).build());
        h.run(TEN);
        assertThat(h.gaps).isEmpty();
    }

    @Test
    void aHashtagWithoutMedia_isLookedUpOnce_alsoOverRestarts() throws Exception {
        h.instagram.media("coke", "old");
        h.time.advance(Duration.ofHours(25));
        for (int i = 0; i < 3; i++) {
            h.open(options().hashtags(List.of("coke")).build());
            h.run(Duration.ofHours(1));
            h.source.close();
        }
        assertThat(h.instagram.requests().stream().filter(r -> r.path().equals("/ig_hashtag_search")))
                .hasSize(1);
    }

    @Test
    void anAnswerThatIsNoListOfMedia_isAFault_andForgetsNone() throws Exception {
        String media = h.instagram.ownMedia();
        h.open(options().commentsOfLatest(5).build());
        h.run(Duration.ofSeconds(599));
        h.instagram.replyNext(FakeReply.json(200, "{}"));
        h.run(Duration.ofSeconds(11));
        String comment = h.instagram.comment(media, "ann", "lovely");
        assertThat(h.run(Duration.ofMinutes(3))).containsExactly(comment);
        assertThat(h.disconnects).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("own media"));
    }

    @Test
    void whatWasNotAcknowledged_andIsOfferedNoMore_isAGap() throws Exception {
        h.media("coke", 1);
        h.open(options().hashtags(List.of("coke")).build()).run(TEN);
        h.media("coke", 1);
        Instant written = h.time.now();
        h.time.advance(TEN);
        h.request();
        h.source.close();
        h.time.advance(Duration.ofHours(30));
        h.open(options().hashtags(List.of("coke")).build()).run(TEN);
        assertThat(h.gaps).hasSize(1);
        assertThat(h.gaps.get(0).start()).isEqualTo(written);
    }

    @Test
    void closedByAnInterruptedThread_itsPlaceIsInTheFile(@TempDir Path directory) throws Exception {
        try (InstagramHarness files = new InstagramHarness(new FileCheckpointStore(directory))) {
            files.media("coke", 1);
            files.open(options().hashtags(List.of("coke")).build());
            files.reader.step();
            files.reader.step();
            files.source.acknowledge(files.source.poll(10, Duration.ZERO));
            Thread.currentThread().interrupt();
            files.source.close();
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
            files.open(options().hashtags(List.of("coke")).build());
            assertThat(files.run(TEN)).isEmpty();
        }
    }
}
