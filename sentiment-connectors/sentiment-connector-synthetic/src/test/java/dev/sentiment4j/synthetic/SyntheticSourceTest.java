package dev.sentiment4j.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sentiment4j.TestThreads;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.SourceListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SyntheticSourceTest {
    private final AtomicLong nanos = new AtomicLong();

    private SyntheticSource open(SyntheticOptions.Builder options) {
        SyntheticSource source = new SyntheticSource(options.build(), Clock.systemUTC(), nanos::get);
        source.open(SourceListener.NONE);
        return source;
    }

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static int poll(SyntheticSource source) throws InterruptedException {
        return source.poll(10_000, Duration.ZERO).size();
    }

    @Test
    void poll_keepsTheRate() throws Exception {
        SyntheticSource source = open(SyntheticOptions.builder().rate(100));
        assertThat(poll(source)).isEqualTo(1);
        assertThat(poll(source)).isZero();
        advance(Duration.ofSeconds(1));
        assertThat(poll(source)).isEqualTo(100);
        advance(Duration.ofSeconds(10));
        assertThat(source.lag().waiting()).hasValue(1000);
        assertThat(source.poll(300, Duration.ZERO)).hasSize(300);
        assertThat(source.lag().waiting()).hasValue(700);
    }

    @Test
    void poll_comesInBursts() throws Exception {
        SyntheticSource source = open(SyntheticOptions.builder()
                .rate(100)
                .burstEvery(Duration.ofSeconds(10))
                .burstLength(Duration.ofSeconds(2))
                .burstFactor(5));
        assertThat(poll(source)).isEqualTo(1);
        advance(Duration.ofSeconds(8));
        assertThat(poll(source)).isEqualTo(800);
        advance(Duration.ofSeconds(2));
        assertThat(poll(source)).isEqualTo(1000);
        advance(Duration.ofSeconds(8));
        assertThat(poll(source)).isEqualTo(800);
    }

    @Test
    void poll_asFastAsPossible_ends() throws Exception {
        SyntheticSource source = open(SyntheticOptions.builder().count(20_000));
        List<Delivery> all = new ArrayList<>();
        while (all.size() < 20_000) {
            all.addAll(source.poll(3000, Duration.ZERO));
        }
        assertThat(source.poll(1, Duration.ZERO)).isEmpty();
        assertThat(source.isExhausted()).as("with all unacknowledged").isFalse();
        source.acknowledge(all.subList(1, all.size()));
        source.negativeAcknowledge(all.subList(0, 2), NackReason.FAILED);
        List<Delivery> again = source.poll(10, Duration.ZERO);
        assertThat(again).hasSize(1);
        assertThat(again.get(0).id()).isEqualTo(all.get(0).id());
        assertThat(again.get(0).deliveryCount()).isEqualTo(2);
        assertThat(source.lag().pending()).hasValue(1);
        source.acknowledge(again);
        assertThat(source.isExhausted()).isTrue();
    }

    @Test
    void lag_ofASourceThatHasGivenEverything_isNothing() throws Exception {
        AtomicLong now = new AtomicLong();
        SyntheticSource source =
                new SyntheticSource(SyntheticOptions.builder().count(10).rate(5).build(), Clock.systemUTC(), now::get);
        source.open(SourceListener.NONE);
        now.set(Duration.ofSeconds(1).toNanos());
        assertThat(source.lag().waiting()).hasValue(6);
        now.set(Duration.ofHours(1).toNanos());
        assertThat(source.lag().waiting()).hasValue(10);
        List<Delivery> all = source.poll(100, Duration.ZERO);
        assertThat(source.lag().waiting()).hasValue(0);
        source.negativeAcknowledge(all.subList(0, 3), NackReason.FAILED);
        assertThat(source.lag().waiting()).hasValue(3);
        source.acknowledge(source.poll(100, Duration.ZERO));
        assertThat(source.lag().waiting()).hasValue(0);
    }

    @Test
    void close_endsAPollThatWaits() throws Exception {
        SyntheticSource source =
                new SyntheticSource(SyntheticOptions.builder().count(0).build());
        source.open(SourceListener.NONE);
        TestThreads.Call<List<Delivery>> poll = TestThreads.start(() -> source.poll(1, Duration.ofMinutes(1)));
        poll.awaitBlocked();
        source.close();
        source.close();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(poll::get))
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatIllegalStateException().isThrownBy(() -> source.open(SourceListener.NONE));
    }

    @Test
    void poll_beforeOpen_isRefused() {
        SyntheticSource source = new SyntheticSource(SyntheticOptions.defaults());
        assertThatIllegalStateException().isThrownBy(() -> source.poll(1, Duration.ZERO));
    }

    /** The document's example; it may show nothing that does not stand here. */
    @Test
    void document_showsOnlyWhatStandsHere() throws Exception {
        // @formatter:off
        PostSource source = new SyntheticSource(SyntheticOptions.builder()
                .count(20_000)
                .rate(500)
                .burstEvery(Duration.ofMinutes(1))
                .share(SyntheticOptions.Feature.DUPLICATE, 0.02)
                .build());
        // @formatter:on
        assertThat(source.isExhausted()).isFalse();
        String document = Files.readString(Path.of("../../docs/synthetic.md"));
        String here = Files.readString(Path.of("src/test/java/dev/sentiment4j/synthetic/SyntheticSourceTest.java"));
        String example = document.substring(document.indexOf("```java") + 7, document.lastIndexOf("```"));
        assertThat(example.lines().map(String::strip).filter(l -> l.length() > 1))
                .hasSizeGreaterThan(4)
                .allSatisfy(line -> assertThat(here).contains(line));
        for (var method : SyntheticOptions.Builder.class.getDeclaredMethods()) {
            if (method.getReturnType() == SyntheticOptions.Builder.class) {
                assertThat(document).contains("`" + method.getName() + "`");
            }
        }
    }
}
