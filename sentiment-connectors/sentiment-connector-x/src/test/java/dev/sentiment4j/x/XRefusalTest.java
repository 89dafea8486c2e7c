package dev.sentiment4j.x;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.http.HttpForms;
import dev.sentiment4j.http.Secret;
import dev.sentiment4j.http.TokenSupplier;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.testkit.FakeReply;
import dev.sentiment4j.testkit.FakeX;
import dev.sentiment4j.testkit.FakeXReplies;
import dev.sentiment4j.x.XApiException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What X refuses: whether it is asked again, and when. */
class XRefusalTest extends XTestBase {
    @Test
    void rateLimit_waitsUntilItsWindowEnds_andAtLeastAMinute() throws Exception {
        x.nextConnect(FakeXReplies.rateLimited(START.plusSeconds(600)));
        x.nextConnect(FakeXReplies.rateLimited(START.plusSeconds(605)));
        x.nextConnect(FakeXReplies.rateLimitedLegacy());
        x.nextConnect(FakeReply.status(420));
        open();
        assertThat(wake()).isEqualTo(Duration.ofSeconds(601));
        assertThat(heard.awaitRefusal().kind()).isEqualTo(Kind.RATE_LIMITED);
        assertAbout(wake(), Duration.ofSeconds(120));
        assertAbout(wake(), Duration.ofSeconds(240));
        assertAbout(wake(), Duration.ofSeconds(480));
        x.awaitStream();
    }

    @Test
    void rateLimit_withAResetThatIsNonsense_isClamped() throws Exception {
        x.nextConnect(FakeXReplies.rateLimited(START.plus(Duration.ofDays(4000))));
        x.nextConnect(FakeXReplies.rateLimited(START.minus(Duration.ofDays(4000))));
        open();
        assertThat(wake()).isEqualTo(Duration.ofMinutes(16));
        assertAbout(wake(), Duration.ofSeconds(120));
        x.awaitStream();
    }

    @Test
    void tooManyConnections_isToldApart_andTriedAgainSlowly() throws Exception {
        x.leaveStaleConnection();
        open();
        assertAbout(wake(), Duration.ofSeconds(60));
        XApiException refusal = heard.awaitRefusal();
        assertThat(refusal.kind()).isEqualTo(Kind.TOO_MANY_CONNECTIONS);
        assertThat(refusal)
                .hasMessageContaining("maximum allowed connection limit")
                .hasMessageContaining("closeStale");
        assertThat(x.requests("/2/connections/all")).isEmpty();
    }

    @Test
    void tooManyConnections_withClosingOfStaleOnes_isMended() throws Exception {
        x.leaveStaleConnection();
        open(XStreamOptions.builder().closeStaleConnections(true).build());
        assertAbout(wake(), Duration.ofSeconds(5));
        x.awaitStream();
        assertThat(x.requests("/2/connections/all")).singleElement().satisfies(request -> assertThat(request.method())
                .isEqualTo("DELETE"));
    }

    @Test
    void usageCap_waitsForTheNextDay() throws Exception {
        x.nextConnect(FakeXReplies.usageCapped("Daily"));
        open();
        assertThat(wake()).isEqualTo(Duration.ofHours(14).plusMinutes(1));
        XApiException refusal = heard.awaitRefusal();
        assertThat(refusal.kind()).isEqualTo(Kind.USAGE_CAPPED);
        assertThat(refusal.reason()).isEqualTo("Daily");
        x.awaitStream();
    }

    @Test
    void creditsDepleted_isTriedAgainEveryHour() throws Exception {
        x.nextConnect(FakeXReplies.creditsDepleted());
        open();
        assertThat(wake()).isEqualTo(Duration.ofHours(1));
        assertThat(heard.awaitRefusal().kind()).isEqualTo(Kind.CREDITS_DEPLETED);
        x.awaitStream();
    }

    @Test
    void clientForbidden_isFatal_withXsReason() throws Exception {
        x.nextConnect(FakeXReplies.clientForbidden());
        assertFatal(open(), Kind.FORBIDDEN, 403, "client-not-enrolled");
    }

    @Test
    void noRules_isFatal_andSaysWhatToDo() throws Exception {
        x.requireRules(true);
        SourceException e = assertFatal(open(), Kind.NO_RULES, 409, "RuleConfigurationIssue");
        assertThat(e).hasMessageContaining("add rules with XRules first");
    }

    @Test
    void invalidRequest_andRedirect_areFatal() throws Exception {
        x.nextConnect(FakeXReplies.invalidRequest("The query parameter [foo] is not valid"));
        SourceException e = assertFatal(open(), Kind.INVALID_REQUEST, 400, "Invalid Request");
        assertThat(e).hasMessageContaining("[foo] is not valid");
        x.nextConnect(FakeReply.status(302).withHeader("location", "https://login.example/?token=hidden"));
        SourceException redirect = assertFatal(open(), Kind.NOT_X, 302, "");
        assertThat(redirect).hasMessageNotContaining("hidden").hasMessageContaining("apiUri");
    }

    private SourceException assertFatal(XFilteredStreamSource source, Kind kind, int status, String reason)
            throws InterruptedException {
        int before = x.connects().size();
        SourceException e = pollFailure(source);
        assertThat(e.isRetriable()).isFalse();
        assertThat(e.getCause()).isInstanceOfSatisfying(XApiException.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(kind);
            assertThat(refusal.status()).isEqualTo(status);
            assertThat(refusal.reason()).isEqualTo(reason);
        });
        time.advance(Duration.ofDays(1));
        assertThat(pollFailure(source).getCause()).isSameAs(e.getCause());
        assertThat(x.connects().size() - before).isLessThanOrEqualTo(1);
        return e;
    }

    @Test
    void badCredentials_areFatalAtOnce_withoutHammering() throws Exception {
        SourceException e = pollFailure(open(
                XOptions.builder(XCredentials.bearer("AAAA-wrong"))
                        .apiUri(x.uri())
                        .build(),
                XStreamOptions.defaults()));
        assertThat(e.isRetriable()).isFalse();
        assertThat(e).hasMessageContaining("401").hasMessageContaining("bearer token");
        assertThat(e.toString()).doesNotContain("AAAA");
        assertThat(x.connects()).hasSize(1);
    }

    @Test
    void credentialsGoneBad_areTriedTwiceMoreAndSlowly_thenFatal() throws Exception {
        XFilteredStreamSource source = open();
        prove(source);
        x.token("another");
        x.stream().end();
        assertAbout(wake(), Duration.ofSeconds(60));
        assertAbout(wake(), Duration.ofSeconds(120));
        assertThat(pollFailure(source)).hasMessageContaining("401");
        awaitConnects(4);
    }

    @Test
    void credentialsGoneBadForAMoment_areNoTrouble() throws Exception {
        XFilteredStreamSource source = open();
        prove(source);
        x.nextConnect(FakeXReplies.unauthorized());
        x.stream().end();
        assertAbout(wake(), Duration.ofSeconds(60));
        x.awaitStreams(2);
        x.publish(post(1));
        assertThat(pollIds(source, 1)).containsExactly(id(1));
    }

    @Test
    void clientCredentials_areExchanged_andAgainWhenTheTokenIsRefused() throws Exception {
        XOptions options = XOptions.builder(XCredentials.clientCredentials(FakeX.KEY, FakeX.SECRET))
                .apiUri(x.uri())
                .build();
        XFilteredStreamSource source = open(options, XStreamOptions.defaults());
        prove(source);
        assertThat(x.connects().get(0).header("authorization")).contains("Bearer " + FakeX.TOKEN);
        x.token("BBBB%2Bnew");
        x.stream().end();
        assertAbout(wake(), Duration.ofSeconds(60));
        x.awaitStreams(2);
        assertThat(x.requests("/oauth2/token")).hasSize(2);
        await("it reads", () -> source.stats().connected());
    }

    @Test
    void clientCredentialsThatAreWrong_areFatal() throws Exception {
        XOptions options = XOptions.builder(XCredentials.clientCredentials(FakeX.KEY, "wrong-secret"))
                .apiUri(x.uri())
                .build();
        SourceException e = pollFailure(open(options, XStreamOptions.defaults()));
        assertThat(e.isRetriable()).isFalse();
        assertThat(e).hasMessageContaining("Unable to verify").hasMessageNotContaining("wrong-secret");
        assertThat(e.getCause()).isInstanceOfSatisfying(XApiException.class, refusal -> assertThat(refusal.kind())
                .isEqualTo(Kind.UNAUTHORIZED));
    }

    /** Has a new token for each that is refused. */
    private static final class NewTokens implements TokenSupplier {
        final AtomicInteger number = new AtomicInteger();

        @Override
        public Secret token() {
            return Secret.of("token" + number);
        }

        @Override
        public boolean refused(Secret token) {
            number.incrementAndGet();
            return true;
        }
    }

    @Test
    void tokensThatAreRefusedOneByOne_areRenewedOnceARequest() {
        NewTokens tokens = new NewTokens();
        XRules rules = new XRules(new XClient(
                XOptions.builder(XCredentials.bearer(tokens)).apiUri(x.uri()).build()));
        assertThatThrownBy(rules::stored).isInstanceOfSatisfying(SourceException.class, e -> {
            assertThat(e.isRetriable()).isFalse();
            assertThat(((XApiException) e.getCause()).kind()).isEqualTo(Kind.UNAUTHORIZED);
        });
        assertThat(x.requests(XClient.RULES)).hasSize(2);
        assertThat(tokens.number).as("the second one is not used again either").hasValue(2);
    }

    @Test
    void tokensThatAreRefusedOneByOne_followTheScheduleOfRefusals() throws Exception {
        NewTokens tokens = new NewTokens();
        x.token("token0");
        XRecentSearchSource source = closedLater(new XRecentSearchSource(
                new XClient(
                        XOptions.builder(XCredentials.bearer(tokens))
                                .apiUri(x.uri())
                                .build(),
                        time),
                XSearchOptions.of("cat")));
        source.open(heard);
        await("it has searched", () -> x.requests(XClient.RECENT).size() == 1);
        x.token("none of them");
        assertThat(time.advanceToNextWake("sentiment4j-x-search")).isEqualTo(Duration.ofMinutes(1));
        assertAbout(time.advanceToNextWake("sentiment4j-x-search"), Duration.ofSeconds(60));
        assertAbout(time.advanceToNextWake("sentiment4j-x-search"), Duration.ofSeconds(120));
        assertThat(pollFailure(source)).hasMessageContaining("401");
        assertThat(x.requests(XClient.RECENT)).hasSize(7);
    }

    @Test
    void tokenSupplierThatFails_isWaitedFor() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        TokenSupplier vault = () -> {
            if (calls.getAndIncrement() < 2) {
                throw SourceException.unavailable("the vault is sealed", null);
            }
            return Secret.of(FakeX.TOKEN);
        };
        open(XOptions.builder(XCredentials.bearer(vault)).apiUri(x.uri()).build(), XStreamOptions.defaults());
        assertAbout(wake(), Duration.ofSeconds(5));
        assertAbout(wake(), Duration.ofSeconds(10));
        x.awaitStream();
    }

    @Test
    void secretsThatAreRefused_areInNoLogAndNoMessage() throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        StringWriter told = new StringWriter();
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            x.token("another");
            pollFailure(open()).printStackTrace(new PrintWriter(told));
            XRules rules = new XRules(new XClient(options()));
            assertThatThrownBy(rules::stored).satisfies(e -> e.printStackTrace(new PrintWriter(told)));
            XRules exchanging = new XRules(
                    new XClient(XOptions.builder(XCredentials.clientCredentials(FakeX.KEY, Secret.of("wrong1")))
                            .apiUri(x.uri())
                            .build()));
            assertThatThrownBy(exchanging::stored).satisfies(e -> e.printStackTrace(new PrintWriter(told)));
        } finally {
            System.setErr(before);
        }
        assertThat(told + logged.toString(StandardCharsets.UTF_8))
                .contains("401", "no bearer token")
                .doesNotContain(FakeX.TOKEN)
                .doesNotContain("wrong1")
                .doesNotContain(FakeX.KEY)
                .doesNotContain(HttpForms.basic(FakeX.KEY, "wrong1").substring("Basic ".length()));
    }
}
