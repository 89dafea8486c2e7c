package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.VerificationReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify}: whether a model still gives the answers it was released with. */
@Command(
        name = "verify",
        sortOptions = false,
        description = "Run a model on its golden texts and compare: prepared texts, token ids, probabilities, alone "
                + "and in batches.")
final class VerifyCommand implements Callable<Integer> {
    private final Environment environment;

    @Option(
            names = "--golden",
            paramLabel = "FILE",
            description = "Golden texts from elsewhere: JSON lines with text, normalized, ids and logits by head. "
                    + "Default: those of the model.")
    private @Nullable Path golden;

    @Parameters(arity = "0..1", paramLabel = "DIR|ID", description = "The model, like --model.")
    private @Nullable String subject;

    @Mixin
    private ModelOptions model = new ModelOptions();

    VerifyCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (golden != null && !Files.isRegularFile(golden)) {
            throw CliException.usage("there is no file " + golden);
        }
        if (subject != null) {
            model.model(subject);
        }
        VerificationReport report = environment.analyzers().verify(model.choice(), golden);
        List<Check> checks = new ArrayList<>(Verification.checks(report));
        report.info().backend().notes().forEach(note -> checks.add(Check.warning("engine", note, "")));
        new CheckPrinter(environment)
                .print(
                        "model " + report.info().model() + " (" + report.info().origin() + ") on "
                                + report.info().backend().engine(),
                        checks);
        return CheckPrinter.exitCode(checks);
    }
}
