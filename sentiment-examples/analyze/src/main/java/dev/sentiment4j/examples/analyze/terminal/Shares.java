package dev.sentiment4j.examples.analyze.terminal;

import dev.sentiment4j.Classification;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.model.HeadSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a file holds as a whole: how many rows, and each label's share of them. */
public final class Shares {
    private static final int BAR = 30;

    private final List<HeadSpec> heads;
    private final Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    private long analyzed;
    private long failed;
    private long cut;

    public Shares(List<HeadSpec> heads) {
        this.heads = List.copyOf(heads);
        for (HeadSpec head : heads) {
            Map<String, Long> labels = new LinkedHashMap<>();
            if (head.isSentiment()) {
                for (SentimentLabel label :
                        List.of(SentimentLabel.POSITIVE, SentimentLabel.NEUTRAL, SentimentLabel.NEGATIVE)) {
                    if (head.meanings().values().stream().anyMatch(m -> m.label() == label)) {
                        labels.put(label.id(), 0L);
                    }
                }
            } else {
                head.labels().forEach(label -> labels.put(label, 0L));
            }
            counts.put(head.name(), labels);
        }
    }

    public void add(SentimentResult result) {
        analyzed++;
        if (result.input().tokensCut() > 0) {
            cut++;
        }
        for (HeadSpec head : heads) {
            if (head.isSentiment() && result.hasSentiment()) {
                count(head, result.label().id());
            }
            Classification c = result.heads().get(head.name());
            if (c != null) {
                c.labels().forEach(label -> count(head, label));
            }
        }
    }

    public void addFailure() {
        failed++;
    }

    public long analyzed() {
        return analyzed;
    }

    public long failed() {
        return failed;
    }

    private void count(HeadSpec head, String label) {
        Map<String, Long> labels = counts.get(head.name());
        if (labels != null) {
            labels.merge(label, 1L, Long::sum);
        }
    }

    /**
     * The summary.
     *
     * @param seconds how long the analysis took, without loading
     */
    public String summary(Palette palette, double seconds, long blankLines) {
        StringBuilder s = new StringBuilder();
        s.append(String.format(
                Locale.ROOT,
                "%,d %s in %s (%,.0f texts/s)",
                analyzed,
                analyzed == 1 ? "text" : "texts",
                duration(seconds),
                analyzed / Math.max(seconds, 1e-9)));
        s.append(failed > 0 ? String.format(Locale.ROOT, ", %,d failed", failed) : "");
        s.append(cut > 0 ? String.format(Locale.ROOT, ", %,d too long and cut", cut) : "");
        s.append(blankLines > 0 ? String.format(Locale.ROOT, ", %,d blank lines skipped", blankLines) : "");
        s.append('\n');
        if (analyzed == 0) {
            return s.toString();
        }
        int width = 8;
        for (Map<String, Long> labels : counts.values()) {
            for (String label : labels.keySet()) {
                width = Math.max(width, DisplayWidth.of(label));
            }
        }
        for (HeadSpec head : heads) {
            s.append('\n');
            Map<String, Long> labels = counts.getOrDefault(head.name(), Map.of());
            for (Map.Entry<String, Long> e : labels.entrySet()) {
                double share = (double) e.getValue() / analyzed;
                s.append("  ")
                        .append(DisplayWidth.pad(e.getKey(), width))
                        .append("  ")
                        .append(paint(palette, head, e.getKey(), Bar.of(share, BAR)))
                        .append(Bar.percent(share))
                        .append(String.format(Locale.ROOT, "%,10d%n", e.getValue()));
            }
        }
        return s.toString();
    }

    private static String paint(Palette palette, HeadSpec head, String label, String bar) {
        return head.isSentiment()
                ? palette.of(SentimentLabel.valueOf(label.toUpperCase(Locale.ROOT)), bar)
                : palette.other(bar);
    }

    private static String duration(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }
}
