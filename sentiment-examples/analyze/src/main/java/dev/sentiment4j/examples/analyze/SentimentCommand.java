package dev.sentiment4j.examples.analyze;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a name of its own: it only knows the others. */
@Command(
        name = "sentiment",
        description = "Sentiment, emotion and toxicity of social-media texts.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0    done",
            "  1    some rows failed; each is told on standard error",
            "  2    the command or the input does not fit",
            "  3    the model, the engine or the machine stands in the way",
            "  130  interrupted"
        })
final class SentimentCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** The whole command line, ready to execute. */
    static CommandLine commandLine(Environment environment) {
        CommandLine line = new CommandLine(new SentimentCommand())
                .addSubcommand(new AnalyzeCommand(environment))
                .addSubcommand(new EvaluateCommand(environment))
                .addSubcommand(new VerifyCommand(environment))
                .addSubcommand(new DoctorCommand(environment))
                .addSubcommand(new ModelsCommand(environment));
        addCommonOptions(line);
        line.getSubcommands().values().forEach(SentimentCommand::addCommonOptions);
        ErrorHandler errors = new ErrorHandler(environment);
        return line
                // A text may well begin with @user; it is no file of arguments.
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(
                        Math.max(60, Math.min(110, environment.terminal().columns())))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        environment.terminal().outPalette().on()
                                ? CommandLine.Help.Ansi.ON
                                : CommandLine.Help.Ansi.OFF))
                .setOut(Streams.printWriter(environment.out()))
                .setErr(Streams.printWriter(environment.err()))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setExecutionStrategy(SentimentCommand::execute);
    }

    private static void addCommonOptions(CommandLine line) {
        line.getCommandSpec().addMixin("common", CommandSpec.forAnnotatedObject(new CommonOptions()));
    }

    private static int execute(CommandLine.ParseResult parsed) {
        Logging.verbose(ErrorHandler.isVerbose(parsed));
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (Error e) {
            // picocli lets these pass its handlers; a missing native library deserves a message, too.
            throw new CommandLine.ExecutionException(parsed.commandSpec().commandLine(), e.toString(), e);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: analyze, evaluate, verify, doctor or models");
    }
}
