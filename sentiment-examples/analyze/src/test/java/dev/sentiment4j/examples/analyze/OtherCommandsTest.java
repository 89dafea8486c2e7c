package dev.sentiment4j.examples.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.BackendResolutionException;
import dev.sentiment4j.VerificationReport;
import dev.sentiment4j.batch.Tuning;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OtherCommandsTest {
    private final Cli cli = new Cli();

    private static VerificationReport wrong() {
        return new VerificationReport(
                FakeAnalyzer.info(FakeAnalyzer.HEADS), 12, 0, 2, 0.5, 0.000001, List.of("text 3: ids differ"));
    }

    @Test
    void verify_wellModel_printsOkLines() {
        assertThat(cli.run("verify")).isZero();
        assertThat(cli.out())
                .contains("model fake:1", "ok", "12 of 12", "0.000040")
                .doesNotContain("failed");
    }

    @Test
    void verify_wrongModel_failsWithRemedy() {
        cli.verification = choice -> wrong();
        assertThat(cli.run("verify")).isEqualTo(3);
        assertThat(cli.out()).contains("failed   token ids", "10 of 12", "-> ", "text 3: ids differ");
    }

    @Test
    void verify_takesTheModelWithoutItsOptionsName() {
        AtomicReference<String> model = new AtomicReference<>();
        cli.verification = choice -> {
            model.set(choice.model());
            return wrong();
        };
        assertThat(cli.run("verify", "my-model")).isEqualTo(3);
        assertThat(model).hasValue("my-model");
        assertThat(cli.run("verify", "my-model", "--model", "another")).isEqualTo(2);
        assertThat(cli.err()).contains("two models: my-model and --model another");
    }

    @Test
    void verify_missingGoldenFile_isUsage() {
        assertThat(cli.run("verify", "--golden", "nowhere.jsonl")).isEqualTo(2);
    }

    @Test
    void doctor_allWell_saysSo() {
        assertThat(cli.run("doctor")).isZero();
        assertThat(cli.out())
                .contains("JVM", "system", "processors", "heap", "onnx", "social-en (default)", "Fake Engine 1")
                .contains("2 lanes x 1 thread on 2 processors", "one text", " ms (median of");
    }

    @Test
    void doctor_tune_measuresAtStart() {
        assertThat(cli.run("doctor", "--tune")).isZero();
        assertThat(cli.choice.tuning()).isEqualTo(Tuning.atStart());
        assertThat(cli.out()).contains("limits");
    }

    @Test
    void doctor_noEngine_goesOnAndExitsThree() {
        cli.catalog = new Catalog(List.of(), List.of(), List.of("provider X: cannot be loaded"));
        cli.verification = choice -> {
            throw new BackendResolutionException("no engine on the class path; add sentiment-onnx");
        };
        cli.opening = choice -> {
            throw new UnsatisfiedLinkError("libonnxruntime.so: cannot open shared object file");
        };
        assertThat(cli.run("doctor")).isEqualTo(3);
        assertThat(cli.out())
                .contains("failed   engines", "provider X", "add sentiment-onnx", "libonnxruntime.so", "checks failed")
                .doesNotContain("\tat ");
    }

    @Test
    void models_listsModelsDefaultAndEngines() {
        assertThat(cli.run("models")).isZero();
        assertThat(cli.out()).contains("social-en", "[default]", "English posts", "from models", "onnx", "--model DIR");
    }

    @Test
    void models_brokenPipe_endsQuietly() {
        cli.broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(cli.run("models")).isZero();
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void noCommand_isUsage() {
        assertThat(cli.run()).isEqualTo(2);
        assertThat(cli.err()).contains("analyze, evaluate, verify, doctor or models");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void help_isDoneAndOnStandardOutput() {
        assertThat(cli.run("--help")).isZero();
        assertThat(cli.run("evaluate", "--help")).isZero();
        assertThat(cli.out()).contains("Exit codes", "macro recall", "--plot");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void unknownOption_suggestsAndIsUsage() {
        assertThat(cli.run("analyze", "--formt", "csv", "x")).isEqualTo(2);
        assertThat(cli.err()).contains("--format", "sentiment analyze --help").doesNotContain("\tat ");
    }

    @Test
    void linkageError_isEnvironment() {
        cli.opening = choice -> {
            throw new UnsatisfiedLinkError("x.so");
        };
        assertThat(cli.run("analyze", "x")).isEqualTo(3);
        assertThat(cli.err()).contains("x.so", "doctor").doesNotContain("\tat ");
    }

    @Test
    void outOfMemory_namesTheRemedy() {
        cli.opening = choice -> {
            throw new OutOfMemoryError("Java heap space");
        };
        assertThat(cli.run("analyze", "x")).isEqualTo(3);
        assertThat(cli.err()).contains("SENTIMENT_JAVA_OPTS=-Xmx");
    }
}
