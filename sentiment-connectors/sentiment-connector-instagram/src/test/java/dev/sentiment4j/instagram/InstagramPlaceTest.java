package dev.sentiment4j.instagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.http.Secret;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.FileCheckpointStore;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.testkit.FakeInstagram;
import dev.sentiment4j.testkit.FakeReply;
import dev.sentiment4j.testkit.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a source reads, and what it knows of it after a restart. */
class InstagramPlaceTest {
    private static final Duration TEN = Duration.ofMinutes(10);

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T12:00:00Z"));
    private final FakeInstagram instagram = FakeInstagram.start(time);
    private final CheckpointStore checkpoints = new InMemoryCheckpointStore();
    private final List<SourceGap> gaps = new ArrayList<>();
    private final List<Throwable> disconnects = new ArrayList<>();
    private InstagramSource source;
    private InstagramReader reader;

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
        instagram.close();
    }

    private static InstagramSourceOptions.Builder options() {
        return InstagramSourceOptions.builder(FakeInstagram.USER_ID);
    }

    private void open(InstagramSourceOptions options) {
        open(options, checkpoints);
    }

    private void open(InstagramSourceOptions options, CheckpointStore store) {
        InstagramClient client = new InstagramClient(
                InstagramClientOptions.builder(Secret.of(FakeInstagram.TOKEN))
                        .graphUri(instagram.uri())
                        .build(),
                time);
        source = new InstagramSource(client, options, store, new Random(3));
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
    }

    private List<String> run(Duration duration) throws InterruptedException {
        List<String> now = new ArrayList<>();
        long end = time.nanoTime() + duration.toNanos();
        while (true) {
            Duration wait = reader.step();
            List<Delivery> polled = source.poll(10_000, Duration.ZERO);
            source.acknowledge(polled);
            polled.forEach(delivery -> now.add(delivery.id()));
            long left = end - time.nanoTime();
            if (left <= 0 || wait.toNanos() > left) {
                time.advance(Duration.ofNanos(Math.max(0, left)));
                return now;
            }
            time.advance(wait);
        }
    }

    private List<String> comments(String media, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> instagram.comment(media, "u" + i, "comment " + i))
                .toList();
    }

    @Test
    void answersToOldComments_arrive_whereverThoseStand() throws Exception {
        String media = instagram.ownMedia();
        List<String> all = comments(media, 230);
        open(options().mediaIds(List.of(media)).build());
        assertThat(run(TEN)).containsExactlyInAnyOrderElementsOf(all);
        String oldest = instagram.reply(media, all.get(0), "v", "to the oldest");
        String middle = instagram.reply(media, all.get(120), "v", "to one in the middle");
        String newest = instagram.reply(media, all.get(229), "v", "to the newest");
        int before = instagram.requests().size();
        assertThat(run(Duration.ofHours(1))).containsExactlyInAnyOrder(oldest, middle, newest);
        assertThat(instagram.requests().size() - before)
                .as("thirty for the first page, a fifth more for the others")
                .isBetween(34, 38);
        String again = instagram.reply(media, all.get(0), "v", "to the oldest, once more");
        assertThat(run(Duration.ofHours(1))).containsExactly(again);
    }

    @Test
    void aMediaWithOnePageOfComments_costsNoMoreRequests() throws Exception {
        String media = instagram.ownMedia();
        comments(media, 50);
        open(options().mediaIds(List.of(media)).build());
        run(Duration.ofMinutes(59));
        assertThat(instagram.requests()).hasSize(30);
    }

    @Test
    void moreCommentsAtFirst_thanAWalkReaches_areToldAsAGap() throws Exception {
        String media = instagram.ownMedia();
        comments(media, 300);
        Instant old = time.now();
        time.advance(TEN);
        comments(media, 2_000);
        open(options().mediaIds(List.of(media)).build());
        assertThat(run(Duration.ofMinutes(2))).hasSize(2_000);
        assertThat(gaps).hasSize(1);
        assertThat(gaps.get(0).start()).isBefore(old);
        assertThat(gaps.get(0).end()).isBetween(old, time.now());
    }

    @Test
    void moreMediaAtFirst_thanAWalkReaches_areToldAsAGap() throws Exception {
        IntStream.range(0, 2_300).forEach(i -> instagram.media("coke", "caption " + i));
        open(options().hashtags(List.of("coke")).build());
        assertThat(run(Duration.ofMinutes(2))).hasSize(2_000);
        assertThat(gaps).hasSize(1);
        assertThat(Duration.between(gaps.get(0).start(), gaps.get(0).end())).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void aQuietHashtag_afterARestart_hasNoGap() throws Exception {
        instagram.media("coke", "one");
        open(options().hashtags(List.of("coke")).build());
        run(Duration.ofDays(3));
        source.close();
        time.advance(Duration.ofMinutes(1));
        open(options().hashtags(List.of("coke")).build());
        run(TEN);
        assertThat(gaps).isEmpty();
    }

    @Test
    void aQuietHashtag_afterACrash_hasNoGap() throws Exception {
        instagram.media("coke", "one");
        open(options().hashtags(List.of("coke")).build());
        run(Duration.ofDays(3));
        open(options().hashtags(List.of("coke")).build());
        run(TEN);
        assertThat(gaps).isEmpty();
    }

    @Test
    void aHashtagWithoutMedia_isLookedUpOnce_alsoOverRestarts() throws Exception {
        instagram.media("coke", "old");
        time.advance(Duration.ofHours(25));
        for (int i = 0; i < 3; i++) {
            open(options().hashtags(List.of("coke")).build());
            run(Duration.ofHours(1));
            source.close();
        }
        assertThat(instagram.requests().stream().filter(r -> r.path().equals("/ig_hashtag_search")))
                .hasSize(1);
    }

    @Test
    void anAnswerThatIsNoListOfMedia_isAFault_andForgetsNone() throws Exception {
        String media = instagram.ownMedia();
        open(options().commentsOfLatest(5).build());
        run(Duration.ofSeconds(599));
        instagram.replyNext(FakeReply.json(200, "{}"));
        run(Duration.ofSeconds(11));
        String comment = instagram.comment(media, "ann", "lovely");
        assertThat(run(Duration.ofMinutes(3))).containsExactly(comment);
        assertThat(disconnects).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("own media"));
    }

    @Test
    void closedByAnInterruptedThread_itsPlaceIsInTheFile(@TempDir Path directory) throws Exception {
        instagram.media("coke", "one");
        CheckpointStore files = new FileCheckpointStore(directory);
        open(options().hashtags(List.of("coke")).build(), files);
        reader.step();
        reader.step();
        source.acknowledge(source.poll(10, Duration.ZERO));
        Thread.currentThread().interrupt();
        source.close();
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        open(options().hashtags(List.of("coke")).build(), files);
        assertThat(run(TEN)).isEmpty();
    }
}
