package dev.sentiment4j.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sentiment4j.InvalidOptionsException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisOptionsTest {
    @Test
    void uri_isRead() {
        RedisOptions plain = RedisOptions.of("redis://worker:s3cret@cache.example:6380/2");
        assertThat(plain.addresses()).containsExactly(new RedisAddress("cache.example", 6380));
        assertThat(plain.database()).isEqualTo(2);
        assertThat(plain.user()).contains("worker");
        assertThat(new String(plain.password().orElseThrow().get())).isEqualTo("s3cret");
        assertThat(plain.tls()).isFalse();
        assertThat(plain.toString()).doesNotContain("s3cret").contains("cache.example:6380");
        assertThat(RedisOptions.of("rediss://cache.example").tls()).isTrue();
        RedisOptions sentinel = RedisOptions.of("redis-sentinel://a:26379,b:26380/0#main");
        assertThat(sentinel.topology()).isEqualTo(RedisOptions.Topology.SENTINEL);
        assertThat(sentinel.addresses()).containsExactly(new RedisAddress("a", 26379), new RedisAddress("b", 26380));
        assertThat(sentinel.sentinelMaster()).contains("main");
    }

    @Test
    void uri_thatIsNone_isRefusedWithoutItsPassword() {
        assertThatExceptionOfType(InvalidOptionsException.class)
                .isThrownBy(() -> RedisOptions.of("http://user:s3cret@example"))
                .satisfies(e -> assertThat(e.getMessage()).contains("uri:").doesNotContain("s3cret"))
                .withNoCause();
    }

    @Test
    void build_listsEverythingThatIsWrong() {
        assertThatExceptionOfType(InvalidOptionsException.class)
                .isThrownBy(() -> RedisOptions.builder()
                        .address(" ", 0)
                        .address("b", 1)
                        .database(-1)
                        .user("u")
                        .tlsTrusted(Path.of("no-such-file"))
                        .tlsCertificate(Path.of("no-such-file"))
                        .connectTimeout(Duration.ZERO)
                        .reconnectMinDelay(Duration.ofSeconds(9))
                        .clientName("two words")
                        .sentinelMaster("m")
                        .build())
                .satisfies(e -> assertThat(e.problems()).hasSize(13));
    }

    @Test
    void toBuilder_keepsEverything() {
        RedisOptions options = RedisOptions.builder()
                .address("a", 1)
                .topology(RedisOptions.Topology.SENTINEL)
                .sentinelMaster("m")
                .password("x"::toCharArray)
                .commandTimeout(Duration.ofSeconds(9))
                .clientName("me")
                .build();
        assertThat(options.toBuilder().build()).hasToString(options.toString());
    }

    @Test
    void sourceOptions_listEverythingThatIsWrong() {
        assertThatExceptionOfType(InvalidOptionsException.class)
                .isThrownBy(() -> RedisSourceOptions.builder().stream("a").stream("a")
                        .group("")
                        .consumer(Entries.GIVEN_BACK)
                        .claimIdle(Duration.ZERO)
                        .maxDeliveries(0)
                        .build())
                .satisfies(e -> assertThat(e.problems()).hasSize(5));
    }
}
