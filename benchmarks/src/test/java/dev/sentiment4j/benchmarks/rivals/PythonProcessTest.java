package dev.sentiment4j.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The protocol, spoken by a shell script in place of Python. */
@DisabledOnOs(OS.WINDOWS)
class PythonProcessTest {
    private static final List<String> TEXTS = List.of("good \"day\"", "bad\nday");

    @TempDir
    Path directory;

    private PythonProcess start(String script) throws IOException {
        try (ModelFiles files = ModelFiles.extract()) {
            return PythonProcess.start(
                    "/bin/sh", Files.writeString(directory.resolve("rivals.sh"), script), files, TEXTS);
        }
    }

    @Test
    void process_isAskedAndAnswersInSeconds() throws Exception {
        try (PythonProcess process = start("""
                echo 'a library says hello'
                test -f "$2/model.onnx" && test -f "$2/tokenizer.json" && test "$(wc -l < "$4")" -eq 2 || exit 1
                echo '{"ready": ["hf-pipeline-8", "onnxruntime-py-8"]}'
                read line
                echo '{not json'
                echo '{"run": "hf-pipeline-8", "texts": 2, "seconds": 0.5}'
                read line
                """)) {
            assertThat(process.contenders().stream().map(PythonContender::name))
                    .containsExactly("hf-pipeline-8", "onnxruntime-py-8");
            assertThat(process.contenders().get(0).textsPerSecond(TEXTS)).isEqualTo(4);
        }
    }

    @Test
    void processThatEnds_isReported() {
        assertThatThrownBy(() -> start("exit 3"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ended");
    }

    @Test
    void answerToSomethingElse_isRefused() throws Exception {
        try (PythonProcess process = start("""
                echo '{"ready": ["hf-pipeline-8"]}'
                read line
                echo '{"error": "no such run"}'
                read line
                """)) {
            PythonContender contender = process.contenders().get(0);

            assertThatThrownBy(() -> contender.textsPerSecond(TEXTS)).hasMessageContaining("did not run hf-pipeline-8");
        }
    }
}
