package dev.sentiment4j.x;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.http.HttpOptions;
import dev.sentiment4j.http.TokenSupplier;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.testkit.FakeReply;
import dev.sentiment4j.testkit.FakeRequest;
import dev.sentiment4j.testkit.FakeStream;
import dev.sentiment4j.testkit.FakeX;
import dev.sentiment4j.testkit.FakeXReplies;
import dev.sentiment4j.x.XApiException.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When and how it connects again, by the clock. */
class XStreamReconnectTest extends XTestBase {
    private static final Duration WINDOW = Duration.ofMinutes(15);

    /** Another limit than that of requests, so that a test can tell one wait from the other. */
    private static final XStreamOptions PATIENT =
            XStreamOptions.builder().readIdleLimit(Duration.ofSeconds(40)).build();

    private Duration wake() throws InterruptedException {
        return time.advanceToNextWake(STREAM_THREAD);
    }

    private static void assertAbout(Duration wait, Duration expected) {
        assertThat(wait)
                .isBetween(expected, expected.plus(expected.dividedBy(10)).plusMillis(1));
    }

    private void awaitConnects(int count) {
        await(count + " requests for the stream", () -> x.connects().size() >= count);
        assertThat(x.connects()).hasSize(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"end", "cut", "reset"})
    void cleanEnd_cutAndReset_areReplacedAtOnce(String how) throws Exception {
        XFilteredStreamSource source = open();
        FakeStream stream = x.awaitStream();
        for (int i = 1; i <= 5; i++) {
            x.publish(post(i));
            assertThat(pollIds(source, 1)).containsExactly(id(i));
            switch (how) {
                case "end" -> stream.end();
                case "cut" -> stream.cut();
                default -> stream.reset();
            }
            stream = x.awaitStreams(i + 1);
        }
        assertThat(time.now()).isEqualTo(START);
    }

    @Test
    void halfOpenSilence_isNoticedByTheIdleLimit_andReplacedAtOnce() throws Exception {
        XFilteredStreamSource source = open(PATIENT);
        FakeStream silent = x.awaitStream();
        x.publish(post(1));
        assertThat(pollIds(source, 1)).containsExactly(id(1));
        time.awaitWaiter(STREAM_THREAD, Duration.ofSeconds(40));
        time.advance(Duration.ofSeconds(39));
        assertThat(silent.isOpen()).isTrue();
        time.advance(Duration.ofSeconds(1));
        assertThat(silent.awaitClosed(Duration.ofSeconds(10))).isTrue();
        x.awaitStreams(2);
        x.publish(post(2));
        assertThat(pollIds(source, 1)).containsExactly(id(2));
        assertThat(heard.disconnects.take()).hasMessageContaining("silent for too long");
    }

    @Test
    void silence_fromTheFirstByteOn_followsTheNetworkSchedule() throws Exception {
        XFilteredStreamSource source = open(PATIENT);
        for (int i = 1; i <= 8; i++) {
            x.awaitStreams(i);
            await("it reads", () -> source.stats().connected());
            time.awaitWaiter(STREAM_THREAD, Duration.ofSeconds(40));
            time.advance(Duration.ofSeconds(40));
            assertAbout(wake(), Duration.ofMillis(250L * i));
        }
    }

    @Test
    void acceptThenClose_followsTheNetworkSchedule_andNeverLeavesTheBudget() throws Exception {
        x.everyConnect((request, connection) -> connection.stream(false).end());
        open();
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waits.add(wake());
        }
        for (int i = 0; i < 24; i++) {
            assertAbout(waits.get(i), Duration.ofMillis(250L * (i + 1)));
        }
        assertConnectsWithinBudget();
        assertThat(waits.stream().skip(30).mapToLong(Duration::toSeconds).max().orElseThrow())
                .as("the longest wait, for the budget")
                .isGreaterThan(60);
    }

    @Test
    void connectionsThatCloseWithoutAWord_stayInTheBudgetToo() throws Exception {
        x.everyConnect((request, connection) -> connection.close());
        open();
        for (int i = 0; i < 80; i++) {
            wake();
        }
        assertConnectsWithinBudget();
    }

    @Test
    void keepAliveThenClose_isNoHotLoop() throws Exception {
        x.everyConnect((request, connection) -> {
            FakeStream stream = x.accept(connection);
            stream.write("\r\n");
            stream.end();
        });
        open();
        for (int i = 0; i < 3; i++) {
            assertThat(wake()).as("wait for the budget").isGreaterThan(Duration.ofMinutes(14));
        }
        assertConnectsWithinBudget();
    }

    private void assertConnectsWithinBudget() {
        List<Long> at = x.connects().stream().map(FakeRequest::nanos).toList();
        assertThat(at).hasSizeGreaterThan(50);
        for (int i = 50; i < at.size(); i++) {
            assertThat(at.get(i) - at.get(i - 50)).isGreaterThanOrEqualTo(WINDOW.toNanos());
        }
    }

    @Test
    void endless503_followsTheHttpSchedule() throws Exception {
        x.everyConnect((request, connection) -> connection.reply(FakeXReplies.unavailable()));
        open();
        for (long seconds : new long[] {5, 10, 20, 40, 80, 160, 320, 320, 320}) {
            assertAbout(wake(), Duration.ofSeconds(seconds));
        }
        assertThat(heard.awaitRefusal().kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void provisioning_500WithoutBody_andAnHtmlPage_waitAsHttpErrors() throws Exception {
        x.nextConnect(FakeXReplies.provisioning());
        x.nextConnect(FakeReply.status(500));
        x.nextConnect(FakeReply.html(502, "<html>secret</html>"));
        open();
        assertAbout(wake(), Duration.ofSeconds(5));
        assertThat(heard.awaitRefusal().reason()).isEqualTo("ProvisioningSubscription");
        assertAbout(wake(), Duration.ofSeconds(10));
        heard.awaitRefusal();
        assertAbout(wake(), Duration.ofSeconds(20));
        assertThat(heard.awaitRefusal()).hasMessageNotContaining("secret");
        x.awaitStream();
    }

    @Test
    void backOff_beginsAnew_onlyWhenAConnectionHasProvedToBeAlive() throws Exception {
        x.nextConnect(FakeXReplies.unavailable());
        x.nextConnect((request, connection) -> connection.stream(false).end());
        x.nextConnect(FakeXReplies.unavailable());
        open();
        assertAbout(wake(), Duration.ofSeconds(5));
        assertAbout(wake(), Duration.ofMillis(250));
        assertAbout(wake(), Duration.ofSeconds(10));
        FakeStream stream = x.awaitStream();
        x.nextConnect(FakeXReplies.unavailable());
        stream.write("\r\n");
        stream.end();
        assertAbout(wake(), Duration.ofSeconds(5));
    }

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
        assertThat(redirect).hasMessageNotContaining("hidden").hasMessageContaining("baseUrl");
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
                        .baseUrl(x.uri())
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
        x.awaitStream().write("\r\n");
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
        x.awaitStream().write("\r\n");
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
                .baseUrl(x.uri())
                .build();
        XFilteredStreamSource source = open(options, XStreamOptions.defaults());
        x.awaitStream().write("\r\n");
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
                .baseUrl(x.uri())
                .build();
        SourceException e = pollFailure(open(options, XStreamOptions.defaults()));
        assertThat(e.isRetriable()).isFalse();
        assertThat(e).hasMessageContaining("Unable to verify").hasMessageNotContaining("wrong-secret");
        assertThat(e.getCause()).isInstanceOfSatisfying(XApiException.class, refusal -> assertThat(refusal.kind())
                .isEqualTo(Kind.UNAUTHORIZED));
    }

    @Test
    void tokenSupplierThatFails_isWaitedFor() throws Exception {
        java.util.concurrent.atomic.AtomicInteger calls = new java.util.concurrent.atomic.AtomicInteger();
        TokenSupplier vault = () -> {
            if (calls.getAndIncrement() < 2) {
                throw SourceException.unavailable("the vault is sealed", null);
            }
            return dev.sentiment4j.http.Secret.of(FakeX.TOKEN);
        };
        open(XOptions.builder(XCredentials.bearer(vault)).baseUrl(x.uri()).build(), XStreamOptions.defaults());
        assertAbout(wake(), Duration.ofSeconds(5));
        assertAbout(wake(), Duration.ofSeconds(10));
        x.awaitStream();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UpstreamOperationalDisconnect", "SlowReader", "ForceDisconnect"})
    void operationalDisconnect_withoutClose_isClosedFromHere_andReplaced(String type) throws Exception {
        XFilteredStreamSource source = open();
        FakeStream stream = x.awaitStream();
        x.publish(post(1));
        x.sendLine(FakeXReplies.disconnectLine(type));
        assertThat(stream.awaitClosed(Duration.ofSeconds(10))).isTrue();
        x.awaitStreams(2);
        XApiException told = heard.awaitRefusal();
        assertThat(told.kind()).isEqualTo(Kind.DISCONNECTED);
        assertThat(told.reason()).isEqualTo(type);
        x.publish(post(2));
        assertThat(pollIds(source, 2)).isEqualTo(ids(1, 3));
    }

    @Test
    void operationalDisconnect_withClose_isReplaced() throws Exception {
        open();
        FakeStream stream = x.awaitStream();
        x.keepAlive();
        x.sendLine(FakeXReplies.disconnectLine("OperationalDisconnect"));
        stream.end();
        x.awaitStreams(2);
        assertThat(heard.awaitRefusal().reason()).isEqualTo("OperationalDisconnect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"InvalidRules", "ClientApplicationStateDegraded"})
    void disconnect_ofAKindThatLasts_waits(String type) throws Exception {
        open();
        x.awaitStream();
        x.keepAlive();
        x.sendLine(FakeXReplies.disconnectLine(type));
        assertAbout(wake(), Duration.ofSeconds(5));
        x.awaitStreams(2);
    }

    @Test
    void disconnect_asTheFirstLine_timeAndAgain_isNoHotLoop() throws Exception {
        x.everyConnect((request, connection) ->
                x.accept(connection).write(FakeXReplies.disconnectLine("OperationalDisconnect") + "\r\n"));
        open();
        for (long seconds : new long[] {5, 10, 20, 40}) {
            assertAbout(wake(), Duration.ofSeconds(seconds));
        }
    }

    @Test
    void bareProblemObject_endsTheStreamLikeAnError() throws Exception {
        open();
        x.awaitStream();
        x.keepAlive();
        x.sendLine(FakeXReplies.problemLine());
        x.awaitStreams(2);
        assertThat(heard.awaitRefusal().kind()).isEqualTo(Kind.DISCONNECTED);
    }

    @Test
    void htmlPageInPlaceOfAStream_isNotTakenForOne() throws Exception {
        x.nextConnect(FakeReply.html(200, "<html>log in here</html>"));
        SourceException e = pollFailure(open());
        assertThat(e).hasMessageContaining("HTML page").hasMessageContaining("proxy");
    }

    @Test
    void portThatNobodyListensOn_isTriedByTheNetworkSchedule() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        open(
                options().toBuilder()
                        .baseUrl(URI.create("http://127.0.0.1:" + port))
                        .build(),
                XStreamOptions.defaults());
        for (int i = 1; i <= 5; i++) {
            assertAbout(wake(), Duration.ofMillis(250L * i));
        }
        assertThat(heard.disconnects.take()).hasMessageContaining("cannot be connected to");
    }

    @Test
    void nameThatDoesNotResolve_isTriedByTheNetworkSchedule() throws Exception {
        open(
                options().toBuilder()
                        .baseUrl(URI.create("http://no-such-host.invalid"))
                        .build(),
                XStreamOptions.defaults());
        assertAbout(wake(), Duration.ofMillis(250));
        assertThat(heard.disconnects.take()).hasMessageContaining("cannot be resolved");
    }

    @Test
    void portThatSpeaksNoTls_isSaidInWords() throws Exception {
        open(
                options().toBuilder()
                        .baseUrl(URI.create("https://127.0.0.1:" + x.uri().getPort()))
                        .build(),
                XStreamOptions.defaults());
        assertAbout(wake(), Duration.ofMillis(250));
        assertThat(heard.disconnects.take()).hasMessageContaining("TLS");
    }

    @Test
    void proxy_isUsed() throws Exception {
        ProxySelector proxy =
                ProxySelector.of(new InetSocketAddress("127.0.0.1", x.uri().getPort()));
        open(
                options().toBuilder()
                        .baseUrl(URI.create("http://api.x.invalid"))
                        .http(HttpOptions.builder().proxy(proxy).build())
                        .build(),
                XStreamOptions.defaults());
        x.awaitStream();
        assertThat(x.connects().get(0).header("host")).contains("api.x.invalid");
    }

    @Test
    void clockThatJumps_changesNoWait() throws Exception {
        x.nextConnect(FakeXReplies.unavailable());
        XFilteredStreamSource source = open();
        await("it waits", () -> time.nextWake().isPresent());
        time.jumpWallClock(Duration.ofDays(-3));
        assertAbout(wake(), Duration.ofSeconds(5));
        x.awaitStream();
        time.jumpWallClock(Duration.ofDays(30));
        x.publish(post(1));
        assertThat(pollIds(source, 1)).containsExactly(id(1));
        assertThat(x.streamsOpened()).isEqualTo(1);
    }

    @Test
    void stop_duringBackOff_takesLessThanASecond() throws Exception {
        x.nextConnect(FakeXReplies.usageCapped("Monthly"));
        XFilteredStreamSource source = open();
        await("it waits", () -> time.nextWake().isPresent());
        assertClosesQuickly(source);
    }

    @Test
    void stop_whileItReads_andWhileXIsSilent_takesLessThanASecond() throws Exception {
        XFilteredStreamSource reading = open();
        FakeStream stream = x.awaitStream();
        x.publish(post(1));
        pollIds(reading, 1);
        assertClosesQuickly(reading);
        assertThat(stream.awaitClosed(Duration.ofSeconds(10))).isTrue();
        x.nextConnect((request, connection) -> connection.staySilent());
        XFilteredStreamSource connecting = open();
        await("it has asked", () -> x.connects().size() == 2);
        assertClosesQuickly(connecting);
    }

    private static void assertClosesQuickly(XFilteredStreamSource source) {
        long start = System.nanoTime();
        source.close();
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("sentiment4j-x"))
                        .filter(Thread::isAlive))
                .isEmpty();
    }

    @Test
    void token_isNeverShown() throws IOException, InterruptedException {
        XOptions options = options();
        XFilteredStreamSource source = open(options, XStreamOptions.defaults());
        x.awaitStream();
        assertThat(String.join(
                        " ",
                        options.toString(),
                        options.credentials().toString(),
                        source.toString(),
                        source.name(),
                        source.stats().toString(),
                        XCredentials.clientCredentials(FakeX.KEY, FakeX.SECRET).toString()))
                .doesNotContain(FakeX.TOKEN)
                .doesNotContain(FakeX.SECRET)
                .doesNotContain(FakeX.KEY);
    }
}
