package dev.sentiment4j.examples.analyze.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The columns of a table and which of them holds the text. */
final class Header {
    private final List<String> columns;
    private final int text;

    /**
     * @param kind how the columns were told apart, for the message
     * @throws InputException if the text column is missing or there twice
     */
    Header(List<String> names, String textColumn, String kind) throws IOException {
        List<String> stripped = new ArrayList<>();
        names.forEach(n -> stripped.add(n.strip()));
        this.columns = List.copyOf(stripped);
        this.text = Rows.column(columns, textColumn, "--text-column", kind);
    }

    List<String> columns() {
        return columns;
    }

    Row row(long number, List<String> values) {
        if (values.size() != columns.size()) {
            String found = text < values.size() ? values.get(text) : null;
            return new Row(number, found, null, columns, values, null)
                    .failed("has " + Rows.count(values.size(), "column") + ", the header has " + columns.size());
        }
        return new Row(number, values.get(text), null, columns, values, null);
    }
}
