package dev.sentiment4j.x;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.pipeline.CheckpointException;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.FileCheckpointStore;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.testkit.FakeXPost;
import dev.sentiment4j.testkit.FakeXReplies;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a source goes on after a restart. */
class XPlaceTest extends XTestBase {
    private static final String KEY = "x/stream";
    private static final String HIGHEST = Long.toString(Long.MAX_VALUE);
    private static final String PLACE_THREAD = "sentiment4j-x-place";

    private final Store store = new Store();

    /** Fails as it is told. */
    private static final class Store implements CheckpointStore {
        final InMemoryCheckpointStore kept = new InMemoryCheckpointStore();
        final AtomicInteger saves = new AtomicInteger();
        volatile boolean interrupted;
        volatile @Nullable RuntimeException failure;

        @Override
        public String name() {
            return "test";
        }

        @Override
        public Optional<String> load(String key) {
            fail();
            return kept.load(key);
        }

        @Override
        public void save(String key, String value) {
            interrupted |= Thread.currentThread().isInterrupted();
            saves.incrementAndGet();
            fail();
            kept.save(key, value);
        }

        @Override
        public void delete(String key) {
            kept.delete(key);
        }

        private void fail() {
            RuntimeException e = failure;
            if (e != null) {
                throw e;
            }
        }
    }

    /** Lacks a class when it saves first. */
    private static final class ErroneousStore implements CheckpointStore {
        private final AtomicInteger saves = new AtomicInteger();

        @Override
        public String name() {
            return "erroneous";
        }

        @Override
        public Optional<String> load(String key) {
            return Optional.empty();
        }

        @Override
        public void save(String key, String value) {
            if (saves.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("driver");
            }
        }

        @Override
        public void delete(String key) {}
    }

    /** Does not come back from a save before it is let go, whoever interrupts it. */
    private static final class HangingStore implements CheckpointStore {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public String name() {
            return "hanging";
        }

        @Override
        public Optional<String> load(String key) {
            return Optional.empty();
        }

        @Override
        public void save(String key, String value) {
            asked.countDown();
            while (true) {
                try {
                    released.await();
                    return;
                } catch (InterruptedException e) {
                    // As a driver that waits for a socket.
                }
            }
        }

        @Override
        public void delete(String key) {}
    }

    private XFilteredStreamSource source() {
        return closedLater(new XFilteredStreamSource(new XClient(options(), time), XStreamOptions.defaults(), store));
    }

    private XFilteredStreamSource opened() {
        XFilteredStreamSource source = source();
        source.open(heard);
        return source;
    }

    /** With an idle limit longer than what time is moved by, so that only what the test breaks is broken. */
    private XFilteredStreamSource openedPatiently() {
        XFilteredStreamSource source = closedLater(new XFilteredStreamSource(
                new XClient(options(), time),
                XStreamOptions.builder().readIdleLimit(Duration.ofMinutes(10)).build(),
                store));
        source.open(heard);
        return source;
    }

    private void saveIsDue() throws InterruptedException {
        assertThat(time.advanceToNextWake(PLACE_THREAD)).isEqualTo(Duration.ofSeconds(5));
    }

    private Optional<String> saved() {
        return store.kept.load(KEY);
    }

    @Test
    void place_isSavedWhileItReads_upToWhatIsAcknowledged() throws Exception {
        XFilteredStreamSource source = opened();
        x.awaitStream();
        x.publish(post(1), post(2), post(3));
        List<Delivery> three = poll(source, 3);
        await("all are known", () -> source.position().equals(Optional.of(id(0))));
        source.acknowledge(three.subList(0, 2));
        saveIsDue();
        await("two are done", () -> saved().equals(Optional.of(id(2))));
        source.acknowledge(three.subList(2, 3));
        saveIsDue();
        await("three are done", () -> saved().equals(Optional.of(id(3))));
        saveIsDue();
        saveIsDue();
        assertThat(store.saves).as("saves, if nothing has changed").hasValue(2);
    }

    @Test
    void nextSource_searchesForWhatWasPostedSince() throws Exception {
        store.kept.save(KEY, id(3));
        x.addRule("cat", null);
        FakeXPost longBefore = FakeXPost.of(
                Long.toString(Snowflake.at(START.minusSeconds(60))), "long before", START.minusSeconds(60));
        x.publishToSearch(longBefore, post(3), post(4), post(5));
        XFilteredStreamSource source = opened();
        x.awaitStream();
        time.advanceToNextWake(GAPS_THREAD);
        // What is about as old as the place comes again, as posts come a little out of order.
        assertThat(pollIds(source, 3)).isEqualTo(ids(3, 6));
        await("no more is found", () -> source.stats().filled() == 3);
    }

    @Test
    void nextSource_goesOnFromTheConnecting_ifNothingWasReadSince() throws Exception {
        x.addRule("cat", null);
        XFilteredStreamSource quiet = opened();
        x.awaitStream();
        await("it is connected", () -> quiet.position().equals(Optional.of(id(0))));
        time.advance(Duration.ofSeconds(20));
        quiet.close();
        assertThat(saved()).contains(id(0));
        x.publishToSearch(post(21));
        XFilteredStreamSource next = opened();
        x.awaitStreams(2);
        time.advanceToNextWake(GAPS_THREAD);
        assertThat(pollIds(next, 1)).containsExactly(id(21));
    }

    @Test
    void nextSearch_goesOnFromTheFirst_ifNothingWasFoundSince() throws Exception {
        XSearchOptions cats = XSearchOptions.of("cats");
        XRecentSearchSource quiet = closedLater(new XRecentSearchSource(new XClient(options(), time), cats, store));
        quiet.open(heard);
        await("it has searched", () -> quiet.position().equals(Optional.of(id(0))));
        quiet.close();
        x.publishToSearch(post(1));
        time.advance(Duration.ofMinutes(1));
        XRecentSearchSource next = closedLater(new XRecentSearchSource(new XClient(options(), time), cats, store));
        next.open(heard);
        assertThat(pollIds(next, 1)).containsExactly(id(1));
    }

    /** As X refuses an id of before what it can search. */
    @Test
    void placeOfLongAgo_isSearchedForByTime_asFarBackAsSearchReaches() throws Exception {
        Instant then = START.minus(Duration.ofDays(8));
        store.kept.save(KEY, Long.toString(Snowflake.at(then)));
        x.addRule("cat", null);
        Instant lately = START.minus(Duration.ofDays(2));
        x.publishToSearch(FakeXPost.of(Long.toString(Snowflake.at(lately)), "lately", lately));
        XFilteredStreamSource source = opened();
        x.awaitStream();
        time.advanceToNextWake(GAPS_THREAD);
        assertThat(pollIds(source, 1)).containsExactly(Long.toString(Snowflake.at(lately)));
        SourceGap gap = heard.awaitGap();
        assertThat(gap.start()).isEqualTo(then.minusSeconds(15));
        assertThat(gap.reason()).contains("seven days");
        assertThat(x.requests("/2/tweets/search/recent").get(0).parameter("since_id"))
                .isEmpty();
    }

    @Test
    void backfill_afterARestart_tellsWhatItDoesNotReach() throws Exception {
        Instant then = START.minus(Duration.ofHours(3));
        store.kept.save(KEY, Long.toString(Snowflake.at(then)));
        XFilteredStreamSource source = closedLater(new XFilteredStreamSource(
                new XClient(options(), time),
                XStreamOptions.builder()
                        .gapFilling(XStreamOptions.GapFilling.BACKFILL)
                        .build(),
                store));
        source.open(heard);
        x.awaitStream();
        assertThat(x.connects().get(0).parameter("backfill_minutes")).contains("5");
        SourceGap gap = heard.awaitGap();
        assertThat(gap.start()).isEqualTo(then.minusSeconds(15));
        assertThat(gap.end()).isEqualTo(START.minus(Duration.ofMinutes(5)));
    }

    @Test
    void close_savesNoFurtherThanWhatIsAcknowledged_althoughMoreWasReadAndNobodyPolled() throws Exception {
        XFilteredStreamSource source = opened();
        x.awaitStream();
        x.publish(post(1), post(2), post(3));
        source.acknowledge(poll(source, 1));
        await("three were read", () -> source.stats().posts() == 3);
        source.close();
        assertThat(saved()).contains(id(1));
        assertThat(source.position()).contains(id(1));
    }

    @Test
    void close_savesBeforeAGapThatWaits() throws Exception {
        XFilteredStreamSource source = opened();
        x.awaitStream();
        x.publish(post(1));
        source.acknowledge(poll(source, 1));
        time.advance(Duration.ofSeconds(20));
        x.publish(post(2));
        source.acknowledge(poll(source, 1));
        await("both are known", () -> source.position().equals(Optional.of(id(2))));
        x.nextConnect((request, connection) -> {
            x.publishToSearch(post(21));
            x.accept(connection);
        });
        x.stream().reset();
        x.awaitStreams(2);
        x.publish(post(23));
        source.acknowledge(poll(source, 1));
        source.close();
        assertThat(saved()).contains(id(1));
        assertThat(heard.gaps).as("gaps that the next source fills").isEmpty();
        assertThat(source.stats().gaps()).isZero();
    }

    @Test
    void gapThatWaits_isToldAtTheClosing_ifItsPlaceCannotBeSaved() throws Exception {
        x.addRule("cat", null);
        XFilteredStreamSource source = opened();
        x.awaitStream();
        x.publish(post(1));
        source.acknowledge(poll(source, 1));
        x.stream().reset();
        x.awaitStreams(2);
        await("the gap waits", () -> source.stats().connected());
        store.failure = CheckpointException.unavailable("away", null);
        source.close();
        assertThat(heard.awaitGap().reason()).contains("closed");
    }

    /** Of a source that was refused before it had read anything, so that no post is known to search after. */
    @Test
    void close_savesBeforeAGapThatBeganWithTheSource() throws Exception {
        x.addRule("cat", null);
        x.nextConnect(FakeXReplies.unavailable());
        XFilteredStreamSource source = opened();
        time.advanceToNextWake(STREAM_THREAD);
        x.awaitStream();
        x.publish(post(9));
        source.acknowledge(poll(source, 1));
        source.close();
        assertThat(saved()).contains(id(0));
        assertThat(heard.gaps).isEmpty();
        x.publishToSearch(post(3));
        XFilteredStreamSource next = opened();
        x.awaitStreams(2);
        time.advanceToNextWake(GAPS_THREAD);
        assertThat(pollIds(next, 2)).containsExactly(id(3), id(9));
    }

    @Test
    void idThatCannotBe_movesNoPlace() throws Exception {
        x.addRule("cat", null);
        XFilteredStreamSource source = openedPatiently();
        x.awaitStream();
        x.publish(
                post(1),
                FakeXPost.of(HIGHEST, "of the year 2262", START),
                FakeXPost.of(Long.toString(Snowflake.at(START.plusSeconds(3600))), "in an hour", START),
                FakeXPost.of("5", "of before all ids", START));
        List<Delivery> four = poll(source, 4);
        source.acknowledge(four.subList(0, 3));
        await("the first is known", () -> source.position().equals(Optional.of(id(1))));
        source.acknowledge(four.subList(3, 4));
        time.advance(Duration.ofSeconds(20));
        x.publish(post(2));
        source.acknowledge(poll(source, 1));
        await("the place goes on", () -> source.position().equals(Optional.of(id(2))));
        x.nextConnect((request, connection) -> {
            x.publishToSearch(post(21));
            x.accept(connection);
        });
        x.stream().reset();
        x.awaitStreams(2);
        time.advanceToNextWake(GAPS_THREAD);
        source.acknowledge(poll(source, 1));
        assertThat(x.requests("/2/tweets/search/recent").get(0).parameter("since_id"))
                .contains(id(1));
        await("the gap is filled", () -> source.position().equals(Optional.of(id(21))));
        source.close();
        assertThat(saved()).contains(id(21));
    }

    @Test
    void placeThatCannotBe_isGivenUp_andTheSourceBeginsNow() throws Exception {
        store.kept.save(KEY, HIGHEST);
        x.addRule("cat", null);
        XFilteredStreamSource source = openedPatiently();
        x.awaitStream();
        // Otherwise the JDK's client may repeat the request by itself.
        await("it has the answer", () -> source.stats().connected());
        x.nextConnect((request, connection) -> {
            x.publishToSearch(post(1));
            x.accept(connection);
        });
        x.stream().reset();
        time.advanceToNextWake(STREAM_THREAD);
        x.awaitStreams(2);
        time.advanceToNextWake(GAPS_THREAD);
        source.acknowledge(poll(source, 1));
        await("the place is a good one", () -> source.position().equals(Optional.of(id(1))));
        source.close();
        assertThat(saved()).contains(id(1));
    }

    @Test
    void close_waitsForNoStoreThatHangs() throws Exception {
        HangingStore hanging = new HangingStore();
        XFilteredStreamSource source = closedLater(
                new XFilteredStreamSource(new XClient(options(), time), XStreamOptions.defaults(), hanging));
        source.open(heard);
        x.awaitStream();
        x.publish(post(1));
        source.acknowledge(poll(source, 1));
        await("it is known", () -> source.position().equals(Optional.of(id(1))));
        saveIsDue();
        assertThat(hanging.asked.await(30, TimeUnit.SECONDS)).isTrue();
        Thread closing = new Thread(source::close);
        closing.start();
        closing.join(10_000);
        boolean closed = !closing.isAlive();
        hanging.released.countDown();
        assertThat(closed).as("closed while the store hangs").isTrue();
    }

    @Test
    void storeThatIsAway_isTriedAgain() throws Exception {
        XFilteredStreamSource source = opened();
        x.awaitStream();
        x.publish(post(1));
        source.acknowledge(poll(source, 1));
        await("it is known", () -> source.position().equals(Optional.of(id(1))));
        store.failure = CheckpointException.unavailable("away", null);
        saveIsDue();
        await("a save was tried", () -> store.saves.get() == 1);
        store.failure = null;
        saveIsDue();
        await("it is saved", () -> saved().equals(Optional.of(id(1))));
    }

    @Test
    void storeThatThrowsWhatNoneShould_isTriedAgain_andHoldsUpNoClosing() throws Exception {
        XFilteredStreamSource source = opened();
        x.awaitStream();
        x.publish(post(1), post(2));
        source.acknowledge(poll(source, 2).subList(0, 1));
        store.failure = new IllegalStateException("the pool is closed");
        saveIsDue();
        await("a save was tried", () -> store.saves.get() == 1);
        store.failure = null;
        saveIsDue();
        await("it is saved", () -> saved().equals(Optional.of(id(1))));
        assertThat(source.poll(1, Duration.ZERO)).isEmpty();
        store.failure = new IllegalStateException("the pool is closed");
        x.publish(post(3));
        source.acknowledge(poll(source, 1));
        source.close();
        assertThat(saved()).contains(id(1));
    }

    @Test
    void storeThatThrowsAnError_failsThePoll() throws Exception {
        XFilteredStreamSource source = closedLater(new XFilteredStreamSource(
                new XClient(options(), time), XStreamOptions.defaults(), new ErroneousStore()));
        source.open(heard);
        x.awaitStream();
        x.publish(post(1));
        source.acknowledge(poll(source, 1));
        await("it is known", () -> source.position().equals(Optional.of(id(1))));
        saveIsDue();
        assertThat(pollFailure(source)).hasMessageContaining("NoClassDefFoundError");
    }

    @Test
    void close_ofAThreadThatIsInterrupted_savesAsIfItWereNot() throws Exception {
        XFilteredStreamSource source = opened();
        x.awaitStream();
        x.publish(post(1));
        source.acknowledge(poll(source, 1));
        await("all are known", () -> source.position().equals(Optional.of(id(1))));
        Thread.currentThread().interrupt();
        source.close();
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(saved()).contains(id(1));
        assertThat(store.interrupted).as("interrupted while it saved").isFalse();
    }

    @Test
    void close_ofAThreadThatIsInterrupted_savesToFiles(@TempDir Path places) throws Exception {
        CheckpointStore files = new FileCheckpointStore(places);
        XFilteredStreamSource source =
                closedLater(new XFilteredStreamSource(new XClient(options(), time), XStreamOptions.defaults(), files));
        source.open(heard);
        x.awaitStream();
        x.publish(post(1));
        source.acknowledge(poll(source, 1));
        await("all are known", () -> source.position().equals(Optional.of(id(1))));
        Thread.currentThread().interrupt();
        source.close();
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(files.load(KEY)).contains(id(1));
    }

    @Test
    void storeThatRefuses_failsThePoll() throws Exception {
        XFilteredStreamSource source = opened();
        x.awaitStream();
        x.publish(post(1));
        source.acknowledge(poll(source, 1));
        await("it is known", () -> source.position().equals(Optional.of(id(1))));
        store.failure = CheckpointException.fatal("no right to write", null);
        saveIsDue();
        assertThat(pollFailure(source)).hasMessageContaining("x:stream").hasMessageContaining("no right to write");
    }

    @Test
    void placeThatCannotBeLoaded_failsTheOpening_andCanBeTriedAgain() {
        store.failure = CheckpointException.unavailable("away", null);
        XFilteredStreamSource source = source();
        assertThatThrownBy(() -> source.open(heard))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.isRetriable()).isTrue())
                .hasMessageContaining("away");
        store.failure = null;
        source.open(heard);
        assertThat(source.lag().pending()).hasValue(0);
    }

    @Test
    void placeThatIsNone_isRefused() {
        store.kept.save(KEY, "t3_abc");
        assertThatThrownBy(() -> source().open(heard))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.isRetriable()).isFalse())
                .hasMessageContaining("checkpointKey")
                .hasMessageNotContaining("t3_abc");
    }

    @Test
    void searches_keepAPlaceEach() throws Exception {
        XSearchOptions cats = XSearchOptions.of("cats");
        x.publishToSearch(post(1), post(2));
        store.kept.save(cats.checkpointKey(), id(1));
        XRecentSearchSource search = closedLater(new XRecentSearchSource(new XClient(options(), time), cats, store));
        search.open(heard);
        List<Delivery> one = poll(search, 1);
        assertThat(one.get(0).id()).isEqualTo(id(2));
        search.close();
        assertThat(store.kept.load(cats.checkpointKey())).contains(id(1));
        assertThat(cats.checkpointKey()).isNotEqualTo(XSearchOptions.of("dogs").checkpointKey());
    }

    @Test
    void keyThatNoStoreTakes_isRefused() {
        assertThatThrownBy(() -> XStreamOptions.builder()
                        .checkpointKey(" ")
                        .checkpointInterval(Duration.ZERO)
                        .build())
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("checkpointKey")
                .hasMessageContaining("checkpointInterval");
    }
}
