package dev.sentiment4j.examples.analyze.io;

import com.google.gson.JsonObject;
import dev.sentiment4j.SentimentResult;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** CSV with quotes where needed, or TSV without any: the input's own columns first, then the result's. */
public final class TableWriter implements RowWriter {
    private final @Nullable CSVPrinter csv;
    private final Writer out;
    private final List<String> own;
    private final ResultColumns results;
    private final Set<String> dropped = new LinkedHashSet<>();
    private boolean smoothed;

    /**
     * Writes the header.
     *
     * @param tabs whether this is TSV
     * @param own the input's columns; where it has none, the text itself becomes one
     */
    public TableWriter(Writer out, boolean tabs, char delimiter, List<String> own, ResultColumns results)
            throws IOException {
        this.out = out;
        this.own = own.isEmpty() ? List.of("text") : own;
        this.results = results;
        this.csv = tabs
                ? null
                : new CSVPrinter(
                        out,
                        CSVFormat.RFC4180
                                .builder()
                                .setDelimiter(delimiter)
                                .setRecordSeparator('\n')
                                .get());
        List<String> header = new ArrayList<>(this.own);
        header.addAll(results.names());
        print(header);
    }

    /** The columns that a table made for this input begins with. */
    public static List<String> ownColumns(RowReader reader) {
        return reader.columns().isEmpty() ? List.of("text") : reader.columns();
    }

    @Override
    public void write(Row row, @Nullable SentimentResult result, @Nullable String error) throws IOException {
        List<String> values = new ArrayList<>(own.size() + results.names().size());
        boolean textOnly = row.columns().isEmpty() && !(row.json() instanceof JsonObject);
        for (int i = 0; i < own.size(); i++) {
            String value;
            if (textOnly) {
                value = own.get(i).equals("text") || own.size() == 1 ? row.text() : null;
            } else if (row.json() != null) {
                value = row.field(own.get(i));
            } else {
                value = i < row.values().size() ? row.values().get(i) : null;
            }
            values.add(value == null ? "" : value);
        }
        if (row.json() instanceof JsonObject object) {
            object.keySet().stream().filter(key -> !own.contains(key)).forEach(dropped::add);
        }
        values.addAll(results.values(result, error));
        print(values);
    }

    private void print(List<String> values) throws IOException {
        if (csv != null) {
            csv.printRecord(values);
            return;
        }
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.write('\t');
            }
            String value = values.get(i);
            String flat = value.replace("\r\n", " ").replace('\t', ' ').replace('\n', ' ');
            smoothed |= !flat.equals(value);
            out.write(flat);
        }
        out.write('\n');
    }

    /** What of the input did not fit into this format, in words for the user; empty when all did. */
    public List<String> losses() {
        List<String> losses = new ArrayList<>();
        if (!dropped.isEmpty()) {
            losses.add("later rows had keys that the first has not, and they are not in the output: "
                    + String.join(", ", dropped) + "; --format jsonl keeps all");
        }
        if (smoothed) {
            losses.add("tabs and line ends inside values became spaces, as tsv has no way to write them; "
                    + "--format csv or jsonl keeps them");
        }
        return losses;
    }
}
