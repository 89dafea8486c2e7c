package dev.sentiment4j.examples.replayedday;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.alert.Alert;
import dev.sentiment4j.alert.AlertState;
import dev.sentiment4j.prevalence.Interval;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.CellStats;
import dev.sentiment4j.window.WindowSnapshot;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TimeZone;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the windows of a day: shares with their intervals above, posts and posts of leaving below, alerts as dots. */
final class DayChart {
    private static final Color OVERALL = new Color(0x3B6EA5);
    private static final Color BROKEN = new Color(0xC8553D);
    private static final Color BAND = new Color(0x3B, 0x6E, 0xA5, 0x50);

    private DayChart() {}

    static void write(List<WindowSnapshot> windows, List<Alert> alerts, Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        BitmapEncoder.saveBitmap(
                List.of(shares(windows, alerts), counts(windows)),
                2,
                1,
                file.toString(),
                BitmapEncoder.BitmapFormat.PNG);
    }

    private static XYChart chart(String title, String y) {
        XYChart chart = new XYChartBuilder()
                .width(1100)
                .height(380)
                .title(title)
                .yAxisTitle(y)
                .build();
        Styler styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
        chart.getStyler().setDatePattern("HH:mm");
        chart.getStyler().setTimezone(TimeZone.getTimeZone("UTC"));
        return chart;
    }

    private static XYChart shares(List<WindowSnapshot> windows, List<Alert> alerts) {
        XYChart chart = chart("Share of negative posts, half hours, with Wilson's 95 % interval", "share");
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(1.0);
        List<Date> times = new ArrayList<>();
        List<Double> lows = new ArrayList<>();
        List<Double> highs = new ArrayList<>();
        for (WindowSnapshot window : windows) {
            Interval interval = window.overall().shareInterval(SentimentLabel.NEGATIVE, 0.95);
            times.add(date(window.end()));
            lows.add(interval.low());
            highs.add(interval.high());
        }
        line(chart, "all, from", times, lows, BAND);
        line(chart, "all, to", times, highs, BAND);
        share(chart, "all", windows, CellKey.OVERALL, OVERALL);
        share(chart, MadeUpDay.BROKEN, windows, CellKey.of("product", MadeUpDay.BROKEN), BROKEN);
        List<Date> fired = new ArrayList<>();
        List<Double> heights = new ArrayList<>();
        for (Alert alert : alerts) {
            if (alert.state() == AlertState.FIRING) {
                fired.add(date(alert.updatedAt()));
                heights.add(0.97);
            }
        }
        if (!fired.isEmpty()) {
            XYSeries dots = chart.addSeries("alert fires", fired, heights);
            dots.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            dots.setMarkerColor(BROKEN);
            dots.setMarker(SeriesMarkers.DIAMOND);
        }
        return chart;
    }

    private static void share(XYChart chart, String name, List<WindowSnapshot> windows, CellKey key, Color color) {
        List<Date> times = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (WindowSnapshot window : windows) {
            OptionalDouble share = window.cell(key)
                    .map(stats -> stats.share(SentimentLabel.NEGATIVE))
                    .orElse(OptionalDouble.empty());
            if (share.isPresent()) {
                times.add(date(window.end()));
                values.add(share.getAsDouble());
            }
        }
        line(chart, name, times, values, color);
    }

    private static XYChart counts(List<WindowSnapshot> windows) {
        XYChart chart = chart("Posts", "posts in half an hour");
        List<Date> times = new ArrayList<>();
        List<Double> posts = new ArrayList<>();
        List<Double> leaving = new ArrayList<>();
        for (WindowSnapshot window : windows) {
            CellStats overall = window.overall();
            times.add(date(window.end()));
            posts.add((double) overall.posts());
            leaving.add((double) overall.churning());
        }
        line(chart, "all", times, posts, OVERALL);
        line(chart, "at risk of churn", times, leaving, BROKEN);
        return chart;
    }

    private static void line(XYChart chart, String name, List<Date> times, List<Double> values, Color color) {
        if (times.isEmpty()) {
            return;
        }
        XYSeries series = chart.addSeries(name, times, values);
        series.setLineColor(color);
        series.setMarker(SeriesMarkers.NONE);
    }

    private static Date date(Instant time) {
        return Date.from(time);
    }
}
