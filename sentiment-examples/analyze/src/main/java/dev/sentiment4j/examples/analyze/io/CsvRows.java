package dev.sentiment4j.examples.analyze.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Comma-separated values with quotes as RFC 4180 has them; a value may hold commas, quotes and line ends. */
final class CsvRows implements RowReader {
    private final CheckedReader in;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final Header header;
    private final AtomicLong blankLines = new AtomicLong();
    private boolean broken;

    CsvRows(CheckedReader in, String textColumn, char delimiter) throws IOException {
        this.in = in;
        this.parser = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setTrailingData(true)
                .get()
                .parse(in);
        this.records = parser.iterator();
        Row first = read(null);
        if (first == null) {
            throw new InputException("the input is empty; a csv file begins with a line of column names");
        }
        if (first.problem() != null) {
            throw new InputException("line " + first.number() + ", the column names: " + first.problem());
        }
        this.header = new Header(first.values(), textColumn, "separated by '" + delimiter + "'");
    }

    @Override
    public @Nullable Row next() throws IOException {
        return read(header);
    }

    private @Nullable Row read(@Nullable Header names) throws IOException {
        while (!broken) {
            long number = parser.getCurrentLineNumber() + 1;
            List<String> values;
            try {
                if (!records.hasNext()) {
                    return null;
                }
                values = records.next().toList();
            } catch (UncheckedIOException e) {
                // Where a quote goes wrong, nobody can tell where the next row begins.
                broken = true;
                return new Row(number, null, null, names == null ? List.of() : names.columns(), List.of(), null)
                        .failed(
                                "cannot be read as csv, nor what follows it (" + reason(e)
                                        + "); is a quote never closed? If quotes mean nothing in this file: --input-format tsv");
            }
            boolean malformed = in.takeMalformed(
                    values.stream().mapToInt(CheckedReader::standIns).sum());
            if (values.size() == 1 && values.get(0).isBlank()) {
                blankLines.incrementAndGet();
                continue;
            }
            Row row = names == null ? new Row(number, null, null, List.of(), values, null) : names.row(number, values);
            return malformed ? row.failed(Rows.malformed(in.charset())) : row;
        }
        return null;
    }

    private static String reason(UncheckedIOException e) {
        String message = String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        return message.contains("EOF reached") ? "the input ends inside quotes" : message;
    }

    @Override
    public List<String> columns() {
        return header.columns();
    }

    @Override
    public long bytesRead() {
        return in.bytesRead();
    }

    @Override
    public long blankLines() {
        return blankLines.get();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
