package dev.sentiment4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sentiment4j.TestThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every source promises. A source proves it by extending this class: over an empty place for each test, which the
 * test fills through {@link #publish} and which sources made by {@link #source()} read, one after the other.
 */
public abstract class PostSourceContract {
    /** How long a test waits for what must come. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofMillis(20);

    private final List<PostSource> made = new ArrayList<>();

    /** A new source over the place of this test, not open. The contract closes it. */
    protected abstract PostSource source() throws Exception;

    /** Puts events where sources find them, behind those that are there. */
    protected abstract void publish(List<? extends PostEvent> events) throws Exception;

    /** Puts an entry there that is no event. */
    protected abstract void publishMalformed() throws Exception;

    /** Whether what is unacknowledged when a source is closed comes again from the next one. */
    protected boolean isDurable() {
        return true;
    }

    /** Whether what is given back comes again from the same source; by default for durable ones. */
    protected boolean redeliversWhatIsGivenBack() {
        return isDurable();
    }

    /** Whether there can be entries that are no events. */
    protected boolean hasMalformedEntries() {
        return true;
    }

    /** Whether the source delivers deletions. */
    protected boolean deliversDeletions() {
        return true;
    }

    /** Whether a post that is edited before anybody polls comes in every version, rather than in the last alone. */
    protected boolean deliversEveryVersion() {
        return true;
    }

    /** Whether the source knows times from the year 0 to 9999. */
    protected boolean keepsAllTimes() {
        return true;
    }

    /** The id that a post was published with, for platforms that give ids of their own. */
    protected String publishedId(PostKey arrived) {
        return arrived.id();
    }

    /** What the source keeps of a post; by default all of it. */
    protected Post kept(Post post) {
        return post;
    }

    /** What becomes of a text on its way; by default nothing, so that lone surrogates arrive as they were. */
    protected String keptText(String text) {
        return text;
    }

    /**
     * Makes what closed sources have left unacknowledged due, for sources that wait before they deliver it again; by
     * default nothing.
     */
    protected void expireDeliveries() throws Exception {}

    @AfterEach
    final void closeSources() {
        made.forEach(PostSource::close);
    }

    private PostSource opened() throws Exception {
        PostSource source = closed();
        source.open(SourceListener.NONE);
        return source;
    }

    private PostSource closed() throws Exception {
        PostSource source = source();
        made.add(source);
        return source;
    }

    /** Polls until so many have come, and no more are there at once. */
    private static List<Delivery> pollAll(PostSource source, int count) throws InterruptedException {
        List<Delivery> all = new ArrayList<>();
        long start = System.nanoTime();
        while (all.size() < count) {
            assertThat(System.nanoTime() - start)
                    .as("nanoseconds until %d of %d deliveries", all.size(), count)
                    .isLessThan(PATIENCE.toNanos());
            all.addAll(source.poll(100, Duration.ofMillis(200)));
        }
        assertThat(all).hasSize(count);
        assertThat(source.poll(100, SHORT))
                .as("deliveries that nobody published")
                .isEmpty();
        return all;
    }

    private List<String> idsOf(List<Delivery> deliveries) {
        return deliveries.stream()
                .map(d -> publishedId(d.event().orElseThrow().key()))
                .toList();
    }

    private static List<String> ids(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(Integer.toString(i));
        }
        return ids;
    }

    @Test
    void name_isThereBeforeItIsOpen() throws Exception {
        PostSource source = closed();
        String name = source.name();
        assertThat(name).isNotBlank();
        source.open(SourceListener.NONE);
        assertThat(source.name()).isEqualTo(name);
    }

    @Test
    void poll_deliversInOrderWhatWasPublished() throws Exception {
        PostSource source = opened();
        publish(TestPosts.posts(0, 250));
        List<Delivery> all = pollAll(source, 250);
        assertThat(idsOf(all)).isEqualTo(ids(250));
        assertThat(all).allMatch(d -> d.deliveryCount() == 1);
        assertThat(new HashSet<>(all.stream().map(Delivery::id).toList())).hasSize(250);
    }

    @Test
    void poll_deliversPostsAsTheyWere() throws Exception {
        PostSource source = opened();
        if (!keepsAllTimes()) {
            Post known = TestPosts.full("full");
            publish(List.of(known));
            assertThat(pollAll(source, 1).get(0).event()).contains(kept(known));
            return;
        }
        Post full = TestPosts.full("full");
        Post first = TestPosts.post("first", "a").createdAt(Post.MIN_TIME).build();
        Post last = TestPosts.post("last", "z")
                .createdAt(Post.MAX_TIME.minusNanos(999_999_999))
                .build();
        publish(List.of(full, first, last));
        assertThat(pollAll(source, 3).stream().map(d -> d.event().orElseThrow()))
                .containsExactly(kept(full), kept(first), kept(last));
    }

    @Test
    void poll_deliversHardTexts() throws Exception {
        PostSource source = opened();
        List<Post> hard = new ArrayList<>();
        for (int i = 0; i < TestPosts.HARD_TEXTS.size(); i++) {
            hard.add(TestPosts.post("hard" + i, TestPosts.HARD_TEXTS.get(i)).build());
        }
        publish(hard);
        List<Delivery> all = pollAll(source, hard.size());
        for (int i = 0; i < hard.size(); i++) {
            Post arrived = (Post) all.get(i).event().orElseThrow();
            assertThat(arrived.text())
                    .as("text %d", i)
                    .isEqualTo(keptText(hard.get(i).text()));
        }
    }

    @Test
    void poll_deliversAtMostWhatWasAskedFor() throws Exception {
        PostSource source = opened();
        publish(TestPosts.posts(0, 10));
        List<Delivery> all = new ArrayList<>();
        for (int polls = 0; all.size() < 10; polls++) {
            assertThat(polls).isLessThan(1_000);
            List<Delivery> some = source.poll(3, Duration.ofMillis(200));
            assertThat(some).hasSizeLessThanOrEqualTo(3);
            all.addAll(some);
        }
        assertThat(idsOf(all)).isEqualTo(ids(10));
    }

    @Test
    void poll_ofNothing_comesBack() throws Exception {
        PostSource source = opened();
        assertThat(source.poll(10, Duration.ZERO)).isEmpty();
        long start = System.nanoTime();
        assertThat(source.poll(10, SHORT)).isEmpty();
        assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
    }

    @Test
    void poll_waitsForWhatComes() throws Exception {
        PostSource source = opened();
        TestThreads.Call<List<Delivery>> poll = TestThreads.start(() -> source.poll(10, PATIENCE));
        publish(List.of(TestPosts.post(0)));
        List<Delivery> arrived = poll.get();
        assertThat(idsOf(arrived)).containsExactly("0");
    }

    @Test
    void poll_interrupted_losesNothing() throws Exception {
        PostSource source = opened();
        List<Delivery> got = new ArrayList<>();
        TestThreads.Call<Boolean> poll = TestThreads.start(() -> {
            try {
                got.addAll(source.poll(10, PATIENCE));
                return false;
            } catch (InterruptedException e) {
                return true;
            }
        });
        poll.awaitBlocked().thread().interrupt();
        assertThat(poll.get()).as("the poll was interrupted").isTrue();
        publish(TestPosts.posts(0, 5));
        assertThat(idsOf(pollAll(source, 5))).isEqualTo(ids(5));
        assertThat(got).isEmpty();
    }

    @Test
    void poll_ofAMalformedEntry_deliversItAndItsNeighbours() throws Exception {
        assumeThat(hasMalformedEntries()).isTrue();
        PostSource source = opened();
        publish(List.of(TestPosts.post(0)));
        publishMalformed();
        publish(List.of(TestPosts.post(1)));
        List<Delivery> all = pollAll(source, 3);
        assertThat(idsOf(all.subList(0, 1))).containsExactly("0");
        assertThat(all.get(1).event()).isEmpty();
        MalformedEntry malformed = all.get(1).malformed().orElseThrow();
        assertThat(malformed.reason()).isNotBlank();
        assertThat(malformed.raw().names()).isNotEmpty();
        assertThat(idsOf(all.subList(2, 3))).containsExactly("1");
        source.acknowledge(all);
    }

    @Test
    void poll_deliversDeletionsBehindTheirPosts() throws Exception {
        assumeThat(deliversDeletions()).isTrue();
        PostSource source = opened();
        PostDeletion deletion = new PostDeletion(TestPosts.key("1"), TestPosts.NOON.plusSeconds(100));
        publish(List.of(TestPosts.post(1), TestPosts.post(2), deletion));
        List<Delivery> all = pollAll(source, 3);
        assertThat(all.get(2).event()).contains(deletion);
    }

    @Test
    void poll_deliversEveryVersionInOrder() throws Exception {
        assumeThat(deliversEveryVersion()).isTrue();
        PostSource source = opened();
        Post first = TestPosts.post("v", "first").build();
        Post second = first.toBuilder()
                .text("second")
                .editedAt(TestPosts.NOON.plusSeconds(1))
                .build();
        publish(List.of(first, second));
        assertThat(pollAll(source, 2).stream().map(d -> d.event().orElseThrow()))
                .containsExactly(kept(first), kept(second));
    }

    @Test
    void acknowledged_comesNeverAgain() throws Exception {
        PostSource source = opened();
        publish(TestPosts.posts(0, 20));
        source.acknowledge(pollAll(source, 20));
        assertThat(source.poll(10, SHORT)).isEmpty();
        assumeThat(isDurable()).isTrue();
        source.close();
        expireDeliveries();
        assertThat(opened().poll(10, SHORT)).isEmpty();
    }

    @Test
    void acknowledge_inAnyOrderAndTwice_isHarmless() throws Exception {
        PostSource source = opened();
        publish(TestPosts.posts(0, 20));
        List<Delivery> all = pollAll(source, 20);
        List<Delivery> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(7));
        for (Delivery delivery : shuffled) {
            source.acknowledge(List.of(delivery));
        }
        assertThatCode(() -> source.acknowledge(all)).doesNotThrowAnyException();
        assertThatCode(() -> source.acknowledge(List.of())).doesNotThrowAnyException();
        publish(List.of(TestPosts.post(20)));
        assertThat(idsOf(pollAll(source, 1))).containsExactly("20");
    }

    @Test
    void acknowledge_whileAnotherThreadPolls_isNotHeldUp() throws Exception {
        PostSource source = opened();
        publish(TestPosts.posts(0, 3));
        List<Delivery> first = pollAll(source, 3);
        TestThreads.Call<List<Delivery>> poll = TestThreads.start(() -> source.poll(10, PATIENCE));
        source.acknowledge(first);
        assertThat(poll.isDone()).as("the poll waits on").isFalse();
        publish(List.of(TestPosts.post(3)));
        assertThat(idsOf(poll.get())).containsExactly("3");
    }

    @Test
    void negativeAcknowledged_comesAgain() throws Exception {
        PostSource source = opened();
        publish(TestPosts.posts(0, 6));
        List<Delivery> all = pollAll(source, 6);
        source.acknowledge(all.subList(0, 2));
        source.negativeAcknowledge(all.subList(2, 6), NackReason.FAILED);
        assumeThat(redeliversWhatIsGivenBack()).isTrue();
        List<Delivery> again = pollAll(source, 4);
        assertThat(Set.copyOf(idsOf(again))).containsExactlyInAnyOrder("2", "3", "4", "5");
        assertThat(Set.copyOf(again.stream().map(Delivery::id).toList()))
                .isEqualTo(
                        Set.copyOf(all.subList(2, 6).stream().map(Delivery::id).toList()));
        assertThat(again).allMatch(d -> d.deliveryCount() > 1);
        source.acknowledge(again);
        assertThat(source.poll(10, SHORT)).isEmpty();
    }

    @Test
    void negativeAcknowledge_ofWhatIsAcknowledged_bringsNothingBack() throws Exception {
        PostSource source = opened();
        publish(TestPosts.posts(0, 3));
        List<Delivery> all = pollAll(source, 3);
        source.acknowledge(all);
        source.negativeAcknowledge(all, NackReason.STOPPING);
        source.negativeAcknowledge(List.of(), NackReason.STOPPING);
        assertThat(source.poll(10, SHORT)).isEmpty();
    }

    @Test
    void givenBackWhenStopping_comesFromTheNextSource() throws Exception {
        assumeThat(isDurable()).isTrue();
        PostSource source = opened();
        publish(TestPosts.posts(0, 5));
        List<Delivery> all = pollAll(source, 5);
        source.acknowledge(all.subList(0, 1));
        source.negativeAcknowledge(all.subList(1, 5), NackReason.STOPPING);
        source.close();
        List<Delivery> again = pollAll(opened(), 4);
        assertThat(Set.copyOf(idsOf(again))).containsExactlyInAnyOrder("1", "2", "3", "4");
    }

    @Test
    void unacknowledged_comesFromTheNextSource() throws Exception {
        assumeThat(isDurable()).isTrue();
        PostSource source = opened();
        publish(TestPosts.posts(0, 5));
        List<Delivery> all = pollAll(source, 5);
        source.acknowledge(all.subList(0, 2));
        source.close();
        expireDeliveries();
        List<Delivery> again = pollAll(opened(), 3);
        assertThat(Set.copyOf(idsOf(again))).containsExactlyInAnyOrder("2", "3", "4");
    }

    @Test
    void isExhausted_whileSomethingWaits_isFalse() throws Exception {
        PostSource source = opened();
        publish(TestPosts.posts(0, 2));
        assertThat(source.isExhausted()).isFalse();
        source.poll(1, PATIENCE);
        assertThat(source.isExhausted()).isFalse();
    }

    @Test
    void lag_isToldAtAnyTime() throws Exception {
        PostSource source = closed();
        assertThat(source.lag()).isNotNull();
        source.open(SourceListener.NONE);
        publish(TestPosts.posts(0, 3));
        pollAll(source, 3);
        SourceLag lag = source.lag();
        assertThat(lag.waiting().orElse(0)).isNotNegative();
        assertThat(lag.pending().orElse(0)).isNotNegative();
        source.close();
        assertThat(source.lag()).isNotNull();
    }

    @Test
    void poll_ofAClosedSource_throws() throws Exception {
        PostSource source = opened();
        source.close();
        assertThatThrownBy(() -> source.poll(1, Duration.ZERO)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void poll_ofASourceThatIsNotOpen_throws() throws Exception {
        PostSource source = closed();
        assertThatThrownBy(() -> source.poll(1, Duration.ZERO)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void close_whileAnotherThreadPolls_endsThePoll() throws Exception {
        PostSource source = opened();
        TestThreads.Call<Boolean> poll = TestThreads.start(() -> {
            try {
                return source.poll(1, PATIENCE).isEmpty();
            } catch (IllegalStateException e) {
                return true;
            }
        });
        poll.awaitBlocked();
        source.close();
        assertThat(poll.get()).isTrue();
    }

    @Test
    void close_twiceAndBeforeOpen_isHarmless() throws Exception {
        PostSource never = closed();
        never.close();
        never.close();
        PostSource source = opened();
        source.close();
        assertThatCode(source::close).doesNotThrowAnyException();
    }
}
