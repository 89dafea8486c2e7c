package dev.sentiment4j.examples.analyze.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How rows are written down in an input. */
public enum InputFormat {
    /** One text per line. */
    txt,
    /** Comma-separated with a header, quotes as in RFC 4180. */
    csv,
    /** Tab-separated with a header, no quoting. */
    tsv,
    /** One JSON object or string per line. */
    jsonl;

    /** The format that a file name's extension stands for. */
    public static Optional<InputFormat> of(Path file) {
        Path name = file.getFileName();
        String lower = name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
        int dot = lower.lastIndexOf('.');
        return switch (dot < 0 ? "" : lower.substring(dot + 1)) {
            case "txt", "text" -> Optional.of(txt);
            case "csv" -> Optional.of(csv);
            case "tsv", "tab" -> Optional.of(tsv);
            case "jsonl", "ndjson" -> Optional.of(jsonl);
            default -> Optional.empty();
        };
    }

    /**
     * Reads rows; closing them closes the stream.
     *
     * @param charset null for UTF-8, or what a byte order mark says
     * @param delimiter what stands between the values of a csv
     * @throws InputException if the header does not fit
     */
    public RowReader open(InputStream in, @Nullable Charset charset, String textColumn, char delimiter)
            throws IOException {
        CheckedReader reader = new CheckedReader(in, charset);
        return switch (this) {
            case txt -> new LineRows(reader);
            case csv -> new CsvRows(reader, textColumn, delimiter);
            case tsv -> new TsvRows(reader, textColumn);
            case jsonl -> new JsonRows(reader, textColumn);
        };
    }
}
