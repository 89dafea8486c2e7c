package dev.sentiment4j.examples.analyze.evaluate;

import com.google.gson.JsonObject;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.examples.analyze.io.Numbers;
import dev.sentiment4j.examples.analyze.io.Rows;
import dev.sentiment4j.examples.analyze.terminal.Bar;
import dev.sentiment4j.examples.analyze.terminal.DisplayWidth;
import dev.sentiment4j.examples.analyze.terminal.Palette;
import java.util.List;
import java.util.Locale;

/**
 * The outcome of an evaluation.
 *
 * @param input what was evaluated, for people
 * @param model by which model
 * @param skipped rows that could not be counted
 */
public record Evaluation(String input, String model, long skipped, Confusion confusion, Calibration calibration) {
    private static final int NAME = 14;
    private static final int CELL = 10;

    /** For people. */
    public String report(Palette palette) {
        StringBuilder s = new StringBuilder();
        s.append(String.format(
                Locale.ROOT,
                "%s: %s%s, model %s%n%n",
                input,
                Rows.count(confusion.total(), "text"),
                skipped > 0 ? " (" + Rows.count(skipped, "row") + " failed)" : "",
                model));
        figure(s, palette, "accuracy", Bar.percent(confusion.accuracy()));
        figure(s, palette, "macro recall", Bar.percent(confusion.macroRecall()));
        figure(s, palette, "macro F1", Bar.percent(confusion.macroF1()));
        figure(
                s,
                palette,
                "ECE",
                Bar.percent(calibration.error())
                        + palette.faint("   expected calibration error, " + Calibration.BINS + " bins"));
        matrix(s, palette);
        perLabel(s, palette);
        return s.toString();
    }

    private static void figure(StringBuilder s, Palette palette, String name, String value) {
        s.append("  ")
                .append(DisplayWidth.pad(name, NAME))
                .append(palette.strong(value))
                .append('\n');
    }

    private void matrix(StringBuilder s, Palette palette) {
        List<SentimentLabel> labels = confusion.labels();
        s.append('\n').append("  ").append(DisplayWidth.pad("people \\ model", NAME));
        labels.forEach(label -> s.append(DisplayWidth.padLeft(label.id(), CELL)));
        s.append('\n');
        for (SentimentLabel gold : labels) {
            s.append("  ").append(DisplayWidth.pad(gold.id(), NAME));
            for (SentimentLabel predicted : labels) {
                String cell =
                        DisplayWidth.padLeft(String.format(Locale.ROOT, "%,d", confusion.count(gold, predicted)), CELL);
                s.append(gold == predicted ? palette.strong(cell) : cell);
            }
            s.append('\n');
        }
    }

    private void perLabel(StringBuilder s, Palette palette) {
        s.append('\n').append("  ").append(DisplayWidth.pad("label", NAME));
        for (String name : List.of("precision", "recall", "F1", "texts")) {
            s.append(DisplayWidth.padLeft(name, CELL));
        }
        s.append('\n');
        for (SentimentLabel label : confusion.labels()) {
            s.append("  ")
                    .append(palette.of(label, DisplayWidth.pad(label.id(), NAME)))
                    .append(DisplayWidth.padLeft(Bar.percent(confusion.precision(label)), CELL))
                    .append(DisplayWidth.padLeft(Bar.percent(confusion.recall(label)), CELL))
                    .append(DisplayWidth.padLeft(Bar.percent(confusion.f1(label)), CELL))
                    .append(String.format(Locale.ROOT, "%,10d%n", confusion.goldCount(label)));
        }
    }

    /** For programs. Shares are from 0 to 1. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("input", input);
        json.addProperty("model", model);
        json.addProperty("texts", confusion.total());
        json.addProperty("failedRows", skipped);
        json.addProperty("accuracy", Numbers.rounded(confusion.accuracy()));
        json.addProperty("macroRecall", Numbers.rounded(confusion.macroRecall()));
        json.addProperty("macroF1", Numbers.rounded(confusion.macroF1()));
        json.addProperty("expectedCalibrationError", Numbers.rounded(calibration.error()));
        JsonObject labels = new JsonObject();
        JsonObject matrix = new JsonObject();
        for (SentimentLabel gold : confusion.labels()) {
            JsonObject label = new JsonObject();
            label.addProperty("precision", Numbers.rounded(confusion.precision(gold)));
            label.addProperty("recall", Numbers.rounded(confusion.recall(gold)));
            label.addProperty("f1", Numbers.rounded(confusion.f1(gold)));
            label.addProperty("texts", confusion.goldCount(gold));
            labels.add(gold.id(), label);
            JsonObject row = new JsonObject();
            confusion.labels().forEach(p -> row.addProperty(p.id(), confusion.count(gold, p)));
            matrix.add(gold.id(), row);
        }
        json.add("labels", labels);
        json.add("confusion", matrix);
        return json;
    }
}
