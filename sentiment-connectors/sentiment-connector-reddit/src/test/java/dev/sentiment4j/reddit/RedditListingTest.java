package dev.sentiment4j.reddit;

import static dev.sentiment4j.reddit.RedditHarness.deletions;
import static dev.sentiment4j.reddit.RedditHarness.ids;
import static dev.sentiment4j.reddit.RedditHarness.options;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.testkit.FakeReply;
import dev.sentiment4j.testkit.FakeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Reddit's listings do, and what becomes of posts. */
class RedditListingTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RedditHarness h = new RedditHarness();

    @AfterEach
    void close() {
        h.close();
    }

    private List<FakeRequest> listings() {
        return h.reddit.requests().stream()
                .filter(r -> r.path().startsWith("/r/"))
                .toList();
    }

    @Test
    void startNow_deliversWhatIsWrittenFromThenOn() throws Exception {
        h.write(30);
        h.open().run(MINUTE);
        assertThat(h.got).isEmpty();
        h.time.advance(Duration.ofSeconds(2));
        List<String> later = h.write(3);
        assertThat(ids(h.run(MINUTE))).isEqualTo(later);
    }

    @Test
    void startNow_inASubredditWithoutPosts_deliversTheFirst() throws Exception {
        h.open().run(MINUTE);
        assertThat(ids(h.run(MINUTE))).isEmpty();
        List<String> first = h.write(2);
        assertThat(ids(h.run(MINUTE))).isEqualTo(first);
    }

    @Test
    void startEarliest_deliversAllThatIsListed_inOrder() throws Exception {
        List<String> all = h.write(320);
        h.open(options().start(RedditSourceOptions.Start.EARLIEST).build());
        assertThat(ids(h.run(MINUTE))).isEqualTo(all);
        assertThat(h.gaps).isEmpty();
    }

    @Test
    void pages_areAskedForBehindItems_aHundredEach_andNeverBeforeOne() throws Exception {
        h.write(320);
        h.open(options().start(RedditSourceOptions.Start.EARLIEST).build()).run(MINUTE);
        assertThat(listings()).allSatisfy(request -> {
            assertThat(request.parameter("limit")).contains("100");
            assertThat(request.parameter("before")).isEmpty();
        });
        assertThat(listings().stream().filter(r -> r.parameter("after").isPresent()))
                .hasSizeBetween(3, 5);
    }

    @Test
    void pages_overlapBy42Items() throws Exception {
        List<String> all = h.write(320);
        h.open(options().start(RedditSourceOptions.Start.EARLIEST).build()).run(MINUTE);
        // The newest is the last of all: each page begins 58 items further down than the one before.
        assertThat(listings().stream()
                        .limit(5)
                        .map(r -> r.parameter("after").orElse(""))
                        .toList())
                .containsExactly(
                        "", all.get(320 - 58), all.get(320 - 2 * 58), all.get(320 - 3 * 58), all.get(320 - 4 * 58));
    }

    @Test
    void unorderedItems_atTheSeamsOfPages_allArriveOnce() throws Exception {
        h.open().run(MINUTE);
        h.reddit.shuffle(10, new Random(3));
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.addAll(h.write(300));
            h.run(Duration.ofMinutes(2));
        }
        assertThat(ids(h.got)).hasSameSizeAs(all).containsExactlyInAnyOrderElementsOf(all);
        assertThat(h.gaps).isEmpty();
    }

    @Test
    void moreThanAPage_betweenTwoPolls_arrivesWhole() throws Exception {
        h.open().run(MINUTE);
        List<String> burst = h.write(777);
        assertThat(ids(h.run(MINUTE))).isEqualTo(burst);
        assertThat(h.gaps).isEmpty();
    }

    @Test
    void moreThanRedditLists_isToldAsAGap() throws Exception {
        h.write(1);
        h.open().run(MINUTE);
        List<String> burst = h.write(1_500);
        assertThat(ids(h.run(MINUTE))).isEqualTo(burst.subList(500, 1_500));
        assertThat(h.gaps).hasSize(1);
        assertThat(h.gaps.get(0).end()).isAfterOrEqualTo(h.gaps.get(0).start());
        assertThat(h.source.stats().orElseThrow().gaps()).isEqualTo(1);
    }

    /** Reddit lists 1 000: of those known, so many are left at the end. */
    @ParameterizedTest(name = "{0} known, {1} new, {2} gaps")
    @CsvSource({"400, 979, 0", "400, 980, 1", "10, 995, 0", "10, 996, 1", "1, 999, 0", "1, 1000, 1"})
    void meeting21KnownItems_orHalfOfAll_isNoGap(int known, int fresh, int gaps) throws Exception {
        h.open(options().recheckAfter(List.of()).build()).run(MINUTE);
        h.time.advance(Duration.ofSeconds(2));
        h.write(known);
        h.run(MINUTE);
        h.time.advance(Duration.ofSeconds(2));
        List<String> burst = h.write(fresh);
        assertThat(ids(h.run(MINUTE))).isEqualTo(burst);
        assertThat(h.gaps).hasSize(gaps);
    }

    @Test
    void unorderedItems_allArriveOnce() throws Exception {
        h.open().run(MINUTE);
        h.reddit.shuffle(10, new Random(3));
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.addAll(h.write(60));
            h.run(Duration.ofSeconds(40));
        }
        assertThat(ids(h.got)).hasSameSizeAs(all).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void anAnchorThatVanishesBetweenPages_costsNothing() throws Exception {
        List<String> all = h.write(320);
        h.open(options().start(RedditSourceOptions.Start.EARLIEST).build());
        h.request();
        // Of the hundred newest some go, and among them what the second page is asked for behind.
        List<String> gone = all.subList(235, 265);
        gone.forEach(h.reddit::delete);
        h.run(MINUTE);
        assertThat(gone).contains(listings().get(1).parameter("after").orElseThrow());
        assertThat(ids(h.got)).containsAll(all.subList(0, 235)).containsAll(all.subList(265, 320));
        assertThat(h.gaps).isEmpty();
    }

    @Test
    void theNewestItemVanishing_doesNotSilenceTheStream() throws Exception {
        h.write(5);
        h.open().run(MINUTE);
        String newest = h.write(1).get(0);
        h.run(MINUTE);
        h.reddit.delete(newest);
        h.run(MINUTE);
        List<String> later = h.write(2);
        assertThat(ids(h.run(MINUTE))).isEqualTo(later);
    }

    @Test
    void anOldListing_shownAgain_bringsNothingBack() throws Exception {
        h.write(150);
        h.open().run(MINUTE);
        h.time.advance(Duration.ofSeconds(2));
        h.reddit.remember();
        List<String> later = h.write(120);
        assertThat(ids(h.run(MINUTE))).isEqualTo(later);
        h.reddit.replayOldListings(5);
        assertThat(ids(h.run(Duration.ofMinutes(5)))).isEmpty();
        List<String> last = h.write(3);
        assertThat(ids(h.run(MINUTE))).isEqualTo(last);
    }

    @Test
    void longForgottenItems_shownAgain_areNotNew() throws Exception {
        h.open(options().dedupWindow(2_000).recheckAfter(List.of()).build()).run(MINUTE);
        h.reddit.remember();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.addAll(h.write(500));
            if (i == 0) {
                h.reddit.remember();
            }
            h.run(MINUTE);
        }
        assertThat(ids(h.got)).isEqualTo(all);
        h.reddit.replayOldListings(10);
        assertThat(ids(h.run(MINUTE))).isEmpty();
    }

    @Test
    void whatIsRemembered_isBounded() throws Exception {
        h.open(options().dedupWindow(2_000).recheckCapacity(700).build()).run(MINUTE);
        for (int i = 0; i < 12; i++) {
            h.write(500);
            h.run(MINUTE);
        }
        assertThat(ids(h.got)).hasSize(6_000);
        assertThat(h.source.stats().orElseThrow().watched()).isEqualTo(700);
        h.source.close();
        for (String text : List.of("reddit/java", "reddit/java/watched", "reddit/java/recent")) {
            assertThat(h.checkpoints.load(text).orElse("").lines().count())
                    .as(text)
                    .isLessThanOrEqualTo(2_002);
        }
    }

    @Test
    void deletedByItsAuthor_isTold() throws Exception {
        h.open().run(MINUTE);
        List<String> posts = h.write(3);
        h.run(MINUTE);
        h.reddit.delete(posts.get(1));
        assertThat(deletions(h.run(Duration.ofMinutes(15)))).containsExactly(posts.get(1));
        assertThat(deletions(h.run(Duration.ofHours(50)))).isEmpty();
        assertThat(h.source.stats().orElseThrow().watched()).isZero();
    }

    @Test
    void removedByAModerator_isTold_atAnyAgeThatIsLookedAt() throws Exception {
        h.open().run(MINUTE);
        List<String> posts = h.write(2);
        h.run(Duration.ofHours(20));
        h.reddit.remove(posts.get(0));
        assertThat(deletions(h.run(Duration.ofHours(5)))).containsExactly(posts.get(0));
    }

    @Test
    void removedComments_areTold() throws Exception {
        h.open(options().kinds(List.of(RedditSourceOptions.Kind.COMMENTS)).build())
                .run(MINUTE);
        String one = h.reddit.comment("java", "ann", "nice");
        String two = h.reddit.comment("java", "bob", "bad");
        assertThat(ids(h.run(MINUTE))).containsExactly(one, two);
        h.reddit.remove(one);
        h.reddit.delete(two);
        assertThat(deletions(h.run(Duration.ofMinutes(15)))).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void goneWithoutATrace_isTold_whenItIsMissingTwice() throws Exception {
        h.open().run(MINUTE);
        List<String> posts = h.write(2);
        h.run(Duration.ofMinutes(5));
        h.reddit.purge(posts.get(0));
        assertThat(deletions(h.run(Duration.ofMinutes(6)))).isEmpty();
        assertThat(deletions(h.run(Duration.ofMinutes(4)))).containsExactly(posts.get(0));
    }

    @Test
    void anEdit_isToldAsALaterVersion() throws Exception {
        h.open().run(MINUTE);
        String post = h.write(1).get(0);
        h.run(MINUTE);
        h.reddit.edit(post, "changed my mind");
        List<Delivery> later = h.run(Duration.ofMinutes(15));
        assertThat(ids(later)).containsExactly(post);
        Post edited = (Post) later.get(0).event().orElseThrow();
        assertThat(edited.text()).endsWith("changed my mind");
        assertThat(edited.version()).isAfter(edited.createdAt());
        assertThat(ids(h.run(Duration.ofHours(2)))).isEmpty();
    }

    @Test
    void anAccountThatIsDeleted_takesItsNameAway() throws Exception {
        h.open().run(MINUTE);
        String post = h.write(1).get(0);
        assertThat(((Post) h.run(MINUTE).get(0).event().orElseThrow()).authorId())
                .contains("t2_ann");
        h.reddit.deleteAccount("ann");
        Post later = (Post) h.run(Duration.ofMinutes(15)).get(0).event().orElseThrow();
        assertThat(later.id()).isEqualTo(post);
        assertThat(later.authorId()).isEmpty();
        assertThat(later.authorName()).isEmpty();
    }

    @Test
    void anAuthorThatIsNull_isNoReasonToDropAPost() throws Exception {
        h.open().run(MINUTE);
        String post = h.write(1).get(0);
        h.reddit.override(post, data -> data.putNull("author_fullname").put("author", "[deleted]"));
        assertThat(ids(h.run(MINUTE))).containsExactly(post);
    }

    @Test
    void entities_areAskedForRaw() throws Exception {
        h.open().run(MINUTE);
        h.reddit.post("java", "ann", "a < b && c > d", "&amp; stays");
        Post post = (Post) h.run(MINUTE).get(0).event().orElseThrow();
        assertThat(post.text()).isEqualTo("a < b && c > d\n\n&amp; stays");
    }

    @Test
    void numbersAsStrings_areRead() throws Exception {
        h.open().run(MINUTE);
        String post = h.write(1).get(0);
        h.reddit.override(post, data -> data.put("created_utc", "1772366403.0").put("over_18", "true"));
        assertThat(((Post) h.run(MINUTE).get(0).event().orElseThrow()).attribute("over_18"))
                .contains("true");
    }

    @Test
    void aBrokenItem_isDeliveredAsMalformedOnce_andItsNeighboursArrive() throws Exception {
        h.open().run(MINUTE);
        List<String> posts = h.write(3);
        h.reddit.override(
                posts.get(1), data -> data.put("created_utc", "1e999999999").remove("title"));
        List<Delivery> all = h.run(Duration.ofMinutes(3));
        assertThat(ids(all)).containsExactly(posts.get(0), posts.get(2));
        List<Delivery> malformed =
                all.stream().filter(d -> d.malformed().isPresent()).toList();
        assertThat(malformed).hasSize(1);
        assertThat(malformed.get(0).malformed().orElseThrow().reason())
                .contains("created_utc")
                .contains("title")
                .doesNotContain("1e9");
    }

    @Test
    void severalSubreddits_areReadTogether() throws Exception {
        h.open(RedditSourceOptions.builder("java", "Kotlin").build()).run(MINUTE);
        String one = h.reddit.post("java", "ann", "one", "");
        String two = h.reddit.comment("kotlin", "bob", "two");
        h.reddit.post("python", "eve", "three", "");
        assertThat(ids(h.run(MINUTE))).containsExactlyInAnyOrder(one, two);
        assertThat(listings().get(0).path()).startsWith("/r/java+Kotlin/");
    }

    @Test
    void restart_goesOnWhereItWas() throws Exception {
        h.open().run(MINUTE);
        List<String> first = h.write(10);
        h.run(MINUTE);
        h.source.close();
        List<String> second = h.write(150);
        h.open();
        assertThat(ids(h.run(MINUTE))).isEqualTo(second);
        assertThat(ids(h.got)).doesNotHaveDuplicates().containsAll(first);
    }

    @Test
    void restart_bringsAgainWhatWasNotAcknowledged_andNothingElse() throws Exception {
        h.open().run(MINUTE);
        h.time.advance(Duration.ofSeconds(2));
        List<String> posts = h.write(10);
        while (!h.reader.step().isZero() || h.source.lag().waiting().orElse(0) < 10) {
            h.time.advance(Duration.ofSeconds(1));
        }
        List<Delivery> polled = h.source.poll(100, Duration.ZERO);
        assertThat(ids(polled)).isEqualTo(posts);
        h.source.acknowledge(polled.subList(0, 4));
        h.source.negativeAcknowledge(polled.subList(4, 10), NackReason.STOPPING);
        h.source.close();
        h.open();
        assertThat(ids(h.run(MINUTE))).isEqualTo(posts.subList(4, 10));
    }

    @Test
    void restart_looksAgainAtWhatWasDeliveredBefore() throws Exception {
        h.open().run(MINUTE);
        List<String> posts = h.write(3);
        h.run(MINUTE);
        h.source.close();
        h.reddit.delete(posts.get(2));
        h.time.advance(Duration.ofHours(3));
        h.open();
        assertThat(deletions(h.run(Duration.ofMinutes(5)))).containsExactly(posts.get(2));
    }

    @Test
    void restart_tellsADeletionAgain_thatWasNotAcknowledged() throws Exception {
        h.open().run(MINUTE);
        String post = h.write(1).get(0);
        h.run(MINUTE);
        h.reddit.delete(post);
        for (int i = 0; i < 200; i++) {
            h.reader.step();
            h.time.advance(Duration.ofSeconds(5));
        }
        assertThat(deletions(h.source.poll(10, Duration.ZERO))).containsExactly(post);
        h.source.close();
        h.open();
        assertThat(deletions(h.run(Duration.ofHours(1)))).containsExactly(post);
    }

    @Test
    void anEmptyAnswer_inBetween_losesNothing() throws Exception {
        h.open().run(MINUTE);
        h.time.advance(Duration.ofSeconds(2));
        List<String> posts = h.write(5);
        h.reddit.replyNext(FakeReply.json(200, "{\"kind\":\"Listing\",\"data\":{\"children\":[],\"after\":null}}"));
        assertThat(ids(h.run(MINUTE))).isEqualTo(posts);
    }

    @Test
    void polling_isSlowWhereNothingComes_andFastWhereMuchDoes() throws Exception {
        h.open().run(Duration.ofMinutes(10));
        assertThat(h.source.stats().orElseThrow().pollInterval()).isEqualTo(Duration.ofSeconds(30));
        int before = listings().size();
        h.run(Duration.ofMinutes(10));
        assertThat(listings().size() - before).isBetween(15, 25);
        for (int i = 0; i < 60; i++) {
            h.write(100);
            h.run(Duration.ofSeconds(2));
        }
        assertThat(h.source.stats().orElseThrow().pollInterval()).isLessThan(Duration.ofSeconds(3));
    }
}
