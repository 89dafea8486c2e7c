package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.examples.analyze.io.InputException;
import dev.sentiment4j.examples.analyze.io.InputFormat;
import dev.sentiment4j.examples.analyze.io.RowReader;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that reads rows. */
final class InputOptions {
    private static final Path STANDARD_INPUT = Path.of("-");

    @Option(
            names = {"-i", "--input"},
            paramLabel = "FILE",
            description = "Read rows from a txt, csv, tsv or jsonl file; - is standard input.")
    @Nullable
    Path input;

    @Option(
            names = "--input-format",
            paramLabel = "FORMAT",
            description = "txt (a text per line), csv (quoted as in RFC 4180), tsv (no quoting) or jsonl. "
                    + "Default: from the extension; txt for standard input.")
    @Nullable
    InputFormat inputFormat;

    @Option(
            names = "--text-column",
            paramLabel = "NAME",
            defaultValue = "text",
            description = "The column or key that holds the text. Default: ${DEFAULT-VALUE}.")
    private String textColumn = "text";

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            description = "The charset of the input. Default: UTF-8, or UTF-16 where a byte order mark says so. "
                    + "Output is always UTF-8.")
    private @Nullable String charset;

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            defaultValue = ",",
            description = "What stands between the values of a csv. Default: ${DEFAULT-VALUE}")
    char delimiter = ',';

    /** Whether rows come from a file, so that their number can be guessed from its size. */
    boolean isFile() {
        return input != null && !isStandardInput();
    }

    boolean isStandardInput() {
        return STANDARD_INPUT.equals(input);
    }

    /** The format of what will be read. */
    InputFormat format() {
        if (inputFormat != null) {
            return inputFormat;
        }
        if (input == null || isStandardInput()) {
            return InputFormat.txt;
        }
        Path file = input;
        return InputFormat.of(file)
                .orElseThrow(() -> CliException.usage("what format is " + file
                        + "? Its extension does not say; add --input-format txt, csv, tsv or jsonl"));
    }

    /** Opens the input and reads its header. */
    RowReader open(Environment environment) {
        InputFormat format = format();
        Charset decoding = charset();
        String name = input == null || isStandardInput() ? "standard input" : input.toString();
        InputStream stream = isFile() ? file() : new Unclosed(environment.in());
        try {
            return format.open(stream, decoding, textColumn, delimiter);
        } catch (InputException e) {
            throw CliException.usage(name + ": " + e.getMessage() + hint(e, format));
        } catch (IOException e) {
            throw CliException.environment(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Standard input belongs to the process, and closing it could wait for a read that never ends. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }

    private String hint(InputException e, InputFormat format) {
        if (format != InputFormat.csv) {
            return "";
        }
        // One column whose name holds another delimiter is the mark of a csv from a spreadsheet.
        List<String> columns = e.columns();
        if (columns.size() != 1) {
            return "";
        }
        return delimiter == ',' && columns.get(0).contains(";")
                ? ". The header looks separated by semicolons: add --delimiter ';'"
                : columns.get(0).contains("\t") ? ". The header holds tabs: add --input-format tsv" : "";
    }

    private InputStream file() {
        Path file = java.util.Objects.requireNonNull(input);
        if (!Files.exists(file)) {
            throw CliException.usage("there is no file " + file);
        }
        if (Files.isDirectory(file)) {
            throw CliException.usage(file + " is a directory; name a file");
        }
        try {
            // Not a channel: an interrupt, with which Ctrl-C stops the analysis, would close it.
            return new FileInputStream(file.toFile());
        } catch (IOException e) {
            throw CliException.environment(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private @Nullable Charset charset() {
        if (charset == null) {
            return null;
        }
        try {
            return Charset.forName(charset);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw CliException.usage(String.format(
                    Locale.ROOT,
                    "--charset %s: this JVM knows no such charset; try UTF-8, windows-1252, ISO-8859-1 or UTF-16",
                    charset));
        }
    }
}
