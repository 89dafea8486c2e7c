package dev.sentiment4j.x;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.x.XStreamOptions.GapFilling;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class XOptionsTest {
    @Test
    void streamOptions_reportEveryProblem() {
        assertThatThrownBy(() -> XStreamOptions.builder()
                        .searchDelay(Duration.ZERO)
                        .searchQueryLength(1)
                        .gapPostLimit(0)
                        .resumeAfter("abc")
                        .readIdleLimit(Duration.ofSeconds(20))
                        .connectBudget(0)
                        .postsPerDay(-1)
                        .bufferCapacity(0)
                        .dedupWindow(0)
                        .maxLineBytes(0)
                        .build())
                .isInstanceOfSatisfying(InvalidOptionsException.class, e -> assertThat(e.problems())
                        .hasSize(10));
    }

    @Test
    void streamOptions_areKept() {
        XStreamOptions options = XStreamOptions.builder()
                .gapFilling(GapFilling.BACKFILL)
                .searchDelay(Duration.ofMinutes(1))
                .searchQueryLength(4096)
                .gapPostLimit(50)
                .resumeAfter("17")
                .readIdleLimit(Duration.ofSeconds(25))
                .closeStaleConnections(true)
                .connectBudget(10)
                .postsPerDay(5)
                .bufferCapacity(3)
                .dedupWindow(2000)
                .maxLineBytes(1 << 20)
                .build();
        assertThat(options.toBuilder().build()).hasToString(options.toString());
        assertThat(options.toString()).contains("BACKFILL", "PT1M", "4096", "50", "17", "PT25S", "true", "10", "2000");
    }

    @Test
    void searchOptions_reportEveryProblem() {
        assertThatThrownBy(() -> XSearchOptions.builder(" ")
                        .interval(Duration.ZERO)
                        .lookBack(Duration.ofDays(8))
                        .sinceId("-1")
                        .pollPostLimit(1)
                        .postsPerDay(-1)
                        .bufferCapacity(0)
                        .dedupWindow(0)
                        .build())
                .isInstanceOfSatisfying(InvalidOptionsException.class, e -> assertThat(e.problems())
                        .hasSize(8));
        XSearchOptions options = XSearchOptions.builder("cat")
                .sinceId("5")
                .lookBack(Duration.ofDays(1))
                .build();
        assertThat(options.toBuilder().build()).hasToString(options.toString());
        assertThat(options.toString()).doesNotContain("cat");
    }

    @Test
    @SuppressWarnings("NullAway") // what System.getenv gives
    void tokenThatIsNull_isNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> XOptions.bearer(System.getenv("SENTIMENT4J_NO_SUCH_TOKEN")))
                .withMessageContaining("bearer token")
                .withMessageContaining("environment variable");
        assertThatNullPointerException()
                .isThrownBy(() -> XCredentials.clientCredentials("key", System.getenv("SENTIMENT4J_NO_SUCH_TOKEN")))
                .withMessageContaining("secret");
    }

    @Test
    void tokenWithTheWordBearer_isToldSo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> XOptions.bearer("Bearer abc"))
                .withMessageContaining("the word Bearer")
                .withMessageNotContaining("abc");
        assertThat(XOptions.bearer("Bearerabc").apiUri()).hasToString(XOptions.DEFAULT_API_URI);
    }

    @Test
    void apiUri_mustBeAPlainAddress() {
        for (String url : new String[] {"ftp://x", "/relative", "https://user:pw@api.x.com", "https://api.x.com?a=b"}) {
            assertThatThrownBy(() -> XOptions.builder(XCredentials.bearer("t"))
                            .apiUri(URI.create(url))
                            .build())
                    .isInstanceOf(InvalidOptionsException.class)
                    .hasMessageNotContaining("pw");
        }
        assertThat(XOptions.bearer("t").apiUri()).hasToString(XOptions.DEFAULT_API_URI);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> XOptions.bearer(" "))
                .withMessageContaining("environment variable");
    }
}
