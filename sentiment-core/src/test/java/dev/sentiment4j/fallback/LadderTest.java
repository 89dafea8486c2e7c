package dev.sentiment4j.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.fallback.Ladder.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What moves a ladder, for whatever course the waits take. */
class LadderTest {
    private static final int STEPS = 3;
    private static final BrownOutOptions OPTIONS = BrownOutOptions.defaults();
    private static final long DWELL = OPTIONS.dwell().toNanos();
    private final Ladder ladder = new Ladder(STEPS, OPTIONS);

    /** The state of the world at one call: milliseconds since the call before, and the waits of the steps. */
    record Moment(int afterMillis, List<Integer> waits) {
        Duration wait(int step) {
            return Duration.ofMillis(waits.get(step));
        }
    }

    @Provide
    static Arbitrary<List<Moment>> courses() {
        Arbitrary<Integer> waits = Arbitraries.of(0, 50, 99, 100, 101, 300, 499, 500, 501, 900, 100_000);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1500), waits.list().ofSize(STEPS))
                .as(Moment::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 300)
    void everyMove_hasItsReason(@ForAll("courses") List<Moment> course) {
        Position now = Position.start();
        long nanos = Long.MAX_VALUE - DWELL;
        for (Moment moment : course) {
            nanos += Duration.ofMillis(moment.afterMillis()).toNanos();
            Position next = ladder.next(now, nanos, moment::wait);
            assertThat(next.step()).isBetween(0, STEPS - 1);
            assertThat(next.waits()).hasSize(next.step());
            if (next.step() > now.step()) {
                assertThat(next.step()).as("one at a time").isEqualTo(now.step() + 1);
                assertThat(moment.wait(now.step())).isGreaterThan(OPTIONS.enterAbove());
                assertThat(next.waits()).last().isEqualTo(moment.wait(now.step()));
            } else if (next.step() < now.step()) {
                assertThat(moment.wait(next.step())).isLessThan(OPTIONS.leaveBelow());
            } else {
                assertThat(next).isSameAs(now);
            }
            if (next != now) {
                assertThat(next.sinceNanos()).isEqualTo(nanos);
                assertThat(now.settled() || nanos - now.sinceNanos() >= DWELL)
                        .as("the dwell was served")
                        .isTrue();
            }
            now = next;
        }
    }

    @Property(tries = 200)
    void betweenTheMarks_nothingMoves(@ForAll("courses") List<Moment> course) {
        long nanos = 0;
        for (int step = 0; step < STEPS; step++) {
            Position position = new Position(
                    step,
                    0,
                    true,
                    new ArrayList<>(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2))).subList(0, step));
            for (Moment moment : course) {
                nanos += Duration.ofMillis(moment.afterMillis()).toNanos();
                Position next = ladder.next(
                        position,
                        nanos,
                        s -> Duration.ofMillis(
                                Math.max(100, Math.min(500, moment.waits().get(s)))));
                assertThat(next).isSameAs(position);
            }
        }
    }

    @Property(tries = 200)
    void onceCalm_thePreferredAnalyzerComesBackWithinOneDwell(@ForAll("courses") List<Moment> course) {
        Position now = Position.start();
        long nanos = 0;
        for (Moment moment : course) {
            nanos += Duration.ofMillis(moment.afterMillis()).toNanos();
            now = ladder.next(now, nanos, moment::wait);
        }
        assertThat(ladder.next(now, nanos + DWELL, step -> Duration.ZERO).step())
                .isZero();
    }

    @Test
    void overload_thatLasts_goesDownStepByStep() {
        Position now = Position.start();
        now = ladder.next(now, 5, step -> Duration.ofMillis(501 + step));
        assertThat(now).isEqualTo(new Position(1, 5, false, List.of(Duration.ofMillis(501))));
        assertThat(ladder.next(now, 5 + DWELL - 1, step -> Duration.ofMillis(900)))
                .isSameAs(now);
        now = ladder.next(now, 5 + DWELL, step -> Duration.ofMillis(900));
        assertThat(now.step()).isEqualTo(2);
        assertThat(now.waits()).containsExactly(Duration.ofMillis(501), Duration.ofMillis(900));
        assertThat(ladder.next(now, 5 + 9 * DWELL, step -> Duration.ofMillis(900)))
                .as("there is nothing below the last step")
                .isSameAs(now);
    }

    @Test
    void recovery_goesToTheBestCalmStep() {
        Position low = new Position(2, 0, false, List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)));
        assertThat(ladder.next(low, DWELL, step -> Duration.ofMillis(step == 1 ? 99 : 600)))
                .isEqualTo(new Position(1, DWELL, false, List.of(Duration.ofSeconds(1))));
        assertThat(ladder.next(low, DWELL, step -> Duration.ofMillis(step == 0 ? 99 : 600)))
                .isEqualTo(new Position(0, DWELL, false, List.of()));
    }
}
