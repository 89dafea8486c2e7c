package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.examples.analyze.terminal.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The entry point of {@code ./sentiment}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Interruption interruption = new Interruption();
        interruption.install();
        // System.out would swallow a broken pipe and a full disk, and encode by the locale.
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Properties properties = System.getProperties();
        Environment environment = new Environment(
                System.in,
                out,
                err,
                Terminal.detect(properties, System.getenv()),
                new LibraryAnalyzers(),
                Catalog::load);
        int code = SentimentCommand.commandLine(environment).execute(args);
        interruption.finished();
        System.exit(code);
    }
}
