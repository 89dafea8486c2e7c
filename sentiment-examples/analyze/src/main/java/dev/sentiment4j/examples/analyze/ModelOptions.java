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
            description = "The engine: onnx, or pytorch for TorchScript. Default: the only one that can run the model.")
    private @Nullable String backend;

    @Option(
            names = "--fallback",
            paramLabel = "NAME",
            description = "The engine for when --backend does not load the model. Default: none.")
    private @Nullable String fallback;

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

    /** The model as a command takes it without its option's name. */
    void model(String given) {
        if (model != null && !model.equals(given)) {
            throw CliException.usage("two models: " + given + " and --model " + model + "; name one");
        }
        model = given;
    }

    ModelChoice choice() {
        if (lanes != null && lanes < 1) {
            throw CliException.usage("--lanes " + lanes + ": must be at least 1");
        }
        if (fallback != null && backend == null) {
            throw CliException.usage("--fallback " + fallback + ": name the engine to prefer with --backend");
        }
        return new ModelChoice(
                model,
                backend,
                fallback,
                lanes == null ? 0 : lanes,
                tuning == null ? Tuning.off() : Tuning.remembered(tuning));
    }
}
