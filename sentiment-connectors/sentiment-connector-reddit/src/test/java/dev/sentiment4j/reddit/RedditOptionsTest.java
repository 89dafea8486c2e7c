package dev.sentiment4j.reddit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.http.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedditOptionsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "bot", "Java/17", "python-requests/2", "Mozilla/5.0 (X11)", "names\nand lines"})
    void userAgent_isRequired_andMustNameTheApplication(String agent) {
        assertThatThrownBy(() -> RedditClientOptions.builder(RedditHarness.CREDENTIALS, agent)
                        .build())
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("userAgent");
    }

    @Test
    void everyBadValue_isNamedAtOnce() {
        assertThatThrownBy(() -> RedditSourceOptions.builder("r/java", "a", "Java", "java")
                        .kinds(List.of())
                        .minPollInterval(Duration.ZERO)
                        .maxPollInterval(Duration.ofDays(2))
                        .dedupWindow(10)
                        .bufferCapacity(0)
                        .recheckAfter(List.of(Duration.ofHours(2), Duration.ofHours(1)))
                        .recheckCapacity(0)
                        .checkpointKey(" ")
                        .checkpointInterval(Duration.ZERO)
                        .build())
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContainingAll(
                        "subreddits",
                        "there twice",
                        "kinds",
                        "minPollInterval",
                        "maxPollInterval",
                        "dedupWindow",
                        "bufferCapacity",
                        "recheckAfter",
                        "recheckCapacity",
                        "checkpointKey",
                        "checkpointInterval");
        assertThatThrownBy(() -> RedditClientOptions.builder(RedditHarness.CREDENTIALS, RedditHarness.AGENT)
                        .requestsPerMinute(0)
                        .apiUri(URI.create("ftp://x"))
                        .tokenUri(URI.create("https://user:secret@x"))
                        .build())
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContainingAll("requestsPerMinute", "apiUri", "tokenUri")
                .hasMessageNotContaining("secret");
    }

    @Test
    void credentials_areChecked_andShowNothing() {
        assertThatThrownBy(() -> RedditCredentials.installedApp("id", "short"))
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("deviceId");
        assertThatThrownBy(() -> RedditCredentials.clientCredentials("a:b", Secret.of("hidden")))
                .hasMessageContaining("clientId")
                .hasMessageNotContaining("hidden");
        assertThat(RedditCredentials.script("id", Secret.of("hidden"), "ann", Secret.of("hidden")))
                .asString()
                .contains("id")
                .doesNotContain("hidden");
    }

    @Test
    void options_areBuiltFromOptions() {
        RedditSourceOptions options = RedditSourceOptions.builder("java", "kotlin")
                .start(RedditSourceOptions.Start.EARLIEST)
                .build();
        assertThat(options.toBuilder().build()).asString().isEqualTo(options.toString());
        assertThat(options.checkpointKey()).isEqualTo("reddit/java+kotlin");
    }
}
