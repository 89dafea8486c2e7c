package dev.sentiment4j.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.bundles.TestBundle;
import dev.sentiment4j.spi.BackendContext;
import dev.sentiment4j.spi.InferenceBackend;
import dev.sentiment4j.spi.InferenceLane;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host that exits without closing its analyzer. Hazard: PyTorch's libraries tear their globals down under running
 * calls. Accepted: the exit code that the host gave, and nothing said.
 */
class ExitTest {
    private static final int CODE = 7;

    /** The process: two lanes at work while the main thread exits. */
    public static final class Host {
        public static void main(String[] args) throws InterruptedException {
            InferenceBackend backend = new PyTorchBackendProvider()
                    .open(new TestBundle("torch-bert").load(), new BackendContext(new ThreadPlan(2, 2, 1), 0, 478));
            CountDownLatch working = new CountDownLatch(2);
            for (int i = 0; i < 2; i++) {
                Thread thread = new Thread(() -> work(backend, working));
                thread.setDaemon(true);
                thread.start();
            }
            working.await();
            System.exit(CODE);
        }

        private static void work(InferenceBackend backend, CountDownLatch working) {
            try (InferenceLane lane = backend.openLane()) {
                int[] row = new int[64];
                TokenBatch batch = TokenBatch.of(List.of(row, row, row, row));
                lane.infer(batch);
                working.countDown();
                while (true) {
                    lane.infer(batch);
                }
            }
        }
    }

    @RepeatedTest(4)
    void exit_whileLanesRun_isClean(@TempDir Path directory) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        // It looks for CUDA, and says so where a driver is missing.
                        "-Dorg.slf4j.simpleLogger.log.ai.djl.util.cuda=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Host.class.getName())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(CODE);
        assertThat(said).isEmpty();
    }
}
