package dev.sentiment4j.examples.replayedday;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.alert.Alert;
import dev.sentiment4j.prevalence.Interval;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.CellStats;
import dev.sentiment4j.window.WindowSnapshot;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Prints a line for each window as it closes, and each alert. */
final class Table {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
    private static final int BAR = 20;

    private final PrintWriter out;

    Table(PrintWriter out) {
        this.out = out;
    }

    void head() {
        out.printf(
                "%-5s %6s %-" + BAR + "s %8s %13s %7s %8s %6s  %s%n",
                "until",
                "posts",
                "negative",
                "share",
                "95 %",
                "score",
                "authors",
                "churn",
                "most negative product");
        out.flush();
    }

    void window(WindowSnapshot window) {
        CellStats all = window.overall();
        if (all.posts() == 0) {
            out.printf("%-5s %6d%n", TIME.format(window.end()), 0);
            return;
        }
        double share = all.share(SentimentLabel.NEGATIVE).orElse(0);
        Interval interval = all.shareInterval(SentimentLabel.NEGATIVE, 0.95);
        out.printf(
                Locale.ROOT,
                "%-5s %6d %-" + BAR + "s %7.1f%% %4.0f%% to %3.0f%% %+7.2f %8d %6d  %s%n",
                TIME.format(window.end()),
                all.posts(),
                "#".repeat((int) Math.round(share * BAR)),
                share * 100,
                interval.low() * 100,
                interval.high() * 100,
                all.meanScore().orElse(0),
                all.distinctAuthors().orElse(0),
                all.churning(),
                worst(window));
        out.flush();
    }

    private static String worst(WindowSnapshot window) {
        String name = "";
        double most = -1;
        for (Map.Entry<CellKey, CellStats> cell : window.cells().entrySet()) {
            String product = cell.getKey().value("product").orElse(null);
            double share = cell.getValue().share(SentimentLabel.NEGATIVE).orElse(0);
            if (product != null && cell.getValue().posts() >= 10 && share > most) {
                most = share;
                name = product;
            }
        }
        return most < 0 ? "" : String.format(Locale.ROOT, "%s (%.0f%%)", name, most * 100);
    }

    void alert(Alert alert) {
        String cell = alert.cell().toString();
        out.printf(
                Locale.ROOT,
                "      >>> %s %s%s: %.2f of %d posts%n",
                alert.rule(),
                alert.state().name().toLowerCase(Locale.ROOT),
                cell.isEmpty() ? "" : " for " + cell,
                alert.value(),
                alert.posts());
        out.flush();
    }
}
