package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.batch.Tuning;
import dev.sentiment4j.examples.analyze.AnalyzerFactory.ModelChoice;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that runs a model. */
final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "DIR|ID",
            description = "A model directory, or the id of a model at hand (see 'models'). Default: the built-in one.")
    private @Nullable String model;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "The engine, such as onnx. Default: the only one that can run the model.")
    private @Nullable String backend;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            description = "Texts are analyzed in N streams side by side. Default: as many as there are processors.")
    private @Nullable Integer lanes;

    @Option(
            names = "--tuning",
            paramLabel = "DIR",
            description =
                    "Measure once which threads and batches suit the model on this machine, and keep the finding in "
                            + "DIR. Default: the built-in values.")
    private @Nullable Path tuning;

    ModelChoice choice() {
        if (lanes != null && lanes < 1) {
            throw CliException.usage("--lanes " + lanes + ": must be at least 1");
        }
        return new ModelChoice(
                model, backend, lanes == null ? 0 : lanes, tuning == null ? Tuning.off() : Tuning.remembered(tuning));
    }
}
