package dev.sentiment4j.x;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.testkit.FakeX;
import dev.sentiment4j.testkit.FakeXPost;
import dev.sentiment4j.testkit.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** A fake X and a source that reads it, by a time that stands still until a test moves it. */
abstract class XTestBase {
    static final Instant START = Instant.parse("2026-08-01T10:00:00Z");
    static final String STREAM_THREAD = "sentiment4j-x-stream";
    static final String GAPS_THREAD = "sentiment4j-x-gaps";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final VirtualTime time = new VirtualTime(START);
    final FakeX x = FakeX.start(time, null);
    final Heard heard = new Heard();
    private final List<PostSource> sources = new ArrayList<>();

    /** What a source has told. */
    static final class Heard implements SourceListener {
        final BlockingQueue<Throwable> disconnects = new LinkedBlockingQueue<>();
        final BlockingQueue<SourceGap> gaps = new LinkedBlockingQueue<>();

        @Override
        public void gap(SourceGap gap) {
            gaps.add(gap);
        }

        @Override
        public void disconnected(Throwable cause) {
            disconnects.add(cause);
        }

        SourceGap awaitGap() throws InterruptedException {
            SourceGap gap = gaps.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(gap).as("a gap that is told").isNotNull();
            return gap;
        }

        XApiException awaitRefusal() throws InterruptedException {
            Throwable cause = disconnects.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(cause).as("a disconnect that is told").isInstanceOf(SourceException.class);
            assertThat(cause.getCause()).isInstanceOf(XApiException.class);
            return (XApiException) cause.getCause();
        }
    }

    @AfterEach
    void stop() {
        sources.forEach(PostSource::close);
        x.close();
    }

    XOptions options() {
        return XOptions.builder(XCredentials.bearer(FakeX.TOKEN))
                .apiUri(x.uri())
                .build();
    }

    XFilteredStreamSource open() {
        return open(XStreamOptions.defaults());
    }

    XFilteredStreamSource open(XStreamOptions stream) {
        return open(options(), stream);
    }

    XFilteredStreamSource open(XOptions options, XStreamOptions stream) {
        XFilteredStreamSource source = new XFilteredStreamSource(new XClient(options, time), stream);
        sources.add(source);
        source.open(heard);
        return source;
    }

    <S extends PostSource> S closedLater(S source) {
        sources.add(source);
        return source;
    }

    /** A post of that number, so many seconds after the start. */
    static FakeXPost post(int number) {
        return FakeXPost.of(id(number), "post number " + number, START.plusSeconds(number));
    }

    static String id(int number) {
        return Long.toString(Snowflake.at(START) + number);
    }

    static List<String> ids(int from, int to) {
        List<String> ids = new ArrayList<>();
        for (int i = from; i < to; i++) {
            ids.add(id(i));
        }
        return ids;
    }

    /** Reads a post of the open stream, which is thereby known to be alive. */
    void prove(XFilteredStreamSource source) throws InterruptedException {
        x.awaitStream();
        x.publish(post(90));
        assertThat(pollIds(source, 1)).containsExactly(id(90));
    }

    /** Polls until so many have come. */
    static List<Delivery> poll(PostSource source, int count) throws InterruptedException {
        List<Delivery> all = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (all.size() < count && System.nanoTime() < end) {
            all.addAll(source.poll(count - all.size(), Duration.ofMillis(100)));
        }
        assertThat(all).as("deliveries").hasSize(count);
        return all;
    }

    static List<Post> pollPosts(PostSource source, int count) throws InterruptedException {
        return poll(source, count).stream()
                .map(delivery -> (Post) delivery.event().orElseThrow())
                .toList();
    }

    static List<String> pollIds(PostSource source, int count) throws InterruptedException {
        return pollPosts(source, count).stream().map(Post::id).toList();
    }

    /** Polls until the source says that only a person can help. */
    static SourceException pollFailure(PostSource source) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                source.poll(100, Duration.ofMillis(100));
            } catch (SourceException e) {
                return e;
            }
        }
        throw new AssertionError("the source did not fail");
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until %s", what).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    Duration wake() throws InterruptedException {
        return time.advanceToNextWake(STREAM_THREAD);
    }

    static void assertAbout(Duration wait, Duration expected) {
        assertThat(wait)
                .isBetween(expected, expected.plus(expected.dividedBy(10)).plusMillis(1));
    }

    void awaitConnects(int count) {
        await(count + " requests for the stream", () -> x.connects().size() >= count);
        assertThat(x.connects()).hasSize(count);
    }
}
