package dev.sentiment4j.examples.analyze.io;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the formats of one row per line share: line numbers, blank lines, bytes that do not decode. Each line is a text
 * here; subclasses make more of it.
 */
class LineRows implements RowReader {
    final CheckedReader in;
    private final LineReader lines;
    private final AtomicLong blankLines = new AtomicLong();

    LineRows(CheckedReader in) {
        this.in = in;
        this.lines = new LineReader(in);
    }

    @Override
    public @Nullable Row next() throws IOException {
        while (true) {
            String line = lines.read();
            if (line == null) {
                return null;
            }
            boolean malformed = in.takeMalformed(CheckedReader.standIns(line));
            if (line.isBlank()) {
                blankLines.incrementAndGet();
                continue;
            }
            Row row = row(lines.line(), line);
            return malformed ? row.failed(Rows.malformed(in.charset())) : row;
        }
    }

    /** The row of one line. */
    Row row(long number, String line) throws IOException {
        return Row.ofText(number, line);
    }

    @Override
    public List<String> columns() {
        return List.of();
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
