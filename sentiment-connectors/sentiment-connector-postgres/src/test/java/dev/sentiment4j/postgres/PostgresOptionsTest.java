package dev.sentiment4j.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.InvalidOptionsException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PostgresOptionsTest {
    @Test
    void build_withBadValues_listsThemAll() {
        assertThatThrownBy(() -> PostgresOptions.builder()
                        .schema("pg_x\n")
                        .searchConfiguration("simple'); drop table x; --")
                        .fetchSize(0)
                        .writeConnections(0)
                        .notificationChannel("")
                        .statementTimeout(Duration.ofSeconds(-1))
                        .lease(Duration.ZERO)
                        .pollInterval(Duration.ZERO)
                        .build())
                .isInstanceOfSatisfying(InvalidOptionsException.class, e -> assertThat(e.problems())
                        .hasSize(9));
    }

    @Test
    void toBuilder_keepsEverything() {
        PostgresOptions options = PostgresOptions.builder()
                .schema("s")
                .partitioned(true)
                .searchConfiguration("english")
                .fetchSize(2)
                .writeConnections(2)
                .notificationChannel("c")
                .statementTimeout(Duration.ofSeconds(3))
                .lease(Duration.ofSeconds(4))
                .pollInterval(Duration.ofSeconds(5))
                .build();
        assertThat(options.toBuilder().build()).isEqualTo(options).hasSameHashCodeAs(options);
        assertThat(options).isNotEqualTo(PostgresOptions.defaults());
    }

    @Test
    void pool_withBadValues_listsThemAll_andKeepsItsSecret() {
        PostgresPool pool = PostgresPool.to("jdbc:other:x")
                .user("u")
                .password("hunter2")
                .size(0)
                .connectionTimeout(Duration.ZERO)
                .socketTimeout(Duration.ZERO);
        assertThat(pool.toString()).doesNotContain("hunter2");
        assertThatThrownBy(pool::open)
                .isInstanceOfSatisfying(InvalidOptionsException.class, e -> assertThat(e.problems())
                        .hasSize(4))
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void texts_thatCannotBeStored_areReplaced() {
        assertThat(Texts.clean("a\u0000b\ud83d c\ude00")).isEqualTo("a\ufffdb\ufffd c\ufffd");
        String fine = "emoji 😍 stays";
        assertThat(Texts.clean(fine)).isSameAs(fine);
        assertThat(Texts.clean("\u0000😍\ud83d")).isEqualTo("\ufffd😍\ufffd");
    }
}
