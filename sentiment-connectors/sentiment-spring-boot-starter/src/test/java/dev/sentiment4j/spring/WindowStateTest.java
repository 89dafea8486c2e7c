package dev.sentiment4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.pipeline.memory.InMemoryPostSource;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.WindowOptions;
import dev.sentiment4j.window.WindowSnapshot;
import dev.sentiment4j.window.WindowSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Windows that are open when the application ends. */
class WindowStateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static ApplicationContextRunner runner(Path file, int from, int count) {
        return Contexts.scripted()
                .withBean(PostSource.class, () -> InMemoryPostSource.of(TestPosts.posts(from, count)))
                .withPropertyValues(
                        "sentiment.windows.enabled=true",
                        "sentiment.windows.sizes[0].size=1h",
                        // as the posts are of long ago
                        "sentiment.windows.idle-timeout=1h",
                        "sentiment.windows.state-file=" + file);
    }

    private static long posts(ApplicationContext context) {
        return context.getBean(SentimentWindows.class).open("1h").stream()
                .map(WindowSnapshot::overall)
                .mapToLong(cell -> cell.posts())
                .sum();
    }

    private static void awaitAll(ApplicationContext context, int count) {
        await().atMost(PATIENCE)
                .until(() -> context.getBean(SentimentPipelines.class)
                                .pipelines()
                                .get("posts")
                                .health()
                                .acknowledged()
                        == count);
    }

    @Test
    void openWindows_goOnAfterARestart_andCountNothingTwice(@TempDir Path directory) {
        Path file = directory.resolve("state/windows");
        runner(file, 0, 20).run(context -> {
            awaitAll(context, 20);
            assertThat(posts(context)).isEqualTo(20);
        });
        // five of them come again, as after a crash
        runner(file, 15, 15).run(context -> {
            awaitAll(context, 15);
            assertThat(posts(context)).isEqualTo(30);
        });
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void emptyName_isRefused(@TempDir Path directory) {
        runner(directory, 0, 1)
                .withPropertyValues("sentiment.windows.state-file=")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("stateFile: is empty"));
    }

    @Test
    void stateOfOtherWindows_isPutAside(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("windows");
        runner(file, 0, 20).run(context -> awaitAll(context, 20));
        byte[] before = Files.readAllBytes(file);
        runner(file, 20, 5)
                .withPropertyValues("sentiment.windows.dimensions=product")
                .run(context -> {
                    awaitAll(context, 5);
                    assertThat(posts(context)).isEqualTo(5);
                    assertThat(directory.resolve("windows.refused")).hasBinaryContent(before);
                });
    }

    @Test
    void file_isWrittenWhenItIsDue(@TempDir Path directory) throws Exception {
        AtomicLong now = new AtomicLong();
        Path file = directory.resolve("windows");
        SentimentWindows windows = SentimentWindows.builder(WindowOptions.builder()
                        .window(WindowSpec.tumbling(Duration.ofHours(1)))
                        .build())
                .build();
        WindowStateFile state = new WindowStateFile(file, Duration.ofSeconds(30), now::get);
        now.set(Duration.ofSeconds(29).toNanos());
        state.saveIfDue(windows);
        assertThat(file).doesNotExist();
        now.set(Duration.ofSeconds(30).toNanos());
        state.saveIfDue(windows);
        assertThat(file).hasBinaryContent(windows.save());
    }

    @Test
    void diskThatRefuses_harmsNothing_andIsTriedAgain(@TempDir Path directory) throws Exception {
        Path blocked = Files.writeString(directory.resolve("blocked"), "a file, no directory");
        SentimentWindows windows = SentimentWindows.builder(WindowOptions.builder()
                        .window(WindowSpec.tumbling(Duration.ofHours(1)))
                        .build())
                .build();
        WindowStateFile state =
                new WindowStateFile(blocked.resolve("windows"), Duration.ofSeconds(30), System::nanoTime);
        state.save(windows);
        Files.delete(blocked);
        state.save(windows);
        assertThat(blocked.resolve("windows")).hasBinaryContent(windows.save());
    }

    @Test
    void ticker_goesOn_afterAnErrorOfAHostsCode() {
        AtomicLong ticks = new AtomicLong();
        SentimentWindows windows = SentimentWindows.builder(WindowOptions.builder()
                        .window(WindowSpec.tumbling(Duration.ofMinutes(1)))
                        .build())
                .build();
        WindowTicker ticker = new WindowTicker(
                windows,
                () -> {
                    if (ticks.incrementAndGet() == 1) {
                        throw new NoClassDefFoundError("of a library that is not there");
                    }
                },
                null);
        ticker.start();
        try {
            await().atMost(PATIENCE).until(() -> ticks.get() >= 2);
        } finally {
            ticker.stop();
        }
    }
}
