package dev.sentiment4j.pipeline.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.PostSourceContract;
import dev.sentiment4j.pipeline.RawEntry;
import dev.sentiment4j.pipeline.SourceLag;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.pipeline.TestPosts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Within one source; what another would find is gone with this one, which durable sources prove. */
class InMemoryPostSourceTest extends PostSourceContract {
    private InMemoryPostSource source = new InMemoryPostSource();

    @Override
    protected PostSource source() {
        source = new InMemoryPostSource();
        return source;
    }

    @Override
    protected void publish(List<? extends PostEvent> events) {
        events.forEach(source::add);
    }

    @Override
    protected void publishMalformed() {
        source.addMalformed(RawEntry.ofBody("{"), "not JSON");
    }

    @Override
    protected boolean isDurable() {
        return false;
    }

    @Override
    protected boolean redeliversWhatIsGivenBack() {
        return true;
    }

    @Test
    void givenBack_takesItsOldPlace() throws Exception {
        source.open(SourceListener.NONE);
        publish(TestPosts.posts(0, 5));
        List<Delivery> polled = source.poll(3, Duration.ZERO);
        source.negativeAcknowledge(polled.subList(1, 2), NackReason.FAILED);
        source.negativeAcknowledge(polled.subList(2, 3), NackReason.FAILED);
        List<Delivery> again = source.poll(10, Duration.ZERO);
        assertThat(again.stream().map(d -> d.event().orElseThrow().key().id())).containsExactly("1", "2", "3", "4");
        assertThat(again.stream().map(Delivery::deliveryCount)).containsExactly(2, 2, 1, 1);
        source.negativeAcknowledge(again, NackReason.STOPPING);
        assertThat(source.poll(10, Duration.ZERO).stream().map(Delivery::deliveryCount))
                .containsExactly(2, 2, 1, 1);
        assertThat(source.lag()).isEqualTo(new SourceLag(OptionalLong.of(0), OptionalLong.of(5), Optional.empty()));
        assertThat(source.pending()).isEqualTo(5);
    }

    @Test
    void ended_isExhaustedOnceEverythingIsDelivered() throws Exception {
        InMemoryPostSource finite = InMemoryPostSource.of(TestPosts.posts(0, 2));
        finite.open(SourceListener.NONE);
        assertThat(finite.isExhausted()).isFalse();
        List<Delivery> all = finite.poll(5, Duration.ofDays(1));
        assertThat(finite.isExhausted()).isTrue();
        assertThat(finite.poll(5, Duration.ofDays(1))).isEmpty();
        finite.negativeAcknowledge(all, NackReason.FAILED);
        assertThat(finite.isExhausted()).isFalse();
        assertThatThrownBy(() -> finite.add(TestPosts.post(3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("takes no more");
    }

    @Test
    void poll_ofLessThanOne_isRefused() {
        source.open(SourceListener.NONE);
        assertThatThrownBy(() -> source.poll(0, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
