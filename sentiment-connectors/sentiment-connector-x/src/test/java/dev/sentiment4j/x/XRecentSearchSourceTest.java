package dev.sentiment4j.x;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.http.HttpOptions;
import dev.sentiment4j.testkit.FakeReply;
import dev.sentiment4j.testkit.FakeXPost;
import dev.sentiment4j.testkit.FakeXReplies;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class XRecentSearchSourceTest extends XTestBase {
    private static final String RECENT = "/2/tweets/search/recent";
    private static final String THREAD = "sentiment4j-x-search";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private XRecentSearchSource search(XSearchOptions options) {
        XRecentSearchSource source = closedLater(new XRecentSearchSource(new XClient(options(), time), options));
        source.open(heard);
        return source;
    }

    private static FakeXPost now(int number) {
        return FakeXPost.of(id(number), "post " + number, START.plusMillis(number));
    }

    @Test
    void everySearch_goesOnAfterTheNewestOfTheOneBefore() throws Exception {
        x.publishToSearch(now(1), now(2));
        XRecentSearchSource source = search(XSearchOptions.builder("cat lang:en")
                .lookBack(Duration.ofDays(1))
                .build());
        assertThat(pollIds(source, 2)).isEqualTo(ids(1, 3));
        x.publishToSearch(now(3));
        assertThat(time.advanceToNextWake(THREAD)).isEqualTo(MINUTE);
        assertThat(pollIds(source, 1)).containsExactly(id(3));
        time.advanceToNextWake(THREAD);
        await("it searches again", () -> x.requests(RECENT).size() == 3);
        assertThat(x.requests(RECENT).get(0).parameter("query")).contains("cat lang:en");
        assertThat(x.requests(RECENT).get(0).parameter("start_time")).contains("2026-07-31T10:00:00Z");
        assertThat(x.requests(RECENT).get(1).parameter("since_id")).contains(id(2));
        assertThat(x.requests(RECENT).get(2).parameter("since_id")).contains(id(3));
        assertThat(source.position()).isPresent();
    }

    @Test
    void sinceIdOfTheFirstPageCounts_andPagesAreReadToTheEnd() throws Exception {
        List<FakeXPost> posts = new ArrayList<>();
        for (int i = 0; i < 230; i++) {
            posts.add(now(i));
        }
        x.publishToSearch(posts.toArray(FakeXPost[]::new));
        XRecentSearchSource source =
                search(XSearchOptions.builder("cat").sinceId(id(9)).build());
        assertThat(pollIds(source, 220)).isEqualTo(ids(10, 230));
        assertThat(x.requests(RECENT)).hasSize(3).allSatisfy(request -> assertThat(request.parameter("since_id"))
                .contains(id(9)));
        time.advanceToNextWake(THREAD);
        await("it searches again", () -> x.requests(RECENT).size() == 4);
        assertThat(x.requests(RECENT).get(3).parameter("since_id")).contains(id(229));
    }

    @Test
    void moreThanTheLimit_isAGap() throws Exception {
        List<FakeXPost> posts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            posts.add(now(i));
        }
        x.publishToSearch(posts.toArray(FakeXPost[]::new));
        XRecentSearchSource source =
                search(XSearchOptions.builder("cat").pollPostLimit(20).build());
        assertThat(pollIds(source, 20)).isEqualTo(ids(20, 40));
        assertThat(heard.awaitGap().reason()).contains("more than 20 posts");
    }

    @Test
    void longAway_tellsWhatSearchDoesNotReach() throws Exception {
        XRecentSearchSource source = search(XSearchOptions.of("cat"));
        await("it has searched", () -> time.nextWake().isPresent());
        x.nextSearch(FakeXReplies.usageCapped("Monthly"));
        time.advanceToNextWake(THREAD);
        await("it waits for tomorrow", () -> x.requests(RECENT).size() == 2);
        await(
                "it sleeps until then",
                () -> time.nextWake().filter(wait -> wait.toHours() > 12).isPresent());
        time.advance(Duration.ofDays(10));
        assertThat(Duration.between(heard.awaitGap().start(), time.now())).isGreaterThan(Duration.ofDays(9));
        x.publishToSearch(FakeXPost.of(id(5), "new", time.now().minusSeconds(30)));
        time.advanceToNextWake(THREAD);
        assertThat(pollIds(source, 1)).containsExactly(id(5));
    }

    @Test
    void refusals_areWaitedOut_orFatal() throws Exception {
        x.nextSearch(FakeXReplies.rateLimited(START.plusSeconds(300)));
        XRecentSearchSource source =
                search(XSearchOptions.builder("cat").lookBack(MINUTE).build());
        x.nextSearch(FakeXReplies.invalidRequest("There were errors processing your request: missing EOF"));
        assertThat(time.advanceToNextWake(THREAD)).isEqualTo(Duration.ofSeconds(301));
        assertThat(pollFailure(source)).hasMessageContaining("missing EOF");
    }

    @Test
    void budgetOfADay_stopsTheSearch() throws Exception {
        List<FakeXPost> posts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            posts.add(now(i));
        }
        x.publishToSearch(posts.toArray(FakeXPost[]::new));
        XRecentSearchSource source =
                search(XSearchOptions.builder("cat").postsPerDay(15).build());
        assertThat(poll(source, 15)).hasSize(15);
        time.advanceToNextWake(THREAD);
        assertThat(time.advanceToNextWake(THREAD)).isGreaterThan(Duration.ofHours(13));
        assertThat(heard.awaitGap().reason()).contains("more than 15");
        assertThat(source.readToday()).isZero();
    }

    @Test
    void budgetOfADay_isSaidAtOnce_andOnce() throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            x.publishToSearch(now(1), now(2), now(3));
            XRecentSearchSource source = search(XSearchOptions.builder("cat")
                    .lookBack(MINUTE)
                    .postsPerDay(3)
                    .build());
            assertThat(poll(source, 3)).hasSize(3);
            await("it is said", () -> said.toString(StandardCharsets.UTF_8).contains("budget of 3 posts a day"));
            time.advanceToNextWake(THREAD);
            assertThat(heard.disconnects.poll(30, TimeUnit.SECONDS)).hasMessageContaining("budget of 3 posts a day");
            assertThat(said.toString(StandardCharsets.UTF_8)).containsOnlyOnce("budget of 3 posts a day");
        } finally {
            System.setErr(before);
        }
    }

    @Test
    void newestIdThatCannotBe_holdsUpNoLaterSearch() throws Exception {
        x.publishToSearch(now(1), FakeXPost.of(Long.toString(Long.MAX_VALUE), "of the year 2262", START));
        XRecentSearchSource source =
                search(XSearchOptions.builder("cat").lookBack(MINUTE).build());
        assertThat(poll(source, 2)).hasSize(2);
        x.publishToSearch(now(2));
        time.advanceToNextWake(THREAD);
        assertThat(pollIds(source, 1)).containsExactly(id(2));
        assertThat(x.requests(RECENT).get(1).parameter("since_id")).contains(id(1));
    }

    @Test
    void answerThatIsTooLarge_isSaidAsWhatItIs() throws Exception {
        x.publishToSearch(now(1));
        x.nextSearch(FakeReply.html(503, "<p>" + "x".repeat(5000)));
        x.nextSearch(FakeReply.json(200, "{\"data\":[]," + " ".repeat(2000) + "}"));
        XRecentSearchSource source = closedLater(new XRecentSearchSource(
                new XClient(
                        options().toBuilder()
                                .http(HttpOptions.builder().maxBodyBytes(1024).build())
                                .build(),
                        time),
                XSearchOptions.of("cat")));
        source.open(heard);
        // Of an error page only the status counts.
        assertThat(heard.awaitRefusal().kind()).isEqualTo(XApiException.Kind.UNAVAILABLE);
        time.advanceToNextWake(THREAD);
        assertThat(pollFailure(source))
                .hasMessageContaining("maxBodyBytes = 1024")
                .hasMessageNotContaining("connection broke")
                .cause()
                .isInstanceOfSatisfying(
                        XApiException.class, e -> assertThat(e.kind()).isEqualTo(XApiException.Kind.TOO_LARGE));
    }

    @Test
    void stop_isQuick() {
        XRecentSearchSource source = search(XSearchOptions.of("cat"));
        await("it waits", () -> time.nextWake().isPresent());
        long start = System.nanoTime();
        source.close();
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
    }
}
