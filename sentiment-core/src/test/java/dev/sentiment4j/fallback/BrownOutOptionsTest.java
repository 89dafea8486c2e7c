package dev.sentiment4j.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sentiment4j.InvalidOptionsException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BrownOutOptionsTest {
    @Test
    void defaults_areTheDocumentedOnes() {
        BrownOutOptions options = BrownOutOptions.defaults();
        assertThat(options.enterAbove()).isEqualTo(Duration.ofMillis(500));
        assertThat(options.leaveBelow()).isEqualTo(Duration.ofMillis(100));
        assertThat(options.dwell()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.bulk()).isFalse();
        assertThat(options)
                .hasToString("BrownOutOptions[enterAbove=PT0.5S, leaveBelow=PT0.1S, dwell=PT1S, bulk=false]");
    }

    @Test
    void values_areEqualByWhatTheySay() {
        BrownOutOptions mine = BrownOutOptions.builder()
                .enterAbove(Duration.ofSeconds(2))
                .leaveBelow(Duration.ofSeconds(1))
                .dwell(Duration.ZERO)
                .bulk(true)
                .build();
        assertThat(mine.toBuilder().build()).isEqualTo(mine).hasSameHashCodeAs(mine);
        assertThat(mine).isNotEqualTo(BrownOutOptions.defaults());
    }

    @Test
    void everythingWrong_isSaidAtOnce() {
        InvalidOptionsException e = catchThrowableOfType(InvalidOptionsException.class, () -> BrownOutOptions.builder()
                .enterAbove(Duration.ZERO)
                .leaveBelow(Duration.ofDays(2))
                .dwell(Duration.ofNanos(-1))
                .build());
        assertThat(e.problems())
                .containsExactly(
                        "enterAbove = PT0S: must be positive",
                        "leaveBelow = PT48H: must be at most one day",
                        "leaveBelow = PT48H: must be less than enterAbove = PT0S",
                        "dwell = PT-0.000000001S: must not be negative");
        assertThatThrownBy(() -> BrownOutOptions.builder()
                        .leaveBelow(Duration.ofMillis(500))
                        .dwell(Duration.ofDays(2))
                        .build())
                .hasMessageContaining("leaveBelow = PT0.5S: must be less than enterAbove = PT0.5S")
                .hasMessageContaining("dwell = PT48H: must be at most one day");
    }
}
