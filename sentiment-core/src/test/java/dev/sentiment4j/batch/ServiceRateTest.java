package dev.sentiment4j.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ServiceRateTest {
    @Test
    void predict_beforeAnythingRan_isZero() {
        assertThat(new ServiceRate(2).predictNanos(1_000)).isZero();
    }

    @Test
    void predict_withALaneFree_isZero() {
        ServiceRate rate = new ServiceRate(3);
        rate.batchRan(1, 1_000);
        assertThat(rate.predictNanos(0)).isZero();
        assertThat(rate.predictNanos(2)).isZero();
        assertThat(rate.predictNanos(3)).isPositive();
    }

    /** Little's law: nine in work and the one that comes, 100 ns a text, two lanes. */
    @Test
    void predict_isTheTextsInWorkByTheRateOfAllLanes() {
        ServiceRate rate = new ServiceRate(2);
        rate.batchRan(10, 1_000);
        assertThat(rate.predictNanos(9)).isEqualTo(500);
    }

    @Test
    void rate_followsAChangeWithinSomeDozenBatches() {
        ServiceRate rate = new ServiceRate(1);
        rate.batchRan(1, 100);
        for (int i = 0; i < 60; i++) {
            rate.batchRan(4, 4_000);
        }
        assertThat(rate.predictNanos(9)).isCloseTo(10_000, Offset.offset(50L));
    }

    @Test
    void rate_hardlyFollowsASingleOutlier() {
        ServiceRate rate = new ServiceRate(1);
        for (int i = 0; i < 10; i++) {
            rate.batchRan(1, 100);
        }
        rate.batchRan(1, 1_000);
        assertThat(rate.predictNanos(0)).isZero();
        assertThat(rate.predictNanos(1)).isBetween(200L, 400L);
    }
}
