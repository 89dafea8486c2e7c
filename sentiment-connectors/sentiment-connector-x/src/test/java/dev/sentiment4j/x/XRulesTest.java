package dev.sentiment4j.x;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.TestThreads;
import dev.sentiment4j.http.HttpOptions;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.testkit.FakeHttpServer;
import dev.sentiment4j.testkit.FakeReply;
import dev.sentiment4j.testkit.FakeRequest;
import dev.sentiment4j.testkit.FakeStream;
import dev.sentiment4j.testkit.FakeXReplies;
import dev.sentiment4j.x.XRuleOutcome.Status;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class XRulesTest extends XTestBase {
    private final XRules rules = new XRules(new XClient(options()));

    private static Status statusOf(XRuleReport report, String value) {
        return report.outcomes().stream()
                .filter(outcome -> outcome.rule().value().equals(value))
                .reduce((first, last) -> last)
                .orElseThrow()
                .status();
    }

    @Test
    void noRules_isAnEmptyList_thoughXLeavesItOut() throws Exception {
        assertThat(rules.stored()).isEmpty();
        assertThat(rules.sync(List.of()).isGood()).isTrue();
    }

    @Test
    void sync_addsDeletesAndLeavesAlone() throws Exception {
        x.addRule("stale from an earlier run", "old");
        String kept = x.addRule("cat has:images", "cats");
        XRuleReport report = rules.sync(
                List.of(XRule.of("cat has:images", "cats"), XRule.of("dog -is:retweet", "dogs"), XRule.of("bird")));
        assertThat(report.isGood()).isTrue();
        assertThat(report.dryRun()).isFalse();
        assertThat(statusOf(report, "stale from an earlier run")).isEqualTo(Status.DELETED);
        assertThat(statusOf(report, "cat has:images")).isEqualTo(Status.UNCHANGED);
        assertThat(statusOf(report, "dog -is:retweet")).isEqualTo(Status.CREATED);
        assertThat(report.count(Status.CREATED)).isEqualTo(2);
        assertThat(x.rules()).containsEntry(kept, "cat has:images").hasSize(3);
        assertThat(rules.stored().stream().map(XRule.Stored::rule))
                .containsExactlyInAnyOrder(
                        XRule.of("cat has:images", "cats"), XRule.of("dog -is:retweet", "dogs"), XRule.of("bird"));
        assertThat(report.orElseThrow()).isSameAs(report);
        XRuleReport again = rules.sync(
                List.of(XRule.of("cat has:images", "cats"), XRule.of("dog -is:retweet", "dogs"), XRule.of("bird")));
        assertThat(again.count(Status.UNCHANGED)).isEqualTo(3);
    }

    @Test
    void addMissing_leavesTheOthersAlone_alsoWhenATagChanges() throws Exception {
        x.addRule("somebody else's", "theirs");
        x.addRule("cat", "old tag");
        XRuleReport report = rules.addMissing(List.of(XRule.of("cat", "new tag"), XRule.of("dog")));
        assertThat(report.isGood()).isTrue();
        assertThat(report.outcomes())
                .extracting(XRuleOutcome::rule)
                .doesNotContain(XRule.of("somebody else's", "theirs"));
        assertThat(rules.stored().stream().map(XRule.Stored::rule))
                .containsExactlyInAnyOrder(
                        XRule.of("somebody else's", "theirs"), XRule.of("cat", "new tag"), XRule.of("dog"));
    }

    @Test
    void sync_ofAnotherTag_deletesAndAdds() throws Exception {
        x.addRule("cat", "old tag");
        XRuleReport report = rules.sync(List.of(XRule.of("cat", "new tag")));
        assertThat(report.count(Status.DELETED)).isEqualTo(1);
        assertThat(report.count(Status.CREATED)).isEqualTo(1);
        assertThat(rules.stored()).singleElement().satisfies(rule -> assertThat(rule.tag())
                .contains("new tag"));
    }

    @Test
    void errorsIn2xx_areToldRuleByRule_andDeleteNothing() throws Exception {
        x.addRule("precious", null);
        XRuleReport report = rules.sync(List.of(XRule.of("cat and dog"), XRule.of("good")));
        assertThat(report.isGood()).isFalse();
        assertThat(statusOf(report, "cat and dog")).isEqualTo(Status.INVALID);
        assertThat(report.outcomes().stream()
                        .filter(outcome -> outcome.status() == Status.INVALID)
                        .findFirst()
                        .orElseThrow()
                        .detailText()
                        .orElseThrow())
                .contains("Ambiguous use of and");
        assertThat(statusOf(report, "good")).isEqualTo(Status.CREATED);
        assertThat(x.rules().values()).containsExactlyInAnyOrder("precious", "good");
        assertThatThrownBy(report::orElseThrow)
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("'cat and dog': INVALID")
                .hasMessageNotContaining("'good'");
    }

    @Test
    void duplicate_thatSomebodyElseHasAddedMeanwhile_isHarmless() throws Exception {
        String body = "{\"errors\":[{\"value\":\"cat\",\"id\":\"77\",\"title\":\"DuplicateRule\",\"type\":"
                + "\"https://api.twitter.com/2/problems/duplicate-rules\"}],\"meta\":{\"summary\":{\"created\":0}}}";
        x.nextRequest(FakeReply.json(200, "{\"meta\":{\"result_count\":0}}"));
        x.nextRequest(FakeReply.json(200, body));
        x.nextRequest(FakeReply.json(200, body));
        XRuleReport report = rules.sync(List.of(XRule.of("cat")));
        assertThat(report.isGood()).isTrue();
        assertThat(report.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.status()).isEqualTo(Status.DUPLICATE);
            assertThat(outcome.id()).isEqualTo("77");
        });
    }

    @Test
    void invalidRuleWithoutDetails_isStillTold() throws Exception {
        String body = "{\"errors\":[{\"value\":\"cat\",\"title\":\"UnprocessableEntity\"}]}";
        x.nextRequest(FakeReply.json(200, "{}"));
        x.nextRequest(FakeReply.json(200, body));
        x.nextRequest(FakeReply.json(200, body));
        assertThat(rules.sync(List.of(XRule.of("cat"))).outcomes())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.detailText()).contains("UnprocessableEntity"));
    }

    @Test
    void dryRun_changesNothing_andSaysWhatWouldHappen() throws Exception {
        x.addRule("stale", null);
        x.addRule("cat", "a");
        XRuleReport report = rules.dryRun(List.of(XRule.of("cat", "b"), XRule.of("dog"), XRule.of("this and that")));
        assertThat(report.dryRun()).isTrue();
        assertThat(report.count(Status.DELETED)).isEqualTo(2);
        assertThat(report.count(Status.CREATED)).isEqualTo(2);
        assertThat(report.count(Status.INVALID)).isEqualTo(1);
        assertThat(x.rules().values()).containsExactlyInAnyOrder("stale", "cat");
    }

    @Test
    void ruleCap_isToldRuleByRule() throws Exception {
        x.ruleCap(1);
        XRuleReport report = rules.sync(List.of(XRule.of("a"), XRule.of("b")));
        assertThat(report.count(Status.OVER_CAP)).isEqualTo(2);
        assertThatThrownBy(report::orElseThrow).hasMessageContaining("RulesCapExceeded");
    }

    @Test
    void manyRules_arePagedAndBatched() throws Exception {
        List<XRule> wanted = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            wanted.add(XRule.of("rule" + i));
        }
        assertThat(rules.sync(wanted).count(Status.CREATED)).isEqualTo(250);
        x.ruleCap(5000);
        for (int i = 0; i < 1500; i++) {
            x.addRule("more" + i, null);
        }
        assertThat(rules.stored()).hasSize(1750);
        assertThat(rules.sync(wanted).count(Status.DELETED)).isEqualTo(1500);
        assertThat(x.rules()).hasSize(250);
    }

    @Test
    void counts_areRead_thoughTheyAreStrings() throws Exception {
        x.addRule("cat", null);
        XRuleCounts counts = rules.counts();
        assertThat(counts.app()).isEqualTo(OptionalLong.of(1));
        assertThat(counts.project()).isEqualTo(OptionalLong.of(1));
        assertThat(counts.appCap()).isEqualTo(OptionalLong.of(1000));
    }

    @Test
    void refusals_areTyped() throws Exception {
        x.nextRequest(FakeXReplies.clientForbidden());
        assertThatThrownBy(rules::stored).isInstanceOfSatisfying(SourceException.class, e -> {
            assertThat(e.isRetriable()).isFalse();
            assertThat(e).hasMessageContaining("client-not-enrolled");
        });
        x.nextRequest(FakeXReplies.rateLimited(START.plusSeconds(60)));
        assertThatThrownBy(rules::stored).isInstanceOfSatisfying(SourceException.class, e -> {
            assertThat(e.isRetriable()).isTrue();
            assertThat(((XApiException) e.getCause()).retryAfter()).isPresent();
        });
        x.nextRequest(FakeReply.html(200, "<html>"));
        assertThatThrownBy(rules::stored).hasMessageContaining("is not JSON");
        x.nextRequest(FakeReply.json(200, "{\"data\":[{\"id\":\"1\",\"value\":\"packed\"}]}")
                .gzipped());
        assertThat(rules.stored()).hasSize(1);
    }

    /** Rules that nobody wants any more. */
    private void addStale(int count) {
        for (int i = 0; i < count; i++) {
            x.addRule("stale" + i, null);
        }
    }

    private static List<XRule> wanted(int count) {
        return IntStream.range(0, count).mapToObj(i -> XRule.of("new" + i)).toList();
    }

    private List<String> changes() {
        return x.requests(XClient.RULES).stream()
                .filter(request -> request.method().equals("POST")
                        && request.parameter("dry_run").isEmpty())
                .map(FakeRequest::body)
                .toList();
    }

    @Test
    void sync_addsBeforeItDeletes_whereAllFit() throws Exception {
        x.ruleCap(30);
        addStale(20);
        assertThat(rules.sync(wanted(10)).isGood()).isTrue();
        assertThat(changes()).hasSize(2);
        assertThat(changes().get(0)).contains("new0", "new9");
        assertThat(changes().get(1)).contains("delete");
    }

    @Test
    void sync_ofASetThatIsMoreThanHalfFull_deletesFirstNoMoreThanItHasTo() throws Exception {
        x.ruleCap(25);
        addStale(20);
        XRuleReport report = rules.sync(wanted(10));
        assertThat(report.orElseThrow().count(Status.CREATED)).isEqualTo(10);
        assertThat(report.count(Status.DELETED)).isEqualTo(20);
        assertThat(x.rules().values())
                .containsExactlyInAnyOrderElementsOf(
                        wanted(10).stream().map(XRule::value).toList());
        assertThat(changes()).hasSize(3);
        assertThat(changes().get(0).split(",")).as("ids").hasSize(5);
        assertThat(changes().get(1)).contains("new0", "new9");
        assertThat(changes().get(2).split(",")).as("ids").hasSize(15);
    }

    @Test
    void sync_ofAFullSet_replacesAllOfIt_andTags() throws Exception {
        x.ruleCap(250);
        x.addRule("kept", null);
        x.addRule("tagged", "old");
        addStale(248);
        List<XRule> wanted = new ArrayList<>(wanted(248));
        wanted.add(XRule.of("kept"));
        wanted.add(XRule.of("tagged", "new"));
        rules.sync(wanted).orElseThrow();
        assertThat(rules.stored().stream().map(XRule.Stored::rule)).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void sync_ofMoreThanXTakes_deletesNothing() throws Exception {
        x.ruleCap(25);
        addStale(20);
        XRuleReport report = rules.sync(wanted(26));
        assertThat(report.isGood()).isFalse();
        assertThat(statusOf(report, "new25")).isEqualTo(Status.OVER_CAP);
        assertThat(x.rules()).hasSize(20);
    }

    @Test
    void sync_whereARuleThatCouldNotBeTriedIsBad_deletesNoMoreThanBefore() throws Exception {
        x.ruleCap(20);
        addStale(20);
        XRuleReport report = rules.sync(List.of(XRule.of("cat and dog"), XRule.of("good")));
        assertThat(statusOf(report, "cat and dog")).isEqualTo(Status.INVALID);
        assertThat(statusOf(report, "good")).isEqualTo(Status.CREATED);
        assertThat(x.rules()).as("two had to make room").hasSize(19);
    }

    @Test
    void dryRun_countsWhatWouldBeDeleted() throws Exception {
        x.ruleCap(25);
        addStale(20);
        assertThat(rules.dryRun(wanted(25)).isGood()).isTrue();
        XRuleReport report = rules.dryRun(wanted(26));
        assertThat(report.count(Status.OVER_CAP)).isPositive();
        assertThat(statusOf(report, "new25")).isEqualTo(Status.OVER_CAP);
        assertThat(x.rules()).hasSize(20);
    }

    @Test
    void sync_withoutCounts_leavesItToX() throws Exception {
        try (FakeHttpServer gateway = FakeHttpServer.start((request, connection) -> {
            if (request.path().endsWith("/counts")) {
                connection.reply(FakeReply.status(404));
            } else if (request.method().equals("GET")) {
                connection.reply(FakeReply.json(200, "{\"data\":[{\"id\":\"1\",\"value\":\"old\"}]}"));
            } else if (request.body().contains("delete")) {
                connection.reply(FakeReply.json(200, "{\"meta\":{\"summary\":{\"deleted\":1,\"not_deleted\":0}}}"));
            } else {
                connection.reply(FakeReply.json(201, "{\"data\":[{\"id\":\"2\",\"value\":\"new0\"}]}"));
            }
        })) {
            XRules behind = new XRules(new XClient(XOptions.builder(XCredentials.bearer("t"))
                    .apiUri(gateway.uri())
                    .build()));
            assertThat(behind.sync(wanted(1)).isGood()).isTrue();
        }
    }

    @Test
    void answerThatDrips_endsWithTheTimeOfTheRequest() throws Exception {
        BlockingQueue<FakeStream> answers = new LinkedBlockingQueue<>();
        CountDownLatch done = new CountDownLatch(1);
        FakeHttpServer server = FakeHttpServer.start((request, connection) -> {
            answers.add(connection.stream(false));
            try {
                done.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        XOptions options = options().toBuilder().apiUri(server.uri()).build();
        TestThreads.Call<List<XRule.Stored>> call = TestThreads.start(new XRules(new XClient(options, time))::stored);
        FakeStream answer = Objects.requireNonNull(answers.poll(30, TimeUnit.SECONDS));
        Duration left = HttpOptions.defaults().requestTimeout();
        while (left.compareTo(Duration.ofSeconds(10)) > 0) {
            answer.write(" ");
            time.advance(Duration.ofSeconds(10));
            left = left.minusSeconds(10);
            time.awaitWaiter("test-call", left);
        }
        answer.write(" ");
        time.advance(left);
        assertThatThrownBy(call::get)
                .hasCauseInstanceOf(SourceException.class)
                .cause()
                .hasMessageContaining("too long")
                .hasCauseInstanceOf(HttpTimeoutException.class);
        done.countDown();
        server.close();
    }

    @Test
    void badRules_areRefusedHere() {
        assertThatIllegalArgumentException().isThrownBy(() -> XRule.of(" "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rules.sync(List.of(XRule.of("a"), XRule.of("a", "t"))))
                .withMessageContaining("twice");
        assertThat(XRule.of("a", "")).isEqualTo(XRule.of("a"));
    }
}
