package dev.sentiment4j.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisProbeTest {
    @Test
    void ask_tellsOfAServerThatDiesAndComesBack(@TempDir Path directory) throws Exception {
        try (RedisProcess server = RedisProcess.start(directory);
                RedisProbe probe = new RedisProbe(server.options())) {
            RedisProbe.Answer first = probe.ask();
            assertThat(first.problem()).isEmpty();
            assertThat(first.roundTrip()).isPositive();

            server.kill();
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(probe.ask().problem().orElseThrow())
                            .contains("127.0.0.1:" + server.port(), "not connected"));

            server.start();
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(probe.ask().problem()).isEmpty());
        }
    }

    @Test
    void ask_namesTheRemedyAndNoPassword(@TempDir Path directory) {
        try (RedisProcess server = RedisProcess.start(directory, "--requirepass", "secret");
                RedisProbe probe = new RedisProbe(
                        server.builder().password(() -> "wrong".toCharArray()).build())) {
            assertThat(probe.ask().problem().orElseThrow())
                    .contains("user or password are wrong")
                    .doesNotContain("secret")
                    .doesNotContain(": wrong ");
        }
    }
}
