package dev.sentiment4j.reddit;

import static dev.sentiment4j.reddit.RedditHarness.clientOptions;
import static dev.sentiment4j.reddit.RedditHarness.ids;
import static dev.sentiment4j.reddit.RedditHarness.options;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.http.Secret;
import dev.sentiment4j.testkit.FakeReddit;
import dev.sentiment4j.testkit.FakeReply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens: how they are got, renewed and refused, and that they are shown to nobody. */
class RedditTokenTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RedditHarness h = new RedditHarness();

    @AfterEach
    void close() {
        h.close();
    }

    @Test
    void token_anErrorInA200_isFatal_andSaysWhichOne() {
        h.reddit.replyNextToken(FakeReply.json(200, "{\"error\": \"invalid_grant\"}"));
        h.open();
        h.assertFatal("invalid_grant", "revoked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unauthorized_client", "invalid_scope", "unsupported_grant_type", "<b>x</b>"})
    void token_otherErrorsInA200_areFatal(String error) {
        h.reddit.replyNextToken(FakeReply.json(200, "{\"error\": \"" + error + "\", \"error_description\": \"x\"}"));
        h.open();
        h.assertFatal(error.startsWith("<") ? "an error" : error);
    }

    @Test
    void token_withAWrongSecret_isFatal() {
        h.open(
                options().build(),
                RedditClientOptions.builder(
                                RedditCredentials.clientCredentials(FakeReddit.CLIENT_ID, Secret.of("guess")),
                                RedditHarness.AGENT)
                        .apiUri(h.reddit.uri())
                        .tokenUri(h.reddit.uri())
                        .build());
        h.assertFatal("401", "client id");
    }

    @Test
    void token_everyGrant_works() throws Exception {
        Secret secret = Secret.of(FakeReddit.CLIENT_SECRET);
        for (RedditCredentials credentials : List.of(
                RedditCredentials.clientCredentials(FakeReddit.CLIENT_ID, secret),
                RedditCredentials.script(
                        FakeReddit.CLIENT_ID, secret, FakeReddit.USERNAME, Secret.of(FakeReddit.PASSWORD)),
                RedditCredentials.installedApp(FakeReddit.CLIENT_ID, RedditCredentials.NO_DEVICE),
                RedditCredentials.refreshToken(FakeReddit.CLIENT_ID, secret, Secret.of(FakeReddit.REFRESH_TOKEN)))) {
            int before = h.reddit.tokensGiven();
            RedditClientOptions clientOptions = RedditClientOptions.builder(credentials, RedditHarness.AGENT)
                    .apiUri(h.reddit.uri())
                    .tokenUri(h.reddit.uri())
                    .build();
            h.open(options().build(), clientOptions).run(MINUTE);
            assertThat(h.reddit.tokensGiven()).as(credentials.toString()).isEqualTo(before + 1);
            assertThat(clientOptions.toString()).doesNotContain("secret").doesNotContain("password\"");
            h.source.close();
        }
    }

    @Test
    void token_isRenewedBeforeItEnds() throws Exception {
        h.reddit.tokenLife(Duration.ofHours(1));
        h.open().run(Duration.ofHours(5));
        assertThat(h.reddit.tokensGiven()).isBetween(5, 6);
        assertThat(h.source.stats().orElseThrow().faults()).isZero();
    }

    @Test
    void token_endsMidRun_401ThenOk() throws Exception {
        h.open().run(MINUTE);
        h.time.advance(Duration.ofSeconds(2));
        h.reddit.revokeTokens();
        List<String> posts = h.write(3);
        assertThat(ids(h.run(MINUTE))).isEqualTo(posts);
        assertThat(h.reddit.tokensGiven()).isEqualTo(2);
        assertThat(h.disconnects).isEmpty();
    }

    @Test
    void token_refusedAgainAndAgain_isFatal() throws Exception {
        h.open().run(MINUTE);
        FakeReply refused = FakeReply.json(401, "{\"error\": 401}");
        h.reddit.replyNext(refused, refused, refused);
        h.assertFatal("401", "suspended");
    }

    @Test
    void token_thatCannotBeRenewed_isUsedWhileItIsGood() throws Exception {
        h.reddit.tokenLife(Duration.ofMinutes(10));
        h.open().run(Duration.ofMinutes(8));
        h.time.advance(Duration.ofSeconds(61));
        h.reddit.replyNextToken(FakeReply.status(503), FakeReply.status(503));
        List<String> posts = h.write(2);
        assertThat(ids(h.run(Duration.ofSeconds(50)))).isEqualTo(posts);
        assertThat(h.disconnects).isEmpty();
    }

    @Test
    void tokensAndSecrets_areNowhereToBeRead() throws Exception {
        h.open().run(MINUTE);
        for (Object each : List.of(
                h.client, h.client.options(), h.source, h.source.stats(), RedditHarness.CREDENTIALS, h.source.lag())) {
            assertThat(each.toString()).doesNotContain(FakeReddit.CLIENT_SECRET).doesNotContain("fake-token");
        }
        h.reddit.replyNext(FakeReply.json(404, "{\"reason\": \"banned\", \"message\": \"fake-token-1\"}"));
        h.assertFatal("404", "banned");
    }
}
