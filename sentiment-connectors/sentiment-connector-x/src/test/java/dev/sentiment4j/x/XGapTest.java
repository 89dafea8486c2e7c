package dev.sentiment4j.x;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.testkit.FakeReply;
import dev.sentiment4j.testkit.FakeRequest;
import dev.sentiment4j.testkit.FakeStream;
import dev.sentiment4j.testkit.FakeXPost;
import dev.sentiment4j.testkit.FakeXReplies;
import dev.sentiment4j.x.XStreamOptions.GapFilling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was posted while no stream was read. */
class XGapTest extends XTestBase {
    private static final String RECENT = "/2/tweets/search/recent";
    private static final Duration SHORT = Duration.ofMillis(50);

    /** Opens a stream that has seen posts 1 and, a minute later, 2. */
    private XFilteredStreamSource reading(XStreamOptions options) throws InterruptedException {
        x.addRule("cat", null);
        // So that the wait for a search makes no gap of its own.
        XFilteredStreamSource source =
                open(options.toBuilder().readIdleLimit(Duration.ofMinutes(10)).build());
        x.awaitStream();
        x.publish(post(1));
        source.acknowledge(poll(source, 1));
        time.advance(Duration.ofSeconds(20));
        x.publish(post(2));
        source.acknowledge(poll(source, 1));
        return source;
    }

    /** Publishes while nobody streams. */
    private void breakWhilePublishing(FakeXPost... posts) throws InterruptedException {
        int before = x.streamsOpened();
        FakeStream stream = x.stream();
        x.nextConnect((request, connection) -> {
            x.publishToSearch(posts);
            x.accept(connection);
        });
        stream.reset();
        x.awaitStreams(before + 1);
    }

    private void letTheGapBeSearched() throws InterruptedException {
        assertThat(time.advanceToNextWake(GAPS_THREAD)).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void gap_isFilledBySearch_onceSearchCanKnow() throws Exception {
        XFilteredStreamSource source = reading(XStreamOptions.defaults());
        breakWhilePublishing(post(21), post(22));
        x.publish(post(23));
        assertThat(pollIds(source, 1)).containsExactly(id(23));
        assertThat(x.requests(RECENT)).isEmpty();
        letTheGapBeSearched();
        List<Post> filled = pollPosts(source, 2);
        assertThat(filled.stream().map(Post::id)).isEqualTo(ids(21, 23));
        assertThat(filled).allSatisfy(post -> {
            assertThat(post.attribute("found_by")).contains("search");
            assertThat(post.authorName()).contains("ann");
        });
        FakeRequest search = x.requests(RECENT).get(0);
        // Not after post 2, as posts come a little out of order.
        assertThat(search.parameter("since_id")).contains(id(1));
        assertThat(search.parameter("query")).contains("(cat)");
        assertThat(search.parameter("start_time")).isEmpty();
        assertThat(search.parameter("end_time")).isEmpty();
        assertThat(search.parameter("until_id")).contains(Long.toString(Snowflake.at(START.plusSeconds(30))));
        assertThat(source.poll(10, SHORT)).isEmpty();
        assertThat(source.stats().filled()).isEqualTo(2);
        assertThat(heard.gaps).isEmpty();
    }

    @Test
    void duplicates_afterAReconnect_comeOnce() throws Exception {
        XFilteredStreamSource source = reading(XStreamOptions.defaults());
        breakWhilePublishing(post(21));
        x.publishToStream(post(1), post(2), post(21));
        assertThat(pollIds(source, 1)).containsExactly(id(21));
        letTheGapBeSearched();
        await("the gap is searched for", () -> source.stats().duplicates() >= 4);
        assertThat(source.poll(10, SHORT)).isEmpty();
        assertThat(source.stats().posts()).isEqualTo(3);
    }

    @Test
    void manyPostsInAGap_arePagedThrough_oldestFirst() throws Exception {
        XFilteredStreamSource source = reading(XStreamOptions.defaults());
        List<FakeXPost> posts = new ArrayList<>();
        for (int i = 100; i < 450; i++) {
            posts.add(FakeXPost.of(id(i), "in the gap", START.plusSeconds(20)));
        }
        breakWhilePublishing(posts.toArray(FakeXPost[]::new));
        letTheGapBeSearched();
        assertThat(pollIds(source, 350)).isEqualTo(ids(100, 450));
        assertThat(x.requests(RECENT)).hasSizeBetween(4, 5);
    }

    @Test
    void morePostsThanTheLimit_areAGapThatIsTold() throws Exception {
        XFilteredStreamSource source =
                reading(XStreamOptions.builder().gapPostLimit(100).build());
        List<FakeXPost> posts = new ArrayList<>();
        for (int i = 100; i < 300; i++) {
            posts.add(FakeXPost.of(id(i), "in the gap", START.plusSeconds(20).plusMillis(i)));
        }
        breakWhilePublishing(posts.toArray(FakeXPost[]::new));
        letTheGapBeSearched();
        assertThat(pollIds(source, 100)).isEqualTo(ids(200, 300));
        SourceGap gap = heard.awaitGap();
        assertThat(gap.start()).isEqualTo(START.plusSeconds(20));
        assertThat(gap.end()).isEqualTo(START.plusSeconds(20).plusMillis(200));
        assertThat(gap.reason()).contains("more than 100 posts");
        assertThat(source.stats().gaps()).isEqualTo(1);
    }

    @Test
    void gapThatSearchRefuses_isTold_withStartAndEnd() throws Exception {
        XFilteredStreamSource source = reading(XStreamOptions.defaults());
        x.nextSearch(FakeXReplies.clientForbidden());
        breakWhilePublishing(post(21));
        letTheGapBeSearched();
        SourceGap gap = heard.awaitGap();
        assertThat(gap.start()).isEqualTo(START.plusSeconds(20));
        assertThat(gap.end()).isEqualTo(START.plusSeconds(20));
        assertThat(gap.reason()).contains("client-not-enrolled");
        assertThat(source.poll(10, SHORT)).isEmpty();
    }

    @Test
    void searchThatIsAwayForAWhile_isTriedAgain() throws Exception {
        XFilteredStreamSource source = reading(XStreamOptions.defaults());
        x.nextSearch(FakeXReplies.unavailable());
        x.nextSearch(FakeXReplies.rateLimited(time.now().plusSeconds(300)));
        x.nextSearch(FakeReply.json(200, "{\"data\":[{"));
        breakWhilePublishing(post(21));
        letTheGapBeSearched();
        for (int i = 0; i < 3; i++) {
            time.advanceToNextWake(GAPS_THREAD);
        }
        assertThat(pollIds(source, 1)).containsExactly(id(21));
        assertThat(heard.gaps).isEmpty();
    }

    @Test
    void backfill_isAskedFor_asLongAsTheGap_onEveryReconnect() throws Exception {
        XFilteredStreamSource source =
                reading(XStreamOptions.builder().gapFilling(GapFilling.BACKFILL).build());
        assertThat(x.connects().get(0).parameter("backfill_minutes")).isEmpty();
        x.nextConnect(FakeXReplies.rateLimited(time.now().plusSeconds(150)));
        x.nextConnect((request, connection) -> x.accept(connection));
        x.stream().reset();
        time.advanceToNextWake(STREAM_THREAD);
        x.awaitStreams(2);
        assertThat(x.connects().get(2).parameter("backfill_minutes")).contains("3");
        // Backfilled posts come again, and older ones first.
        x.publishToStream(post(1), post(2), post(21), post(22));
        assertThat(pollIds(source, 2)).isEqualTo(ids(21, 23));
        assertThat(x.requests(RECENT)).isEmpty();
        assertThat(heard.gaps).isEmpty();
    }

    @Test
    void backfill_ofALongerGap_tellsWhatItDoesNotReach() throws Exception {
        reading(XStreamOptions.builder().gapFilling(GapFilling.BACKFILL).build());
        x.nextConnect(FakeXReplies.rateLimited(time.now().plusSeconds(600)));
        x.stream().reset();
        time.advanceToNextWake(STREAM_THREAD);
        x.awaitStreams(2);
        assertThat(x.connects().get(2).parameter("backfill_minutes")).contains("5");
        SourceGap gap = heard.awaitGap();
        assertThat(Duration.between(gap.start(), gap.end())).isEqualTo(Duration.ofSeconds(301));
    }

    @Test
    void noFilling_tellsEveryGap() throws Exception {
        reading(XStreamOptions.builder().gapFilling(GapFilling.NONE).build());
        breakWhilePublishing(post(21));
        assertThat(heard.awaitGap().start()).isEqualTo(START.plusSeconds(20));
        assertThat(x.requests(RECENT)).isEmpty();
    }

    @Test
    void rulesThatSearchDoesNotHave_areTold() throws Exception {
        x.addRule("dog sample:10", null);
        XFilteredStreamSource source = reading(XStreamOptions.defaults());
        breakWhilePublishing(post(21));
        letTheGapBeSearched();
        assertThat(pollIds(source, 1)).containsExactly(id(21));
        assertThat(x.requests(RECENT)).singleElement().satisfies(search -> assertThat(search.parameter("query"))
                .contains("(cat)"));
        assertThat(heard.awaitGap().reason()).contains("1 rules cannot be searched for");
    }

    @Test
    void gapQueries_joinWhatFits() {
        GapQueries queries =
                GapQueries.of(List.of("a b", "c OR d", "x".repeat(40), "sample:1 e", "-bio:f g", "y".repeat(30)), 40);
        assertThat(queries.queries()).containsExactly("(a b) OR (c OR d)", "(" + "y".repeat(30) + ")");
        assertThat(queries.unsearchable()).isEqualTo(3);
        assertThat(GapQueries.of(List.of(), 512).queries()).isEmpty();
    }

    @Test
    void resume_goesOnAfterThePositionOfAnEarlierRun() throws Exception {
        XFilteredStreamSource first = reading(XStreamOptions.defaults());
        x.publish(post(3), post(4));
        List<Delivery> two = poll(first, 2);
        first.acknowledge(two.subList(0, 1));
        await("the third is the last that is done", () -> first.position().equals(Optional.of(id(3))));
        first.close();
        x.publishToSearch(post(5));
        XFilteredStreamSource second = open(XStreamOptions.builder()
                .resumeAfter(first.position().orElseThrow())
                .build());
        x.awaitStreams(2);
        time.advanceToNextWake(GAPS_THREAD);
        // The first ones again: what is about as old as the place may have come out of order.
        assertThat(pollIds(second, 5)).isEqualTo(ids(1, 6));
        await("nothing is left to search for", () -> second.position().equals(Optional.of(id(0))));
    }

    @Test
    void position_staysBeforeAGapThatIsNotFilled() throws Exception {
        XFilteredStreamSource source = reading(XStreamOptions.defaults());
        await("both are known", () -> source.position().equals(Optional.of(id(2))));
        breakWhilePublishing(post(21));
        x.publish(post(23));
        source.acknowledge(poll(source, 1));
        await("the gap waits", () -> source.position().equals(Optional.of(id(1))));
        letTheGapBeSearched();
        source.acknowledge(poll(source, 1));
        await("the gap is filled", () -> source.position().equals(Optional.of(id(23))));
    }

    @Test
    void gapThatWaits_isToldWhenTheSourceCloses() throws Exception {
        XFilteredStreamSource source = reading(XStreamOptions.defaults());
        breakWhilePublishing(post(21));
        await("the gap waits", () -> source.position().equals(Optional.of(id(1))));
        source.close();
        assertThat(heard.awaitGap().reason()).contains("closed");
    }

    @Test
    void streamThatIsDown_isAGapWhenTheSourceCloses() throws Exception {
        XFilteredStreamSource source = reading(XStreamOptions.defaults());
        x.nextConnect(FakeXReplies.usageCapped("Monthly"));
        x.stream().reset();
        await(
                "it waits for tomorrow",
                () -> time.nextWake().filter(wait -> wait.toHours() > 12).isPresent());
        time.advance(Duration.ofMinutes(1));
        source.close();
        SourceGap gap = heard.awaitGap();
        assertThat(gap.start()).isEqualTo(START.plusSeconds(20));
        assertThat(gap.end()).isEqualTo(START.plusSeconds(80));
        assertThat(gap.reason()).contains("closed");
    }

    @Test
    void budgetOfADay_closesTheStream_tellsTheGap_andGoesOnTomorrow() throws Exception {
        x.addRule("cat", null);
        XFilteredStreamSource source =
                open(XStreamOptions.builder().postsPerDay(3).build());
        FakeStream stream = x.awaitStream();
        x.publish(post(1), post(2), post(3));
        assertThat(pollIds(source, 3)).isEqualTo(ids(1, 4));
        assertThat(stream.awaitClosed(Duration.ofSeconds(10))).isTrue();
        assertThat(source.stats().budgetLeft()).hasValue(0);
        assertThat(time.advanceToNextWake(STREAM_THREAD))
                .isEqualTo(Duration.ofHours(14).plusMinutes(1));
        x.awaitStreams(2);
        SourceGap gap = heard.awaitGap();
        assertThat(gap.start()).isEqualTo(START);
        assertThat(gap.end()).isEqualTo(Instant.parse("2026-08-02T00:01:00Z"));
        assertThat(gap.reason()).contains("budget of 3 posts a day");
        x.publish(post(4));
        assertThat(pollIds(source, 1)).containsExactly(id(4));
        assertThat(source.stats().readToday()).isEqualTo(1);
    }

    /**
     * A sink that is away for ten minutes: what fits is kept, X drops the rest and the stream, and search brings it.
     */
    @Test
    void consumerThatBlocks_losesNothingThatCanBeKept() throws Exception {
        x.addRule("cat", null);
        XFilteredStreamSource source =
                open(XStreamOptions.builder().bufferCapacity(10).build());
        FakeStream stream = x.awaitStream();
        for (int i = 1; i <= 10; i++) {
            x.publish(post(i));
        }
        await("the buffer is full", () -> source.stats().buffered() == 10);
        x.publish(post(11));
        await("reading pauses", () -> !source.stats().pausedFor().isZero());
        assertThat(source.lag().waiting()).hasValue(10);
        time.advance(Duration.ofMinutes(10));
        // X's own buffer is full as well: it drops posts, and the connection.
        x.publishToSearch(post(12), post(13));
        stream.reset();
        assertThat(pollIds(source, 11)).isEqualTo(ids(1, 12));
        x.awaitStreams(2);
        time.advanceToNextWake(GAPS_THREAD);
        assertThat(pollIds(source, 2)).isEqualTo(ids(12, 14));
        assertThat(source.stats().pausedFor()).isZero();
        assertThat(heard.gaps).isEmpty();
    }

    @Test
    void consumerThatBlocked_isWhereAGapBegins_thatCannotBeFilled() throws Exception {
        XFilteredStreamSource source = open(XStreamOptions.builder()
                .bufferCapacity(1)
                .gapFilling(GapFilling.NONE)
                .build());
        FakeStream stream = x.awaitStream();
        x.publish(post(1), post(2), post(3));
        await("reading pauses", () -> !source.stats().pausedFor().isZero());
        time.advance(Duration.ofMinutes(10));
        assertThat(pollIds(source, 3)).isEqualTo(ids(1, 4));
        stream.reset();
        SourceGap gap = heard.awaitGap();
        assertThat(gap.start()).isEqualTo(START);
        assertThat(gap.end()).isEqualTo(START.plusSeconds(600));
    }

    @Test
    void givenBack_comesAgain_inItsOldPlace() throws Exception {
        XFilteredStreamSource source = open();
        x.awaitStream();
        x.publish(post(1), post(2), post(3));
        List<Delivery> all = poll(source, 2);
        await("the third waits", () -> source.stats().buffered() == 1);
        source.negativeAcknowledge(all, NackReason.FAILED);
        List<Delivery> again = poll(source, 3);
        assertThat(again.stream().map(Delivery::id)).isEqualTo(ids(1, 4));
        assertThat(again.stream().map(Delivery::deliveryCount)).containsExactly(2, 2, 1);
    }

    @Test
    void gapOfMorePagesThanAWindowAllows_isReadOnFromThePageThatWasRefused() throws Exception {
        XFilteredStreamSource source = reading(XStreamOptions.defaults());
        FakeXPost[] posts = new FakeXPost[250];
        for (int i = 0; i < posts.length; i++) {
            posts[i] = FakeXPost.of(id(100 + i), "post", START.plusSeconds(21));
        }
        breakWhilePublishing(posts);
        x.nextSearch(FakeXReplies.rateLimited(time.now().plusSeconds(600)));
        letTheGapBeSearched();
        await("the first page was refused", () -> x.requests(RECENT).size() == 1);
        time.advanceToNextWake(GAPS_THREAD);
        List<Post> found = pollPosts(source, 250);
        assertThat(found.stream().map(Post::id)).isEqualTo(ids(100, 350));
        assertThat(x.requests(RECENT)).hasSize(4);
        assertThat(heard.gaps).isEmpty();
    }

    @Test
    void budgetUsedUp_thenAFailureOnTheNextDay_costsNothingOfThatDay() throws Exception {
        x.addRule("cat", null);
        XFilteredStreamSource source = open(XStreamOptions.builder()
                .postsPerDay(2)
                .readIdleLimit(Duration.ofMinutes(10))
                .build());
        x.awaitStream();
        x.publish(post(1), post(2));
        source.acknowledge(poll(source, 2));
        await(
                "it rests",
                () -> time.nextWake().filter(wait -> wait.toHours() > 12).isPresent());
        x.publishToSearch(post(3), post(4));
        x.nextConnect(FakeXReplies.unavailable());
        time.advanceToNextWake(STREAM_THREAD);
        assertThat(heard.awaitGap().reason()).contains("budget of 2 posts");
        time.advanceToNextWake(STREAM_THREAD);
        x.awaitStreams(2);
        letTheGapBeSearched();
        await("it was searched for", () -> x.requests(RECENT).size() == 1);
        assertThat(x.requests(RECENT).get(0).parameter("since_id")).isEmpty();
        x.publish(FakeXPost.of(Long.toString(Snowflake.at(time.now())), "today", time.now()));
        assertThat(pollPosts(source, 1).get(0).text()).isEqualTo("today");
        assertThat(heard.gaps).isEmpty();
    }
}
