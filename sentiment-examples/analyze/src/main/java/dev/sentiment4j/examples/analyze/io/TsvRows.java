package dev.sentiment4j.examples.analyze.io;

import java.io.IOException;
import java.util.List;

/** Tab-separated values: one row per line, and a quote is a character like any other. */
final class TsvRows extends LineRows {
    private final Header header;

    TsvRows(CheckedReader in, String textColumn) throws IOException {
        super(in);
        Row first = super.next();
        if (first == null) {
            throw new InputException("the input is empty; a tsv file begins with a line of column names");
        }
        if (first.problem() != null) {
            throw new InputException("line " + first.number() + ", the column names: " + first.problem());
        }
        String names = java.util.Objects.requireNonNull(first.text());
        this.header = new Header(split(names), textColumn, "tab-separated");
    }

    @Override
    Row row(long number, String line) throws IOException {
        // The header itself comes through here before there is a header.
        return header == null ? Row.ofText(number, line) : header.row(number, split(line));
    }

    @Override
    public List<String> columns() {
        return header.columns();
    }

    private static List<String> split(String line) {
        return List.of(line.split("\t", -1));
    }
}
