package dev.sentiment4j.examples.analyze.terminal;

import dev.sentiment4j.Classification;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.examples.analyze.io.Row;
import dev.sentiment4j.examples.analyze.io.RowWriter;
import dev.sentiment4j.model.HeadSpec;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A table for people: one line per row, the text last. Widths come from the model's labels, so rows are written as they
 * come.
 */
public final class TableRowWriter implements RowWriter {
    private static final int NO_SHORTENING = Integer.MAX_VALUE;
    private static final int LEAST_TEXT = 16;
    private static final String GAP = "  ";

    private final Writer out;
    private final Palette palette;
    private final List<HeadSpec> heads;
    private final int[] widths;
    private final int textWidth;

    /**
     * Writes the header.
     *
     * @param columns the width of the terminal, or 0 where texts are to be written in full
     */
    public TableRowWriter(Writer out, Palette palette, int columns, List<HeadSpec> heads) throws IOException {
        this.out = out;
        this.palette = palette;
        this.heads = List.copyOf(heads);
        this.widths = new int[heads.size()];
        StringBuilder header = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            HeadSpec head = heads.get(i);
            if (head.isSentiment()) {
                widths[i] = "negative".length();
                header.append(DisplayWidth.pad("label", widths[i])).append(GAP).append(" score");
            } else {
                widths[i] = DisplayWidth.of(head.name());
                if (!isNumber(head)) {
                    for (String label : head.labels()) {
                        widths[i] = Math.max(widths[i], DisplayWidth.of(label));
                    }
                }
                header.append(DisplayWidth.pad(head.name(), widths[i]));
            }
            header.append(GAP);
        }
        this.textWidth =
                columns == 0 ? NO_SHORTENING : Math.max(LEAST_TEXT, columns - DisplayWidth.of(header.toString()));
        out.write(palette.faint(header.append("text").toString()) + "\n");
    }

    private static boolean isNumber(HeadSpec head) {
        return head.activation() == HeadSpec.Activation.SIGMOID && head.labels().size() == 1;
    }

    @Override
    public void write(Row row, @Nullable SentimentResult result, @Nullable String error) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            if (result == null) {
                boolean first = i == 0;
                int width = heads.get(i).isSentiment() ? widths[i] + GAP.length() + 6 : widths[i];
                String cell = DisplayWidth.pad(first ? "failed" : "", width);
                line.append(first ? palette.negative(cell) : cell);
            } else {
                cell(line, heads.get(i), widths[i], result);
            }
            line.append(GAP);
        }
        String text = row.text() == null ? "" : row.text();
        line.append(text(result == null ? "(" + (error == null ? "not analyzed" : error) + ") " + text : text));
        out.write(line.append('\n').toString());
    }

    private void cell(StringBuilder line, HeadSpec head, int width, SentimentResult result) {
        if (head.isSentiment()) {
            if (result.hasSentiment()) {
                line.append(palette.of(
                                result.label(), DisplayWidth.pad(result.label().id(), width)))
                        .append(GAP)
                        .append(Bar.score(result.score()));
            } else {
                line.append(" ".repeat(width + GAP.length() + 6));
            }
            return;
        }
        Classification c = result.heads().get(head.name());
        String cell;
        if (c == null) {
            cell = "";
        } else if (isNumber(head)) {
            cell = DisplayWidth.padLeft(String.format(Locale.ROOT, "%.3f", c.probability()), width);
        } else {
            cell = c.isExclusive() ? c.label() : String.join(",", c.labels());
        }
        line.append(DisplayWidth.pad(DisplayWidth.shorten(cell, width), width));
    }

    private String text(String text) {
        if (textWidth == NO_SHORTENING) {
            return Printable.oneLine(text);
        }
        // Far more characters than fit are not worth measuring.
        String start = text.length() > 16 * textWidth ? text.substring(0, 16 * textWidth) : text;
        return DisplayWidth.shorten(Printable.oneLine(start), textWidth);
    }
}
