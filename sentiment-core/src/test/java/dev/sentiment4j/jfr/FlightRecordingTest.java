package dev.sentiment4j.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.TestAnalyzers;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.tokenize.FakeTokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Flight Recorder may be missing, broken or idle; none of that may be felt. */
class FlightRecordingTest {
    private static final AnalyzerListener SILENT = new AnalyzerListener() {};

    /** The process: an analyzer that answers one text. */
    public static final class Host {
        public static void main(String[] args) {
            try (SentimentAnalyzer analyzer = TestAnalyzers.builder(new FakeBackendProvider(), new FakeTokenizer())
                    .build()) {
                System.out.println(analyzer.getClass().getSimpleName() + " "
                        + analyzer.analyze("fine").hasSentiment());
            }
        }
    }

    private static String run(String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Host.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    @Test
    void analyzer_onAJvmWithoutTheModule_answersAndSaysNothing() throws Exception {
        assertThat(run("--limit-modules", "java.base,java.logging,jdk.unsupported"))
                .isEqualTo("QueuedAnalyzer true");
    }

    /** Starting the recorder up takes a third of a second of processor time; who records nothing must not pay it. */
    @Test
    void analyzer_whileNobodyRecords_doesNotStartTheRecorderUp(@TempDir Path directory) throws Exception {
        Path loaded = directory.resolve("loaded.txt");
        assertThat(run("-Xlog:class+load:file=" + loaded)).isEqualTo("QueuedAnalyzer true");
        assertThat(Files.readString(loaded))
                .contains("jdk.jfr.FlightRecorder ", "dev.sentiment4j.jfr.EventListener")
                .doesNotContain("jdk.jfr.internal.MetadataRepository");
    }

    @Test
    void isPresent_withALoaderThatKnowsNoRecorder_isFalse() {
        ClassLoader bare = new ClassLoader(null) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                throw new ClassNotFoundException(name);
            }
        };
        ClassLoader broken = new ClassLoader(null) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) {
                throw new NoClassDefFoundError(name);
            }
        };
        assertThat(FlightRecording.isPresent(bare)).isFalse();
        assertThat(FlightRecording.isPresent(broken)).isFalse();
        assertThat(FlightRecording.isPresent(FlightRecordingTest.class.getClassLoader()))
                .isTrue();
    }

    @Test
    void with_keepsTheHostsListenersFirst() {
        List<AnalyzerListener> all = FlightRecording.with("posts", List.of(SILENT));
        assertThat(all).hasSize(2).startsWith(SILENT);
        assertThat(all.get(1)).isInstanceOf(EventListener.class);
    }
}
