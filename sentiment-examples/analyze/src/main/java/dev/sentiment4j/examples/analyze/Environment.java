package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.examples.analyze.terminal.Printable;
import dev.sentiment4j.examples.analyze.terminal.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
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

    /** Tells the user something that is not a result. */
    public void say(String message) {
        err.println(Printable.lines(message));
        err.flush();
    }
}
