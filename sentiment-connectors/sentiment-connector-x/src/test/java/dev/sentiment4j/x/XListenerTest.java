package dev.sentiment4j.x;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.testkit.FakeXReplies;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Listeners that throw, as none should: exceptions stop nothing, errors fail the poll. */
class XListenerTest extends XTestBase {
    /** Throws whatever it hears. */
    private static final class Throwing implements SourceListener {
        final AtomicInteger gaps = new AtomicInteger();
        final AtomicInteger connects = new AtomicInteger();
        final AtomicInteger disconnects = new AtomicInteger();
        private final Supplier<RuntimeException> failure;

        Throwing(Supplier<RuntimeException> failure) {
            this.failure = failure;
        }

        @Override
        public void gap(SourceGap gap) {
            gaps.incrementAndGet();
            throw failure.get();
        }

        @Override
        public void disconnected(Throwable cause) {
            disconnects.incrementAndGet();
            throw failure.get();
        }

        @Override
        public void connected() {
            connects.incrementAndGet();
            throw failure.get();
        }
    }

    private final Throwing exceptions = new Throwing(() -> new IllegalStateException("the registry is closed"));

    private static RuntimeException error() {
        throw new NoClassDefFoundError("meters");
    }

    private XFilteredStreamSource stream(SourceListener listener) {
        // Longer than what time is moved by, so that only what the test breaks is broken.
        XStreamOptions patient =
                XStreamOptions.builder().readIdleLimit(Duration.ofMinutes(10)).build();
        XFilteredStreamSource source = closedLater(new XFilteredStreamSource(new XClient(options(), time), patient));
        source.open(listener);
        return source;
    }

    private XRecentSearchSource search(SourceListener listener) {
        XRecentSearchSource source =
                closedLater(new XRecentSearchSource(new XClient(options(), time), XSearchOptions.of("cat")));
        source.open(listener);
        return source;
    }

    /** Ends the stream, and lets its gap be searched for by the time that has passed then. */
    private void gapIsSearched(int streams) throws InterruptedException {
        x.stream().reset();
        x.awaitStreams(streams);
        time.advanceToNextWake(GAPS_THREAD);
    }

    @Test
    void exceptions_stopNeitherTheStreamNorTheFilling() throws Exception {
        x.addRule("cat", null);
        XFilteredStreamSource source = stream(exceptions);
        x.awaitStream();
        x.publish(post(1));
        assertThat(pollIds(source, 1)).containsExactly(id(1));
        x.nextSearch(FakeXReplies.clientForbidden());
        gapIsSearched(2);
        await("the gap is told", () -> exceptions.gaps.get() == 1);
        x.publish(post(2));
        assertThat(pollIds(source, 1)).containsExactly(id(2));
        x.publishToSearch(post(3));
        gapIsSearched(3);
        assertThat(pollIds(source, 1)).as("the next gap is filled").containsExactly(id(3));
        x.publish(post(4));
        assertThat(pollIds(source, 1)).containsExactly(id(4));
        assertThat(exceptions.connects).hasValue(3);
        assertThat(exceptions.disconnects).hasValue(2);
    }

    @Test
    void exceptions_doNotKeepItFromClosing() throws Exception {
        x.addRule("cat", null);
        XFilteredStreamSource source = stream(exceptions);
        x.awaitStream();
        x.publish(post(1));
        pollIds(source, 1);
        x.stream().reset();
        x.awaitStreams(2);
        await("the gap is known", () -> exceptions.connects.get() == 2);
        await("it waits to be filled", () -> time.nextWake().isPresent());
        source.close();
        assertThat(exceptions.gaps).as("the gap that stays").hasValue(1);
    }

    @Test
    void exceptions_doNotStopTheSearch() throws Exception {
        x.nextSearch(FakeXReplies.rateLimited(START.plusSeconds(300)));
        XRecentSearchSource source = search(exceptions);
        time.advanceToNextWake("sentiment4j-x-search");
        await("it has searched", () -> exceptions.connects.get() == 1);
        x.publishToSearch(post(301));
        time.advanceToNextWake("sentiment4j-x-search");
        assertThat(pollIds(source, 1)).containsExactly(id(301));
        assertThat(exceptions.disconnects).hasValue(1);
    }

    @Test
    void errorInTheStreamsThread_failsThePoll() throws Exception {
        XFilteredStreamSource source = stream(new SourceListener() {
            @Override
            public void connected() {
                error();
            }
        });
        assertFailed(source, STREAM_THREAD);
    }

    @Test
    void errorInTheFillersThread_failsThePoll() throws Exception {
        x.addRule("cat", null);
        AtomicInteger gaps = new AtomicInteger();
        XFilteredStreamSource source = stream(new SourceListener() {
            @Override
            public void gap(SourceGap gap) {
                // Closing tells of it once more.
                if (gaps.incrementAndGet() == 1) {
                    error();
                }
            }
        });
        x.awaitStream();
        x.publish(post(1));
        pollIds(source, 1);
        x.nextSearch(FakeXReplies.clientForbidden());
        gapIsSearched(2);
        assertFailed(source, GAPS_THREAD);
    }

    @Test
    void errorInTheSearchsThread_failsThePoll() throws Exception {
        assertFailed(search(new Throwing(XListenerTest::error)), "sentiment4j-x-search");
    }

    private static void assertFailed(PostSource source, String thread) throws InterruptedException {
        SourceException e = pollFailure(source);
        assertThat(e.isRetriable()).isFalse();
        assertThat(e).hasMessageContaining(thread).hasMessageContaining("NoClassDefFoundError");
        assertThat(e.getCause()).isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void interruptOfSomebodyElse_failsThePoll() throws Exception {
        XFilteredStreamSource source = stream(new SourceListener() {
            @Override
            public void connected() {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(pollFailure(source)).hasMessageContaining("interrupted");
    }
}
