package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.SentimentException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns failures into a message and an exit code; stack traces only when asked for, or when it is our mistake. */
final class ErrorHandler implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Environment environment;

    ErrorHandler(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        StringBuilder message = new StringBuilder(String.valueOf(e.getMessage()));
        if (e instanceof CommandLine.UnmatchedArgumentException u) {
            List<String> suggestions = u.getSuggestions();
            if (!suggestions.isEmpty()) {
                message.append("\ndid you mean: ")
                        .append(String.join(" or ", suggestions))
                        .append('?');
            }
            if (u.isUnknownOption() && command.getCommandName().equals("analyze")) {
                message.append("\na text that begins with a dash goes after -- (sentiment analyze -- \"-5 stars\")");
            }
        }
        environment.say(message + "\ntry: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        // Errors come wrapped, as picocli hands on exceptions only.
        Throwable cause = e instanceof CommandLine.ExecutionException && e.getCause() != null ? e.getCause() : e;
        boolean verbose = isVerbose(parsed);
        if (cause instanceof CliException cli) {
            return tell(cause, String.valueOf(cli.getMessage()), cli.exitCode(), verbose);
        }
        if (cause instanceof InvalidOptionsException) {
            return tell(cause, String.valueOf(cause.getMessage()), ExitCode.USAGE, verbose);
        }
        if (cause instanceof SentimentException) {
            return tell(
                    cause,
                    cause.getMessage() + "\n'sentiment doctor' checks the installation",
                    ExitCode.ENVIRONMENT,
                    verbose);
        }
        if (cause instanceof OutOfMemoryError) {
            return tell(
                    cause,
                    "out of memory (" + cause.getMessage() + "); give the JVM more: SENTIMENT_JAVA_OPTS=-Xmx2g",
                    ExitCode.ENVIRONMENT,
                    verbose);
        }
        if (cause instanceof LinkageError) {
            return tell(
                    cause,
                    "a class or native library is missing or does not fit: " + cause
                            + "\n'sentiment doctor' checks the installation",
                    ExitCode.ENVIRONMENT,
                    verbose);
        }
        return tell(cause, "unexpected failure: " + cause, ExitCode.ENVIRONMENT, true);
    }

    private int tell(Throwable cause, String message, int code, boolean trace) {
        environment.say(message);
        if (trace) {
            cause.printStackTrace(environment.err());
            environment.err().flush();
        }
        return code;
    }

    /** Whether the command, or one above it, was asked to say more. */
    static boolean isVerbose(ParseResult parsed) {
        for (ParseResult p = parsed; p != null; p = p.hasSubcommand() ? p.subcommand() : null) {
            for (OptionSpec option : p.matchedOptions()) {
                if (option.longestName().equals("--stacktrace")) {
                    return true;
                }
            }
        }
        return false;
    }
}
