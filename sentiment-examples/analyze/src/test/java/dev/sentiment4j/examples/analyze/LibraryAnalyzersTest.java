package dev.sentiment4j.examples.analyze;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.BackendResolutionException;
import dev.sentiment4j.batch.Tuning;
import dev.sentiment4j.spi.AnalyzerListener;
import org.junit.jupiter.api.Test;

class LibraryAnalyzersTest {
    private final LibraryAnalyzers analyzers = new LibraryAnalyzers();

    @Test
    void pytorchWithoutAModel_namesTheOptionAndHowToMakeABundle() {
        AnalyzerFactory.ModelChoice choice = choice("pytorch");
        assertThatThrownBy(() -> analyzers.verify(choice, null))
                .isInstanceOf(CliException.class)
                .hasMessageContainingAll("'pytorch'", "--model DIR", "sentiment-pytorch/export/export.py")
                .hasCauseInstanceOf(BackendResolutionException.class);
        assertThatThrownBy(() -> analyzers.open(choice, new AnalyzerListener() {}))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("--model DIR");
    }

    @Test
    void unknownEngineWithoutAModel_isNotToldToBringOne() {
        assertThatThrownBy(() -> analyzers.verify(choice("nosuch"), null))
                .isInstanceOf(BackendResolutionException.class)
                .hasMessageContaining("no engine is called 'nosuch'");
    }

    private static AnalyzerFactory.ModelChoice choice(String backend) {
        return new AnalyzerFactory.ModelChoice(null, backend, null, 0, Tuning.off());
    }
}
