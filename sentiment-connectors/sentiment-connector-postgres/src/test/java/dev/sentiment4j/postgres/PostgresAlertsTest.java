package dev.sentiment4j.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.postgres.StoredAlert.Severity;
import dev.sentiment4j.postgres.StoredAlert.State;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PostgresAlertsTest {
    private final PostgresAlerts alerts = new PostgresAlerts(TestPostgres.dataSource(), TestPostgres.migrated());

    private static StoredAlert alert(State state, int second) {
        return new StoredAlert(
                "negative-share",
                "product=phone",
                Severity.WARNING,
                state,
                TestPosts.NOON,
                TestPosts.NOON.plusSeconds(second),
                state == State.RESOLVED ? Optional.of(TestPosts.NOON.plusSeconds(second)) : Optional.empty(),
                OptionalDouble.of(0.5),
                OptionalDouble.of(0.4),
                OptionalLong.of(12),
                List.of(TestPosts.key("1"), TestPosts.key("2")),
                "{\"a\": 1}");
    }

    @Test
    void store_ofAnEpisodeTwice_isOneEpisode() {
        assertThat(alerts.store(alert(State.FIRING, 1))).isTrue();
        assertThat(alerts.store(alert(State.FIRING, 1))).isTrue();
        assertThat(alerts.open()).containsExactly(alert(State.FIRING, 1));
    }

    @Test
    void store_ofAnOlderState_changesNothing() {
        assertThat(alerts.store(alert(State.RESOLVED, 9))).isTrue();
        assertThat(alerts.store(alert(State.FIRING, 1))).isFalse();
        assertThat(alerts.open()).isEmpty();
        assertThat(alerts.between(TestPosts.NOON, TestPosts.NOON.plusSeconds(1), 10))
                .containsExactly(alert(State.RESOLVED, 9));
        assertThat(alerts.between(TestPosts.NOON.plusSeconds(1), TestPosts.NOON.plusSeconds(2), 10))
                .isEmpty();
    }

    @Test
    void resolved_needsAnEnd() {
        assertThatThrownBy(() -> new StoredAlert(
                        "r",
                        "",
                        Severity.INFO,
                        State.RESOLVED,
                        TestPosts.NOON,
                        TestPosts.NOON,
                        Optional.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalLong.empty(),
                        List.of(),
                        "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("resolvedAt");
    }
}
