package dev.sentiment4j.instagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.http.Secret;
import dev.sentiment4j.http.TokenSupplier;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.testkit.FakeInstagram;
import dev.sentiment4j.testkit.FakeReply;
import dev.sentiment4j.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashtags and comments, by virtual time against a fake Graph API. */
class InstagramSourceTest {
    private static final Duration TEN = Duration.ofMinutes(10);

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T12:00:00Z"));
    private final FakeInstagram instagram = FakeInstagram.start(time);
    private final CheckpointStore checkpoints = new InMemoryCheckpointStore();
    private final List<Delivery> got = new ArrayList<>();
    private final List<SourceGap> gaps = new ArrayList<>();
    private final List<Throwable> disconnects = new ArrayList<>();
    private InstagramClient client;
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

    private InstagramClientOptions.Builder clientOptions() {
        return InstagramClientOptions.builder(Secret.of(FakeInstagram.TOKEN)).graphUri(instagram.uri());
    }

    private void open(InstagramSourceOptions options) {
        open(options, clientOptions().build());
    }

    private void open(InstagramSourceOptions options, InstagramClientOptions clientOptions) {
        client = new InstagramClient(clientOptions, time);
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
    }

    private List<String> run(Duration duration) throws InterruptedException {
        List<Delivery> now = new ArrayList<>();
        long end = time.nanoTime() + duration.toNanos();
        while (true) {
            Duration wait = reader.step();
            List<Delivery> polled = source.poll(10_000, Duration.ZERO);
            source.acknowledge(polled);
            now.addAll(polled);
            long left = end - time.nanoTime();
            if (left <= 0 || wait.toNanos() > left) {
                time.advance(Duration.ofNanos(Math.max(0, left)));
                got.addAll(now);
                return now.stream()
                        .filter(d -> d.event().isPresent())
                        .map(d -> d.event().orElseThrow().key().id())
                        .toList();
            }
            time.advance(wait);
        }
    }

    private List<String> media(String tag, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> instagram.media(tag, "caption " + i))
                .toList();
    }

    @Test
    void recentMedia_arriveOnce_theOldestFirst() throws Exception {
        List<String> first = media("coke", 120);
        open(options().hashtags(List.of("coke")).build());
        assertThat(run(TEN)).isEqualTo(first);
        List<String> later = media("coke", 70);
        assertThat(run(TEN)).isEqualTo(later);
        Post post = (Post) got.get(0).event().orElseThrow();
        assertThat(post.source()).isEqualTo("instagram");
        assertThat(post.text()).isEqualTo("caption 0");
        assertThat(post.createdAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(post.attribute(Post.CHANNEL)).contains("#coke");
        assertThat(post.authorName()).isEmpty();
        assertThat(source.stats().orElseThrow().media()).isEqualTo(190);
    }

    @Test
    void media_outOfOrder_andOneCursorForAllPages_loseNothing() throws Exception {
        instagram.shuffle(10);
        instagram.sameCursor(true);
        instagram.bareId(true);
        List<String> all = new ArrayList<>(media("coke", 130));
        open(options().hashtags(List.of("coke")).build());
        run(TEN);
        all.addAll(media("coke", 45));
        run(TEN);
        assertThat(got).hasSameSizeAs(all);
        assertThat(got.stream().map(Delivery::id)).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aHashtagsId_isLookedUpOnce_alsoOverRestarts() throws Exception {
        media("coke", 2);
        open(options().hashtags(List.of("coke")).build());
        run(Duration.ofHours(2));
        source.close();
        List<String> later = media("coke", 1);
        open(options().hashtags(List.of("coke")).build());
        assertThat(run(TEN)).isEqualTo(later);
        assertThat(instagram.requests().stream().filter(r -> r.path().equals("/ig_hashtag_search")))
                .hasSize(1);
    }

    @Test
    void aHashtagThatCannotBeRead_isLeftAlone_andOthersGoOn() throws Exception {
        List<String> good = media("coke", 2);
        open(options().hashtags(List.of("sensitive", "coke")).build());
        assertThat(run(TEN)).isEqualTo(good);
        assertThat(disconnects).isEmpty();
        assertThat(source.stats().orElseThrow().resting()).isEqualTo(1);
        List<String> later = media("sensitive", 1);
        assertThat(run(Duration.ofMinutes(40))).isEmpty();
        assertThat(run(Duration.ofMinutes(30))).isEqualTo(later);
    }

    @Test
    void awayForMoreThanADay_isToldAsAGap() throws Exception {
        media("coke", 1);
        open(options().hashtags(List.of("coke")).build());
        run(TEN);
        source.close();
        media("coke", 1);
        time.advance(Duration.ofHours(30));
        List<String> later = media("coke", 1);
        open(options().hashtags(List.of("coke")).build());
        assertThat(run(TEN)).isEqualTo(later);
        assertThat(gaps).hasSize(1);
        assertThat(Duration.between(gaps.get(0).start(), gaps.get(0).end()))
                .isBetween(Duration.ofHours(5), Duration.ofHours(7));
    }

    @Test
    void comments_andRepliesToThem_arriveOnce() throws Exception {
        String media = instagram.ownMedia();
        String one = instagram.comment(media, "ann", "lovely");
        String two = instagram.reply(media, one, "bob", "is it?");
        open(options().mediaIds(List.of(media)).build());
        assertThat(run(TEN)).containsExactlyInAnyOrder(one, two);
        String three = instagram.reply(media, one, "ann", "it is");
        String four = instagram.comment(media, "eve", "no");
        assertThat(run(TEN)).containsExactlyInAnyOrder(three, four);
        Post answer = got.stream()
                .map(d -> (Post) d.event().orElseThrow())
                .filter(p -> p.id().equals(two))
                .findFirst()
                .orElseThrow();
        assertThat(answer.authorName()).contains("bob");
        assertThat(answer.attribute("parent_id")).contains(one);
    }

    @Test
    void commentsOfTheLatestMedia_areFoundByThemselves() throws Exception {
        String old = instagram.ownMedia();
        String first = instagram.ownMedia();
        instagram.comment(old, "ann", "too old");
        String one = instagram.comment(first, "ann", "lovely");
        open(options().commentsOfLatest(1).build());
        assertThat(run(TEN)).containsExactly(one);
        String second = instagram.ownMedia();
        String two = instagram.comment(second, "ann", "lovely too");
        assertThat(run(Duration.ofMinutes(20))).containsExactly(two);
    }

    @Test
    void restart_bringsAgainWhatWasNotAcknowledged_andNothingElse() throws Exception {
        List<String> all = media("coke", 6);
        open(options().hashtags(List.of("coke")).build());
        reader.step();
        reader.step();
        List<Delivery> polled = source.poll(10, Duration.ZERO);
        assertThat(polled).hasSize(6);
        source.acknowledge(polled.subList(0, 2));
        source.negativeAcknowledge(polled.subList(2, 6), NackReason.STOPPING);
        source.close();
        open(options().hashtags(List.of("coke")).build());
        assertThat(run(TEN)).isEqualTo(all.subList(2, 6));
    }

    @Test
    void aBrokenItem_isMalformedOnce_andItsNeighboursArrive() throws Exception {
        List<String> good = media("coke", 1);
        instagram.broken("coke");
        open(options().hashtags(List.of("coke")).build());
        assertThat(run(Duration.ofMinutes(30))).isEqualTo(good);
        assertThat(got.stream().filter(d -> d.malformed().isPresent())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 17, 32, 613, 80002})
    void tooManyCalls_areWaitedOut(int code) throws Exception {
        List<String> all = media("coke", 2);
        instagram.replyNext(FakeInstagram.error(400, code), FakeInstagram.error(400, code));
        open(options().hashtags(List.of("coke")).build());
        assertThat(run(Duration.ofMinutes(4))).isEmpty();
        assertThat(instagram.requests()).hasSize(1);
        assertThat(run(Duration.ofMinutes(30))).isEqualTo(all);
    }

    @Test
    void usageNearlyFull_isWaitedOut_beforeAnythingIsRefused() throws Exception {
        media("coke", 2);
        instagram.usage(97, 42);
        open(options().hashtags(List.of("coke")).build());
        run(Duration.ofMinutes(40));
        assertThat(instagram.requests()).hasSize(1);
        assertThat(client.usage()).contains(97.0);
        instagram.usage(3, 0);
        assertThat(run(TEN)).hasSize(2);
    }

    @Test
    void ourOwnBudget_isKeptTo() throws Exception {
        media("coke", 2);
        open(
                options()
                        .hashtags(List.of("coke"))
                        .hashtagInterval(Duration.ofSeconds(1))
                        .build(),
                clientOptions().requestsPerHour(50).build());
        run(Duration.ofMinutes(179));
        assertThat(instagram.requests()).hasSizeBetween(140, 150);
    }

    @Test
    void aTokenThatHasEnded_isFatal_unlessAnotherCanBeHad() throws Exception {
        List<String> all = media("coke", 1);
        AtomicInteger asked = new AtomicInteger();
        TokenSupplier supplier = new TokenSupplier() {
            @Override
            public Secret token() {
                return Secret.of(asked.get() == 0 ? "old" : FakeInstagram.TOKEN);
            }

            @Override
            public boolean refused(Secret token) {
                asked.incrementAndGet();
                return true;
            }
        };
        open(
                options().hashtags(List.of("coke")).build(),
                InstagramClientOptions.builder(supplier)
                        .graphUri(instagram.uri())
                        .build());
        assertThat(run(TEN)).isEqualTo(all);
        source.close();
        open(
                options().hashtags(List.of("coke")).build(),
                InstagramClientOptions.builder(Secret.of("hidden-token"))
                        .graphUri(instagram.uri())
                        .build());
        assertThatThrownBy(() -> run(TEN))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("190")
                .hasMessageNotContaining("hidden-token");
        assertThat(client.toString() + source).doesNotContain("hidden-token");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 200})
    void aMissingPermission_isFatal_andNamed(int code) {
        instagram.replyNext(FakeInstagram.error(403, code));
        open(options().hashtags(List.of("coke")).build());
        assertThatThrownBy(() -> run(TEN)).isInstanceOf(SourceException.class).hasMessageContaining("instagram_basic");
    }

    @Test
    void troubleOfAllKinds_isWaitedOut() throws Exception {
        List<String> all = media("coke", 60);
        open(options().hashtags(List.of("coke")).build());
        instagram.replyNext(
                FakeReply.html(502, "<html>"),
                FakeInstagram.error(500, 1),
                FakeInstagram.error(400, 2),
                FakeReply.json(200, "{\"data\":"),
                FakeReply.json(200, "[".repeat(1_000)),
                FakeReply.status(302).withHeader("location", "/login"));
        assertThat(run(Duration.ofMinutes(30))).isEqualTo(all);
        assertThat(disconnects).hasSize(1);
    }

    @Test
    void aServerThatIsNotThere_isNamedWithoutTheToken() throws Exception {
        open(
                options().hashtags(List.of("coke")).build(),
                clientOptions()
                        .graphUri(java.net.URI.create("http://127.0.0.1:1"))
                        .build());
        run(TEN);
        assertThat(disconnects).hasSize(1);
        Throwable cause = disconnects.get(0);
        while (cause != null) {
            assertThat(cause.toString()).doesNotContain(FakeInstagram.TOKEN);
            cause = cause.getCause();
        }
    }

    @Test
    void close_duringBackOff_isPrompt() throws Exception {
        instagram.close();
        try (FakeInstagram real = FakeInstagram.start()) {
            real.replyNext(FakeInstagram.error(400, 4));
            InstagramSource one = new InstagramSource(
                    new InstagramClient(InstagramClientOptions.builder(Secret.of(FakeInstagram.TOKEN))
                            .graphUri(real.uri())
                            .build()),
                    options().hashtags(List.of("coke")).build(),
                    checkpoints);
            CountDownLatch down = new CountDownLatch(1);
            one.open(new SourceListener() {
                @Override
                public void disconnected(Throwable cause) {
                    down.countDown();
                }
            });
            assertThat(down.await(30, TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            one.close();
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Test
    void everyBadOption_isNamedAtOnce() {
        assertThatThrownBy(() -> InstagramSourceOptions.builder("me")
                        .hashtags(List.of("#coke", "a b", "x", "X"))
                        .mediaIds(List.of("abc"))
                        .commentsOfLatest(-1)
                        .hashtagInterval(Duration.ZERO)
                        .commentInterval(Duration.ZERO)
                        .dedupWindow(1)
                        .bufferCapacity(0)
                        .checkpointKey("")
                        .checkpointInterval(Duration.ZERO)
                        .build())
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContainingAll(
                        "userId",
                        "hashtags",
                        "there twice",
                        "mediaIds",
                        "commentsOfLatest",
                        "hashtagInterval",
                        "commentInterval",
                        "dedupWindow",
                        "bufferCapacity",
                        "checkpointKey",
                        "checkpointInterval");
        List<String> tags = IntStream.range(0, 31).mapToObj(i -> "tag" + i).toList();
        assertThatThrownBy(() -> options().hashtags(tags).build()).hasMessageContaining("at most 30");
    }

    @Test
    void aDamagedCheckpoint_isFatal_andNamed() {
        checkpoints.save("instagram/" + FakeInstagram.USER_ID, "something else");
        assertThatThrownBy(() -> open(options().hashtags(List.of("coke")).build()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("instagram/" + FakeInstagram.USER_ID);
    }
}
