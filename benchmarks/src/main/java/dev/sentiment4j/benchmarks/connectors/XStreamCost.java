package dev.sentiment4j.benchmarks.connectors;

import com.sun.management.OperatingSystemMXBean;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.testkit.FakeX;
import dev.sentiment4j.x.XClient;
import dev.sentiment4j.x.XCredentials;
import dev.sentiment4j.x.XFilteredStreamSource;
import dev.sentiment4j.x.XOptions;
import dev.sentiment4j.x.XStreamOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * What reading X's filtered stream costs this process, while another one streams at a rate: share of a core after a
 * warm-up, posts lost, how late they came. Run it with {@code benchmarks/x RATE SECONDS}.
 */
public final class XStreamCost {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private XStreamCost() {}

    /** Arguments: posts a second, seconds to measure. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int rate = Integer.parseInt(args[0]);
        int seconds = Integer.parseInt(args[1]);
        long posts = (long) rate * seconds;
        Process fake = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeXProcess.class.getName(),
                        Integer.toString(rate),
                        Long.toString(posts))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(fake.getInputStream(), StandardCharsets.UTF_8));
            read(URI.create(Objects.requireNonNull(output.readLine())), rate, posts);
        } finally {
            fake.destroy();
        }
    }

    private static void read(URI base, int rate, long measured) throws InterruptedException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        XOptions options =
                XOptions.builder(XCredentials.bearer(FakeX.TOKEN)).apiUri(base).build();
        BitSet read = new BitSet();
        long posts = FakeXProcess.WARMUP_POSTS + measured;
        long cpuStart = 0;
        long start = 0;
        long latest = 0;
        try (XFilteredStreamSource source =
                new XFilteredStreamSource(new XClient(options), XStreamOptions.defaults())) {
            source.open(SourceListener.NONE);
            long quiet = System.nanoTime();
            while (read.cardinality() < posts && System.nanoTime() - quiet < PATIENCE.toNanos()) {
                List<Delivery> some = source.poll(500, Duration.ofMillis(500));
                if (some.isEmpty()) {
                    continue;
                }
                quiet = System.nanoTime();
                for (Delivery delivery : some) {
                    Post post = (Post) delivery.event().orElseThrow();
                    read.set((int) (Long.parseLong(post.id()) - FakeXProcess.FIRST_ID));
                    if (start != 0) {
                        latest = Math.max(
                                latest,
                                Duration.between(post.createdAt(), Instant.now())
                                        .toMillis());
                    }
                }
                source.acknowledge(some);
                if (start == 0 && read.cardinality() >= FakeXProcess.WARMUP_POSTS) {
                    start = System.nanoTime();
                    cpuStart = system.getProcessCpuTime();
                }
            }
            double wall = System.nanoTime() - start;
            double cpu = system.getProcessCpuTime() - cpuStart;
            System.out.printf(
                    "%d posts/s for %.0f s: %.2f %% of a core, %d of %d posts lost, %d duplicates, %d connects,"
                            + " latest post %d ms old%n",
                    rate,
                    wall / 1e9,
                    100 * cpu / wall,
                    posts - read.cardinality(),
                    posts,
                    source.stats().duplicates(),
                    source.stats().connects(),
                    latest);
        }
    }
}
