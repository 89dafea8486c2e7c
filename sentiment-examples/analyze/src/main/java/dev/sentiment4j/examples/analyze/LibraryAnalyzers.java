package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.BackendResolutionException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentAnalyzerBuilder;
import dev.sentiment4j.VerificationReport;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.spi.AnalyzerListener;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The library itself. */
final class LibraryAnalyzers implements AnalyzerFactory {
    @Override
    public SentimentAnalyzer open(ModelChoice choice, AnalyzerListener listener) {
        return explained(
                choice,
                () -> builder(choice).tuning(choice.tuning()).listener(listener).build());
    }

    @Override
    public VerificationReport verify(ModelChoice choice, @Nullable Path golden) {
        SentimentAnalyzerBuilder builder = builder(choice);
        return explained(choice, () -> golden == null ? builder.verify() : builder.verify(golden));
    }

    /** The default model comes for ONNX Runtime alone, which the library's message about PyTorch cannot know. */
    private static <T> T explained(ModelChoice choice, Supplier<T> use) {
        try {
            return use.get();
        } catch (BackendResolutionException e) {
            if (choice.model() == null && "pytorch".equals(choice.backend())) {
                throw CliException.environment(
                        e.getMessage()
                                + "; the default model is for onnx only: name a TorchScript bundle with --model DIR, which"
                                + " sentiment-pytorch/export/export.py writes from a Hugging Face model (docs/pytorch.md)",
                        e);
            }
            throw e;
        }
    }

    private static SentimentAnalyzerBuilder builder(ModelChoice choice) {
        SentimentAnalyzerBuilder builder = SentimentAnalyzer.builder();
        if (choice.model() != null) {
            choose(builder, choice.model());
        }
        if (choice.backend() != null) {
            builder.backend(choice.backend());
        }
        if (choice.fallback() != null) {
            builder.fallback(choice.fallback());
        }
        if (choice.lanes() > 0) {
            builder.batching(BatchOptions.builder().lanes(choice.lanes()).build());
        }
        return builder;
    }

    private static void choose(SentimentAnalyzerBuilder builder, String model) {
        Path path;
        try {
            path = Path.of(model);
        } catch (InvalidPathException e) {
            builder.model(model);
            return;
        }
        if (Files.isDirectory(path)) {
            builder.model(path);
        } else if (Files.exists(path)) {
            throw CliException.environment(
                    "--model " + model + " is a file; name the directory that holds the model and its tokenizer", null);
        } else if (path.getNameCount() > 1 || model.startsWith(".")) {
            throw CliException.environment(
                    "--model " + model + ": there is no such directory; './sentiment models' lists the models at hand",
                    null);
        } else {
            builder.model(model);
        }
    }
}
