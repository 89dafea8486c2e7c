package dev.sentiment4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.BackendResolutionException;
import dev.sentiment4j.InvalidOptionsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

class FailureAnalysisTest {
    private static final List<FailureAnalyzer> ANALYZERS =
            SpringFactoriesLoader.forDefaultResourceLocation().load(FailureAnalyzer.class, (type, name, failure) -> {});

    /** As Spring Boot finds them: through what the jar registers. */
    private static FailureAnalysis analysis(ApplicationContextRunner runner) {
        FailureAnalysis[] found = new FailureAnalysis[1];
        runner.run(context -> {
            assertThat(context).hasFailed();
            found[0] = ANALYZERS.stream()
                    .filter(a -> a.getClass().getPackageName().equals("dev.sentiment4j.spring"))
                    .map(a -> a.analyze(context.getStartupFailure()))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow();
        });
        return found[0];
    }

    @Test
    void noEngine_namesTheArtifacts(@TempDir Path directory) throws Exception {
        copyOfTheDefaultModel(directory);
        FailureAnalysis analysis = analysis(Contexts.real()
                .withClassLoader(new FilteredClassLoader("dev.sentiment4j.onnx"))
                .withPropertyValues("sentiment.analyzer.model.directory=" + directory)
                .withBean(
                        SentimentAnalyzerBuilderCustomizer.class,
                        () -> (name, builder) -> builder.classLoader(new FilteredClassLoader("dev.sentiment4j.onnx"))));
        assertThat(analysis.getCause()).isInstanceOf(BackendResolutionException.class);
        assertThat(analysis.getDescription())
                .contains("No engine could be chosen")
                .contains("no engine");
        assertThat(analysis.getAction())
                .contains("dev.sentiment4j:sentiment-onnx")
                .contains("sentiment.analyzer.enabled=false");
    }

    @Test
    void unknownEngine_namesThoseThatAreThere() {
        FailureAnalysis analysis = analysis(Contexts.real().withPropertyValues("sentiment.analyzer.backend=abacus"));
        assertThat(analysis.getDescription())
                .contains("no engine is called 'abacus'")
                .contains("[onnx]");
        assertThat(analysis.getAction()).contains("sentiment.analyzer.backend");
    }

    @Test
    void missingModel_namesTheProperty(@TempDir Path directory) {
        FailureAnalysis analysis = analysis(
                Contexts.real().withPropertyValues("sentiment.analyzer.model.directory=" + directory.resolve("gone")));
        assertThat(analysis.getDescription()).contains("gone");
        assertThat(analysis.getAction()).contains("sentiment.analyzer.model.directory");
    }

    @Test
    void brokenModel_saysEverythingThatIsWrong(@TempDir Path directory) throws Exception {
        copyOfTheDefaultModel(directory);
        Files.writeString(directory.resolve("tokenizer.json"), "{");
        Files.write(directory.resolve("model.onnx"), new byte[] {1, 2, 3});
        FailureAnalysis analysis =
                analysis(Contexts.real().withPropertyValues("sentiment.analyzer.model.directory=" + directory));
        assertThat(analysis.getDescription()).contains("tokenizer.json").contains("model.onnx");
    }

    @Test
    void unknownModel_namesThoseThatAreThere() {
        FailureAnalysis analysis = analysis(Contexts.real().withPropertyValues("sentiment.analyzer.model.id=oracle"));
        assertThat(analysis.getDescription()).contains("'oracle'").contains("social-en");
    }

    @Test
    void optionsThatOnlyTheModelRefuses_areListed() {
        FailureAnalysis analysis = analysis(Contexts.real()
                .withPropertyValues(
                        "sentiment.analyzer.long-text.windows=4", "sentiment.analyzer.long-text.overlap=5000"));
        assertThat(analysis.getCause()).isInstanceOf(InvalidOptionsException.class);
        assertThat(analysis.getDescription()).contains("overlap").contains("5000");
        assertThat(analysis.getAction()).contains("sentiment.*");
    }

    private static void copyOfTheDefaultModel(Path directory) throws Exception {
        for (String file :
                List.of("model.onnx", "tokenizer.json", "sentiment4j.json", "golden.jsonl", "emoji-names.tsv")) {
            try (var in = FailureAnalysisTest.class.getResourceAsStream("/dev/sentiment4j/models/social-en/" + file)) {
                Files.copy(Objects.requireNonNull(in), directory.resolve(file));
            }
        }
    }
}
