package dev.sentiment4j.benchmarks.connectors;

import dev.sentiment4j.testkit.FakeX;
import dev.sentiment4j.testkit.FakeXPost;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Streams made-up posts to the first who connects: some fast, so that the reader's code is compiled, then at a rate.
 * The base URL is its first line of output.
 */
public final class FakeXProcess {
    static final long FIRST_ID = 1_790_000_000_000_000_000L;
    static final int WARMUP_POSTS = 200_000;
    private static final int WARMUP_RATE = 2_000;
    private static final int WORDS = 18;
    private static final String[] VOCABULARY =
            ("the a of and phone battery love hate awful great update support hour hold café naïve 😍 😡 #launch @acme"
                            + " https://t.co/abcdefghij")
                    .split(" ");

    private FakeXProcess() {}

    /** Arguments: posts a second, posts after the warm-up. */
    public static void main(String[] args) throws InterruptedException {
        int rate = Integer.parseInt(args[0]);
        long posts = Long.parseLong(args[1]);
        try (FakeX x = FakeX.start()) {
            System.out.println(x.uri());
            x.awaitStream();
            Random random = new Random(1);
            send(x, 0, WARMUP_POSTS, WARMUP_RATE, random);
            send(x, WARMUP_POSTS, posts, rate, random);
            // Until the reader has gone.
            x.stream().awaitClosed(Duration.ofMinutes(5));
        }
    }

    private static void send(FakeX x, long from, long count, int rate, Random random) {
        long start = System.nanoTime();
        for (long sent = 0; sent < count; ) {
            long due = Math.min(count, (System.nanoTime() - start) * rate / 1_000_000_000L);
            while (sent < due) {
                x.publishToStream(post(from + sent++, random));
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static FakeXPost post(long number, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < WORDS; i++) {
            text.append(VOCABULARY[random.nextInt(VOCABULARY.length)]).append(' ');
        }
        return FakeXPost.builder(Long.toString(FIRST_ID + number), text.toString(), Instant.now())
                .author(Integer.toString(random.nextInt(100_000)), "user" + random.nextInt(100_000))
                .rule("1273026480692322304", "acme")
                .build();
    }
}
