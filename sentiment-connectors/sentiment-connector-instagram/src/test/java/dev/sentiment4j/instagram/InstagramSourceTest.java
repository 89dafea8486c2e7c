package dev.sentiment4j.instagram;

import static dev.sentiment4j.instagram.InstagramHarness.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.http.Secret;
import dev.sentiment4j.http.TokenSupplier;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.testkit.FakeInstagram;
import dev.sentiment4j.testkit.FakeReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashtags and comments, by virtual time against a fake Graph API. */
class InstagramSourceTest {
    private static final Duration TEN = Duration.ofMinutes(10);

    private final InstagramHarness h = new InstagramHarness();

    @AfterEach
    void close() {
        h.close();
    }

    @Test
    void recentMedia_arriveOnce_theOldestFirst() throws Exception {
        List<String> first = h.media("coke", 120);
        h.open(options().hashtags(List.of("coke")).build());
        assertThat(h.run(TEN)).isEqualTo(first);
        List<String> later = h.media("coke", 70);
        assertThat(h.run(TEN)).isEqualTo(later);
        Post post = (Post) h.got.get(0).event().orElseThrow();
        assertThat(post.source()).isEqualTo("instagram");
        assertThat(post.text()).isEqualTo("caption 0");
        assertThat(post.createdAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(post.attribute(Post.CHANNEL)).contains("#coke");
        assertThat(post.authorName()).isEmpty();
        assertThat(h.source.stats().orElseThrow().media()).isEqualTo(190);
    }

    @Test
    void media_outOfOrder_andOneCursorForAllPages_loseNothing() throws Exception {
        h.instagram.shuffle(10);
        h.instagram.sameCursor(true);
        h.instagram.bareId(true);
        List<String> all = new ArrayList<>(h.media("coke", 130));
        h.open(options().hashtags(List.of("coke")).build());
        h.run(TEN);
        all.addAll(h.media("coke", 45));
        h.run(TEN);
        assertThat(h.got).hasSameSizeAs(all);
        assertThat(h.got.stream().map(Delivery::id)).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aHashtagsId_isLookedUpOnce_alsoOverRestarts() throws Exception {
        h.media("coke", 2);
        h.open(options().hashtags(List.of("coke")).build());
        h.run(Duration.ofHours(2));
        h.source.close();
        List<String> later = h.media("coke", 1);
        h.open(options().hashtags(List.of("coke")).build());
        assertThat(h.run(TEN)).isEqualTo(later);
        assertThat(h.instagram.requests().stream().filter(r -> r.path().equals("/ig_hashtag_search")))
                .hasSize(1);
    }

    @Test
    void aHashtagThatCannotBeRead_isLeftAlone_andOthersGoOn() throws Exception {
        List<String> good = h.media("coke", 2);
        h.open(options().hashtags(List.of("sensitive", "coke")).build());
        assertThat(h.run(TEN)).isEqualTo(good);
        assertThat(h.disconnects).isEmpty();
        assertThat(h.source.stats().orElseThrow().resting()).isEqualTo(1);
        List<String> later = h.media("sensitive", 1);
        assertThat(h.run(Duration.ofMinutes(40))).isEmpty();
        assertThat(h.run(Duration.ofMinutes(30))).isEqualTo(later);
    }

    @Test
    void awayForMoreThanADay_isToldAsAGap() throws Exception {
        h.media("coke", 1);
        h.open(options().hashtags(List.of("coke")).build());
        h.run(TEN);
        h.source.close();
        h.media("coke", 1);
        h.time.advance(Duration.ofHours(30));
        List<String> later = h.media("coke", 1);
        h.open(options().hashtags(List.of("coke")).build());
        assertThat(h.run(TEN)).isEqualTo(later);
        assertThat(h.gaps).hasSize(1);
        assertThat(Duration.between(h.gaps.get(0).start(), h.gaps.get(0).end()))
                .isBetween(Duration.ofHours(5), Duration.ofHours(7));
    }

    @Test
    void comments_andRepliesToThem_arriveOnce() throws Exception {
        String media = h.instagram.ownMedia();
        String one = h.instagram.comment(media, "ann", "lovely");
        String two = h.instagram.reply(media, one, "bob", "is it?");
        h.open(options().mediaIds(List.of(media)).build());
        assertThat(h.run(TEN)).containsExactlyInAnyOrder(one, two);
        String three = h.instagram.reply(media, one, "ann", "it is");
        String four = h.instagram.comment(media, "eve", "no");
        assertThat(h.run(TEN)).containsExactlyInAnyOrder(three, four);
        Post answer = h.got.stream()
                .map(d -> (Post) d.event().orElseThrow())
                .filter(p -> p.id().equals(two))
                .findFirst()
                .orElseThrow();
        assertThat(answer.authorName()).contains("bob");
        assertThat(answer.attribute("parent_id")).contains(one);
    }

    @Test
    void commentsOfTheLatestMedia_areFoundByThemselves() throws Exception {
        String old = h.instagram.ownMedia();
        String first = h.instagram.ownMedia();
        h.instagram.comment(old, "ann", "too old");
        String one = h.instagram.comment(first, "ann", "lovely");
        h.open(options().commentsOfLatest(1).build());
        assertThat(h.run(TEN)).containsExactly(one);
        String second = h.instagram.ownMedia();
        String two = h.instagram.comment(second, "ann", "lovely too");
        assertThat(h.run(Duration.ofMinutes(20))).containsExactly(two);
    }

    @Test
    void restart_bringsAgainWhatWasNotAcknowledged_andNothingElse() throws Exception {
        List<String> all = h.media("coke", 6);
        h.open(options().hashtags(List.of("coke")).build());
        h.reader.step();
        h.reader.step();
        List<Delivery> polled = h.source.poll(10, Duration.ZERO);
        assertThat(polled).hasSize(6);
        h.source.acknowledge(polled.subList(0, 2));
        h.source.negativeAcknowledge(polled.subList(2, 6), NackReason.STOPPING);
        h.source.close();
        h.open(options().hashtags(List.of("coke")).build());
        assertThat(h.run(TEN)).isEqualTo(all.subList(2, 6));
    }

    @Test
    void aBrokenItem_isMalformedOnce_andItsNeighboursArrive() throws Exception {
        List<String> good = h.media("coke", 1);
        h.instagram.broken("coke");
        h.open(options().hashtags(List.of("coke")).build());
        assertThat(h.run(Duration.ofMinutes(30))).isEqualTo(good);
        assertThat(h.got.stream().filter(d -> d.malformed().isPresent())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 17, 32, 613, 80002})
    void tooManyCalls_areWaitedOut(int code) throws Exception {
        List<String> all = h.media("coke", 2);
        h.instagram.replyNext(FakeInstagram.error(400, code), FakeInstagram.error(400, code));
        h.open(options().hashtags(List.of("coke")).build());
        assertThat(h.run(Duration.ofMinutes(4))).isEmpty();
        assertThat(h.instagram.requests()).hasSize(1);
        assertThat(h.run(Duration.ofMinutes(30))).isEqualTo(all);
    }

    @Test
    void usageNearlyFull_isWaitedOut_beforeAnythingIsRefused() throws Exception {
        h.media("coke", 2);
        h.instagram.usage(97, 42);
        h.open(options().hashtags(List.of("coke")).build());
        h.run(Duration.ofMinutes(40));
        assertThat(h.instagram.requests()).hasSize(1);
        assertThat(h.client.usage()).contains(97.0);
        h.instagram.usage(3, 0);
        assertThat(h.run(TEN)).hasSize(2);
    }

    @Test
    void ourOwnBudget_isKeptTo() throws Exception {
        h.media("coke", 2);
        h.open(
                options()
                        .hashtags(List.of("coke"))
                        .hashtagInterval(Duration.ofSeconds(1))
                        .build(),
                h.clientOptions().requestsPerHour(50).build());
        h.run(Duration.ofMinutes(179));
        assertThat(h.instagram.requests()).hasSizeBetween(140, 150);
    }

    @Test
    void aTokenThatHasEnded_isFatal_unlessAnotherCanBeHad() throws Exception {
        List<String> all = h.media("coke", 1);
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
        h.open(
                options().hashtags(List.of("coke")).build(),
                InstagramClientOptions.builder(supplier)
                        .graphUri(h.instagram.uri())
                        .build());
        assertThat(h.run(TEN)).isEqualTo(all);
        h.source.close();
        h.open(
                options().hashtags(List.of("coke")).build(),
                InstagramClientOptions.builder(Secret.of("hidden-token"))
                        .graphUri(h.instagram.uri())
                        .build());
        assertThatThrownBy(() -> h.run(TEN))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("190")
                .hasMessageNotContaining("hidden-token");
        assertThat(h.client.toString() + h.source).doesNotContain("hidden-token");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 200})
    void aMissingPermission_isFatal_andNamed(int code) {
        h.instagram.replyNext(FakeInstagram.error(403, code));
        h.open(options().hashtags(List.of("coke")).build());
        assertThatThrownBy(() -> h.run(TEN))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("instagram_basic");
    }

    @Test
    void troubleOfAllKinds_isWaitedOut() throws Exception {
        List<String> all = h.media("coke", 60);
        h.open(options().hashtags(List.of("coke")).build());
        h.instagram.replyNext(
                FakeReply.html(502, "<html>"),
                FakeInstagram.error(500, 1),
                FakeInstagram.error(400, 2),
                FakeReply.status(504));
        assertThat(h.run(Duration.ofMinutes(30))).isEqualTo(all);
        assertThat(h.disconnects).hasSize(1);
    }

    @Test
    void aServerThatIsNotThere_isNamedWithoutTheToken() throws Exception {
        h.open(
                options().hashtags(List.of("coke")).build(),
                h.clientOptions()
                        .graphUri(java.net.URI.create("http://127.0.0.1:1"))
                        .build());
        h.run(TEN);
        assertThat(h.disconnects).hasSize(1);
        Throwable cause = h.disconnects.get(0);
        while (cause != null) {
            assertThat(cause.toString()).doesNotContain(FakeInstagram.TOKEN);
            cause = cause.getCause();
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
        h.checkpoints.save("instagram/" + FakeInstagram.USER_ID, "something else");
        assertThatThrownBy(() -> h.open(options().hashtags(List.of("coke")).build()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("instagram/" + FakeInstagram.USER_ID);
    }
}
