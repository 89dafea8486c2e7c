package dev.sentiment4j.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.TestThreads;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.RawEntry;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceLag;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is handed over: in which order, how often, and who waits for whom. */
class DeliveryDeskTest {
    private static final Instant START = Instant.parse("2026-08-01T10:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final DeliveryDesk desk = new DeliveryDesk("test", 3);

    private static Delivery post(int number) {
        return post(number, "text");
    }

    private static Delivery post(int number, String text) {
        return Delivery.of(
                "p" + number,
                Post.builder("test", "p" + number)
                        .text(text)
                        .createdAt(START.plusSeconds(number))
                        .build());
    }

    private void put(int... numbers) throws InterruptedException {
        for (int number : numbers) {
            assertThat(desk.put(post(number))).isTrue();
        }
    }

    private static List<String> ids(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::id).toList();
    }

    private List<Delivery> poll(int max) throws InterruptedException {
        return desk.poll(max, Duration.ZERO);
    }

    /** Puts in a thread of its own, which waits for room. */
    private TestThreads.Call<Boolean> putLater(Delivery delivery) {
        return TestThreads.start(() -> desk.put(delivery)).awaitBlocked();
    }

    @Test
    void polls_getWhatWasPut_inOrder_andNotMoreThanTheyAskFor() throws Exception {
        desk.open();
        put(1, 2, 3);
        assertThat(ids(poll(2))).containsExactly("p1", "p2");
        assertThat(ids(poll(2))).containsExactly("p3");
        assertThat(poll(2)).isEmpty();
        assertThatThrownBy(() -> poll(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsGivenBack_comesAgainInItsOldPlace_andIsCounted() throws Exception {
        desk.open();
        put(1, 2, 3);
        List<Delivery> two = poll(2);
        desk.negativeAcknowledge(two.subList(0, 1), NackReason.FAILED);
        desk.negativeAcknowledge(two.subList(1, 2), NackReason.STOPPING);
        List<Delivery> again = poll(3);
        assertThat(ids(again)).containsExactly("p1", "p2", "p3");
        assertThat(again.stream().map(Delivery::deliveryCount))
                .as("only failures count")
                .containsExactly(two.get(0).deliveryCount() + 1, two.get(1).deliveryCount(), 1);
        // Deliveries of before are none of its any more.
        assertThat(desk.acknowledge(two.subList(0, 1))).isEmpty();
        assertThat(ids(desk.acknowledge(again))).containsExactly("p1", "p2", "p3");
        assertThat(desk.acknowledge(again)).as("acknowledged once").isEmpty();
        desk.negativeAcknowledge(again, NackReason.FAILED);
        assertThat(poll(3)).isEmpty();
    }

    @Test
    void whoPuts_waitsForRoom_andForAsLongAsThatTakes() throws Exception {
        desk.open();
        put(1, 2, 3);
        assertThat(desk.hasRoom()).isFalse();
        assertThat(desk.fullFor()).isZero();
        TestThreads.Call<Boolean> fourth = putLater(post(4));
        assertThat(desk.fullFor()).isPositive();
        assertThat(ids(poll(1))).containsExactly("p1");
        assertThat(fourth.get()).isTrue();
        assertThat(desk.fullFor()).isZero();
        assertThat(ids(poll(9))).containsExactly("p2", "p3", "p4");
    }

    @Test
    void longTexts_fillItToo() throws Exception {
        desk.open();
        String text = "x".repeat(40 << 20);
        assertThat(desk.put(post(1, text))).isTrue();
        assertThat(desk.hasRoom()).isTrue();
        assertThat(desk.put(post(2, text))).isTrue();
        assertThat(desk.hasRoom()).isFalse();
        desk.acknowledge(poll(1));
        assertThat(desk.hasRoom()).isTrue();
    }

    @Test
    void longNamesAndAttributes_fillItToo() throws Exception {
        desk.open();
        String text = "x".repeat(33 << 20);
        Post.Builder post = Post.builder("test", "p1").text("short").createdAt(START);
        desk.put(Delivery.of("p1", post.authorName(text).build()));
        assertThat(desk.hasRoom()).isTrue();
        desk.put(Delivery.of("p2", post.authorName(null).attribute("a", text).build()));
        assertThat(desk.hasRoom()).isFalse();
        poll(1);
        assertThat(desk.hasRoom()).isTrue();
    }

    @Test
    void malformedEntries_fillItByTheirBytes_andAreTakenOffAgain() throws Exception {
        desk.open();
        RawEntry raw = RawEntry.ofBody(new byte[33 << 20]);
        desk.put(Delivery.malformed("line-1", raw, "too long"));
        assertThat(desk.hasRoom()).isTrue();
        desk.put(Delivery.malformed("line-2", raw, "too long"));
        assertThat(desk.hasRoom()).isFalse();
        List<Delivery> one = poll(1);
        assertThat(desk.hasRoom()).isTrue();
        desk.negativeAcknowledge(one, NackReason.FAILED);
        assertThat(desk.hasRoom()).isFalse();
        poll(2);
        assertThat(desk.hasRoom()).isTrue();
    }

    @Test
    void defect_isThrownAsFatal_withTypeAndThread_andNoText() throws Exception {
        desk.open();
        OutOfMemoryError cause = new OutOfMemoryError("with a text that may be a post's");
        desk.fail(cause);
        assertThatThrownBy(() -> poll(1))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.isRetriable()).isFalse())
                .hasMessageContaining("OutOfMemoryError")
                .hasMessageContaining(Thread.currentThread().getName())
                .hasMessageNotContaining("a post's")
                .hasCause(cause);
    }

    @Test
    void poll_waitsForWhatComes() throws Exception {
        desk.open();
        TestThreads.Call<List<Delivery>> polled =
                TestThreads.start(() -> desk.poll(5, LONG)).awaitBlocked();
        put(1);
        assertThat(ids(polled.get())).containsExactly("p1");
    }

    @Test
    void failure_isThrownWhenAllIsHandedOver_eachTimeANewOneWithTheCause() throws Exception {
        desk.open();
        put(1);
        IOException cause = new IOException("refused");
        desk.fail(SourceException.fatal("only a person can help", cause));
        assertThat(ids(poll(1))).containsExactly("p1");
        List<Throwable> thrown = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> desk.poll(1, LONG))
                    .isInstanceOfSatisfying(SourceException.class, e -> {
                        assertThat(e.isRetriable()).isFalse();
                        thrown.add(e);
                    })
                    .hasMessage("only a person can help")
                    .hasCause(cause);
        }
        assertThat(thrown.get(0)).isNotSameAs(thrown.get(1));
    }

    @Test
    void lag_tellsWhatWaits_whatIsHandedOver_andTheAgeOfThePostPolledLast() throws Exception {
        desk.open();
        put(1, 2);
        assertThat(desk.lag(START).age()).isEmpty();
        poll(1);
        SourceLag lag = desk.lag(START.plusSeconds(11));
        assertThat(lag.waiting()).hasValue(1);
        assertThat(lag.pending()).hasValue(1);
        assertThat(lag.age()).contains(Duration.ofSeconds(10));
        assertThat(desk.lag(START).age()).as("a post of the future").contains(Duration.ZERO);
        assertThat(ids(desk.unacknowledged())).containsExactly("p1", "p2");
    }

    @Test
    void malformed_isHandedOverLikeAPost() throws Exception {
        desk.open();
        desk.put(Delivery.malformed("line-1", RawEntry.ofBody(new byte[] {1}), "no JSON"));
        assertThat(ids(desk.acknowledge(poll(1)))).containsExactly("line-1");
    }

    @Test
    void close_wakesWhoWaits_andRefusesTheRest() throws Exception {
        desk.open();
        put(1, 2, 3);
        TestThreads.Call<Boolean> fourth = putLater(post(4));
        desk.close();
        desk.close();
        assertThat(fourth.get()).isFalse();
        assertThatThrownBy(() -> poll(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("test: closed");
        assertThatThrownBy(desk::open).isInstanceOf(IllegalStateException.class);
        assertThat(desk.unacknowledged()).isEmpty();
    }

    @Test
    void unopened_refusesPolls_andASecondOpening() throws Exception {
        assertThatThrownBy(() -> poll(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("test: not open");
        desk.open();
        assertThatThrownBy(desk::open).isInstanceOf(IllegalStateException.class).hasMessageContaining("open already");
    }
}
