package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.examples.analyze.io.OutputTarget;
import dev.sentiment4j.examples.analyze.terminal.Printable;
import dev.sentiment4j.examples.analyze.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * All that commands know of the world, so that tests can give them another.
 *
 * @param out standard output, whose failures must be seen; hence not a PrintStream
 * @param err for everything that is not a result
 * @param catalog asked when needed: logging must be set up before engines are touched
 */
public record Environment(
        InputStream in,
        OutputStream out,
        PrintStream err,
        Terminal terminal,
        AnalyzerFactory analyzers,
        Supplier<Catalog> catalog) {

    /** Prints a result; quietly gives up when its reader has seen enough. */
    public void print(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            if (!OutputTarget.isBrokenPipe(e)) {
                throw CliException.environment("standard output cannot be written: " + e.getMessage(), e);
            }
        }
    }

    /** Tells the user something that is not a result. */
    public void say(String message) {
        err.println(Printable.lines(message));
        err.flush();
    }
}
