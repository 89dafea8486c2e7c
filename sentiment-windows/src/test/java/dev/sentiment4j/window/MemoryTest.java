package dev.sentiment4j.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SinkEvent;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What windows hold, as the heap has it after collections: that of docs/windows.md, whatever comes. */
class MemoryTest {
    private static final long CELL = 9_500;
    private static final long POST = 300;
    private static final long SLACK = 2_000_000;

    /** Bytes in use, once all that can go is gone: another collection frees nothing worth a word. */
    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int collection = 0; collection < 4; collection++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    @Test
    void heap_isBoundedByCellsAndPosts_overAMillionCities() throws InterruptedException {
        int cells = 100;
        int posts = 20_000;
        long empty = heap();
        SentimentWindows windows = SentimentWindows.builder(WindowOptions.builder()
                        .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                        .dimension(Dimension.city())
                        .maxCells(cells)
                        .maxPosts(posts)
                        .build())
                .clock(Streams.LATER)
                .build();
        List<Long> held = new ArrayList<>();
        int most = 0;
        for (int number = 1; number <= 1_000_000; number++) {
            windows.add(post(number));
            most = Math.max(most, windows.tally().panes());
            if (number % 200_000 == 0) {
                held.add(heap() - empty);
            }
        }
        // The cells of a group, its rest, and the overall one, in as many panes as there ever were.
        long bound = most * (cells + 2) * CELL + posts * POST;
        assertThat(most).isEqualTo(3);
        assertThat(held).allSatisfy(bytes -> assertThat(bytes).isBetween(posts * 100L, bound));
        assertThat(held.get(4)).as("%s", held).isBetween(held.get(0) - SLACK, held.get(0) + SLACK);
        assertThat(windows.tally().remembered()).isEqualTo(posts);
        Reference.reachabilityFence(windows);
    }

    /** In a city that nobody else is in, by an author who writes nothing else; a hundred thousand a minute. */
    private static SinkEvent post(int number) {
        Post post = Streams.post("post " + number, number * 600L / 1000)
                .geo(Geo.of("city " + number, null))
                .authorId("author " + number)
                .build();
        return Streams.analyzed(post, 2 * ((number * 31L) % 1000) / 1000.0 - 1);
    }
}
