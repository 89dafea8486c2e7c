package dev.sentiment4j.examples.livefeed;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.Rejection;
import dev.sentiment4j.pipeline.SinkEvent;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes a line for each post, for people. Thread-safe; pipelines get a {@link #share()} each. */
final class TerminalSink {
    private static final int WIDTH = 100;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final PrintWriter out;
    private final long enough;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Map<SentimentLabel, Long> counts = new EnumMap<>(SentimentLabel.class);
    private long posts;
    private long deletions;

    /**
     * A sink.
     *
     * @param enough posts after which {@link #awaitEnough} returns true
     */
    TerminalSink(PrintWriter out, long enough) {
        this.out = out;
        this.enough = enough;
    }

    /** A sink of a pipeline of its own. */
    PostSink share() {
        return new PostSink() {
            @Override
            public String name() {
                return "terminal";
            }

            @Override
            public List<Rejection> write(List<SinkEvent> events) {
                show(events);
                return List.of();
            }

            @Override
            public void close() {}
        };
    }

    private synchronized void show(List<SinkEvent> events) {
        for (SinkEvent event : events) {
            if (event instanceof AnalyzedPost analyzed) {
                show(analyzed);
            } else {
                deletions++;
                out.printf("%-8s  deleted   %s%n", "", event.key());
            }
        }
        out.flush();
        if (posts >= enough) {
            done.countDown();
        }
    }

    private void show(AnalyzedPost analyzed) {
        Post post = analyzed.post();
        posts++;
        counts.merge(analyzed.result().label(), 1L, Long::sum);
        out.printf(
                Locale.ROOT,
                "%s  %-8s  %+.2f  %-6s  %s%n",
                TIME.format(post.createdAt()),
                analyzed.result().label().id(),
                analyzed.result().score(),
                post.source(),
                line(post.text()));
    }

    /** One line that does nothing to the terminal. */
    static String line(String text) {
        String plain = text.codePoints()
                .map(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.SURROGATE
                        ? ' '
                        : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceAll("\\s+", " ")
                .strip();
        return plain.codePointCount(0, plain.length()) <= WIDTH
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, WIDTH - 1)) + "…";
    }

    /** Waits until there were enough posts; false if there were not within that time. */
    boolean awaitEnough(Duration limit) throws InterruptedException {
        return done.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** How many of which kind. */
    synchronized String summary() {
        return String.format(
                Locale.ROOT,
                "%d posts: %d positive, %d neutral, %d negative; %d deletions",
                posts,
                counts.getOrDefault(SentimentLabel.POSITIVE, 0L),
                counts.getOrDefault(SentimentLabel.NEUTRAL, 0L),
                counts.getOrDefault(SentimentLabel.NEGATIVE, 0L),
                deletions);
    }
}
