package dev.sentiment4j.examples.analyze.terminal;

import dev.sentiment4j.Classification;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One result, large. */
public final class Card {
    private static final int BAR = 24;
    private static final int LABELS_SHOWN = 3;
    private static final int TEXT_LINES = 6;
    private static final int MAX_WIDTH = 90;

    private final Palette palette;
    private final int columns;

    public Card(Palette palette, int columns) {
        this.palette = palette;
        this.columns = Math.min(MAX_WIDTH, columns);
    }

    /** The card, with the text on top. */
    public String of(String text, SentimentResult result) {
        StringBuilder s = new StringBuilder("\n");
        for (String line : wrap(Printable.oneLine(text).strip(), columns - 4)) {
            s.append("  ").append(line).append('\n');
        }
        return s.append('\n').append(of(result)).toString();
    }

    /** The card without the text. */
    public String of(SentimentResult result) {
        StringBuilder s = new StringBuilder();
        int names = Math.max("sentiment".length(), longest(result.heads().keySet()));
        int labels = "negative".length();
        for (Classification head : result.heads().values()) {
            labels = Math.max(labels, longest(head.probabilities().keySet()));
        }
        if (result.hasSentiment()) {
            s.append("  ")
                    .append(palette.strong(
                            palette.of(result.label(), result.label().id().toUpperCase(Locale.ROOT))))
                    .append(String.format(
                            Locale.ROOT,
                            "   score %s   confidence %.1f %%%n%n",
                            Bar.score(result.score()),
                            100 * result.confidence()));
            String name = "sentiment";
            List<Map.Entry<SentimentLabel, Double>> shown =
                    new ArrayList<>(result.probabilities().entrySet());
            shown.sort(Map.Entry.<SentimentLabel, Double>comparingByKey().reversed());
            for (Map.Entry<SentimentLabel, Double> e : shown) {
                line(s, name, names, e.getKey().id(), labels, e.getValue(), bar -> palette.of(e.getKey(), bar));
                name = "";
            }
        }
        result.heads().forEach((headName, head) -> head(s, headName, head));
        s.append("\n  ").append(palette.faint(footer(result))).append('\n');
        return s.toString();
    }

    private void head(StringBuilder s, String headName, Classification head) {
        int names = Math.max("sentiment".length(), DisplayWidth.of(headName));
        List<Map.Entry<String, Double>> shown =
                new ArrayList<>(head.probabilities().entrySet());
        shown.sort(Map.Entry.<String, Double>comparingByValue().reversed());
        int labels = Math.max("negative".length(), longest(head.probabilities().keySet()));
        String name = headName;
        for (Map.Entry<String, Double> e : shown.subList(0, Math.min(LABELS_SHOWN, shown.size()))) {
            line(s, name, names, e.getKey(), labels, e.getValue(), palette::other);
            name = "";
        }
    }

    private void line(
            StringBuilder s,
            String name,
            int names,
            String label,
            int labels,
            double p,
            java.util.function.UnaryOperator<String> paint) {
        s.append("  ")
                .append(palette.faint(DisplayWidth.pad(name, names)))
                .append("  ")
                .append(DisplayWidth.pad(label, labels))
                .append("  ")
                .append(paint.apply(Bar.of(p, BAR)))
                .append(' ')
                .append(Bar.percent(p))
                .append('\n');
    }

    private static String footer(SentimentResult result) {
        int cut = result.input().tokensCut();
        return String.format(
                Locale.ROOT,
                "%,d tokens%s, %s on %s (%s)",
                result.input().tokens(),
                cut > 0 ? String.format(Locale.ROOT, " (%,d more were cut)", cut) : "",
                result.model(),
                result.backend(),
                result.device());
    }

    private static int longest(Iterable<String> names) {
        int longest = 0;
        for (String name : names) {
            longest = Math.max(longest, DisplayWidth.of(name));
        }
        return longest;
    }

    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int used = 0;
        // A megabyte without a space is cut long before it is measured.
        String start = text.length() > 4 * TEXT_LINES * width ? text.substring(0, 4 * TEXT_LINES * width) + "…" : text;
        for (String word : start.split(" +", -1)) {
            int w = DisplayWidth.of(word);
            if (used > 0 && used + 1 + w > width) {
                lines.add(line.toString());
                line.setLength(0);
                used = 0;
            }
            if (lines.size() == TEXT_LINES) {
                lines.set(TEXT_LINES - 1, DisplayWidth.shorten(lines.get(TEXT_LINES - 1), width - 2) + " …");
                return lines;
            }
            String fitting = DisplayWidth.shorten(word, width);
            line.append(used > 0 ? " " : "").append(fitting);
            used += (used > 0 ? 1 : 0) + Math.min(w, width);
        }
        lines.add(line.toString());
        return lines;
    }
}
