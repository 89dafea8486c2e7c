package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.VerificationReport;
import dev.sentiment4j.examples.analyze.terminal.Terminal;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.BackendContext;
import dev.sentiment4j.spi.InferenceBackend;
import dev.sentiment4j.spi.InferenceBackendProvider;
import dev.sentiment4j.spi.ModelProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The command line in a test's world. */
final class Cli implements AnalyzerFactory {
    FakeAnalyzer analyzer = new FakeAnalyzer();
    Function<ModelChoice, VerificationReport> verification = choice ->
            new VerificationReport(FakeAnalyzer.info(FakeAnalyzer.HEADS), 12, 0, 0, 0.00004, 0.000001, List.of());
    Function<ModelChoice, SentimentAnalyzer> opening = choice -> analyzer;
    Terminal terminal = Terminal.none();
    byte[] input = {};
    OutputStream broken;
    Catalog catalog = new Catalog(List.of(new Model("social-en", true)), List.of(new Backend("onnx")), List.of());
    ModelChoice choice;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    int run(String... args) {
        Environment environment = new Environment(
                new ByteArrayInputStream(input),
                broken == null ? out : broken,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                this,
                () -> catalog);
        return SentimentCommand.commandLine(environment).execute(args);
    }

    Cli input(String text) {
        input = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    List<String> outLines() {
        return out().lines().toList();
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public SentimentAnalyzer open(ModelChoice wanted, AnalyzerListener listener) {
        choice = wanted;
        return opening.apply(wanted);
    }

    @Override
    public VerificationReport verify(ModelChoice wanted, Path golden) {
        return verification.apply(wanted);
    }

    record Model(String id, boolean isDefault) implements ModelProvider {
        @Override
        public String description() {
            return "English posts";
        }

        @Override
        public ModelSource source() {
            return ModelSource.directory(Path.of("models", id));
        }
    }

    record Backend(String name) implements InferenceBackendProvider {
        @Override
        public Optional<String> refusal(ModelBundle bundle) {
            return Optional.empty();
        }

        @Override
        public InferenceBackend open(ModelBundle bundle, BackendContext context) {
            throw new UnsupportedOperationException("never opened in these tests");
        }
    }
}
