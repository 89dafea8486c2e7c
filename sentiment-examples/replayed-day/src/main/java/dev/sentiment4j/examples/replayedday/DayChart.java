package dev.sentiment4j.examples.replayedday;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.alert.Alert;
import dev.sentiment4j.alert.AlertState;
import dev.sentiment4j.prevalence.Interval;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.CellStats;
import dev.sentiment4j.window.WindowSnapshot;
import java.awt.BasicStroke;
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
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the windows of a day: shares with an interval above, posts and posts of leaving below, alerts behind both. */
final class DayChart {
    private static final Color ALL = new Color(0x2F5D8A);
    private static final Color ALL_BAND = new Color(0xCB, 0xDB, 0xEA, 0xB0);
    private static final Color BROKEN = new Color(0xC8553D);
    private static final Color ALERT = new Color(0xFB, 0xE6, 0xDF);
    private static final Color INK = new Color(0x33, 0x38, 0x40);
    private static final Color GRID = new Color(0xE8, 0xEA, 0xED);
    private static final BasicStroke THIN = new BasicStroke(1);
    private static final BasicStroke LINE = new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private DayChart() {}

    static void write(List<WindowSnapshot> windows, List<Alert> alerts, Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        BitmapEncoder.saveBitmap(
                List.of(shares(windows, alerts), counts(windows, alerts)),
                2,
                1,
                file.toString(),
                BitmapEncoder.BitmapFormat.PNG);
    }

    private static XYChart chart(String title, int height, double top) {
        XYChart chart =
                new XYChartBuilder().width(1100).height(height).title(title).build();
        XYStyler styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setChartFontColor(INK);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        styler.setChartPadding(16);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setPlotBorderVisible(false);
        styler.setPlotContentSize(1);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(THIN);
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setAxisTickLabelsColor(INK);
        styler.setAxisTickMarksColor(GRID);
        styler.setAxisTitlesVisible(false);
        styler.setYAxisMin(0.0);
        styler.setYAxisMax(top);
        // The same hours under both, at least as far apart as their labels are wide.
        styler.setDatePattern("HH:mm");
        styler.setTimezone(TimeZone.getTimeZone("UTC"));
        styler.setXAxisTickMarkSpacingHint(120);
        styler.setXAxisMin((double) MadeUpDay.START.toEpochMilli());
        styler.setXAxisMax((double) MadeUpDay.START.plus(MadeUpDay.LENGTH).toEpochMilli());
        return chart;
    }

    private static XYChart shares(List<WindowSnapshot> windows, List<Alert> alerts) {
        XYChart chart = chart("Share of negative posts, by half hours up to the time (UTC)", 400, 1);
        chart.getStyler().setYAxisDecimalPattern("0 %");
        alert(chart, alerts, 1);
        List<Date> times = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        List<Date> back = new ArrayList<>();
        List<Double> lows = new ArrayList<>();
        for (WindowSnapshot window : windows) {
            Interval interval = window.overall().shareInterval(SentimentLabel.NEGATIVE, 0.95);
            times.add(date(window.end()));
            shares.add(interval.high());
            back.add(0, date(window.end()));
            lows.add(0, interval.low());
        }
        times.addAll(back);
        shares.addAll(lows);
        area(chart, "all posts, Wilson's 95 % interval", times, shares, ALL_BAND);
        share(chart, "all posts", windows, CellKey.OVERALL, ALL);
        share(chart, MadeUpDay.BROKEN, windows, CellKey.of("product", MadeUpDay.BROKEN), BROKEN);
        return chart;
    }

    /** From when the first alert fires to when the last is over. */
    private static void alert(XYChart chart, List<Alert> alerts, double top) {
        Instant from = null;
        Instant to = null;
        for (Alert alert : alerts) {
            if (alert.state() == AlertState.FIRING && from == null) {
                from = alert.updatedAt();
            }
            to = alert.updatedAt();
        }
        if (from != null && to != null) {
            Date start = date(from);
            Date end = date(to);
            area(chart, "an alert is firing", List.of(start, start, end, end), List.of(0.0, top, top, 0.0), ALERT);
        }
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

    private static XYChart counts(List<WindowSnapshot> windows, List<Alert> alerts) {
        List<Date> times = new ArrayList<>();
        List<Double> posts = new ArrayList<>();
        List<Double> leaving = new ArrayList<>();
        double most = 1;
        for (WindowSnapshot window : windows) {
            CellStats overall = window.overall();
            times.add(date(window.end()));
            posts.add((double) overall.posts());
            leaving.add((double) overall.churning());
            most = Math.max(most, (double) overall.posts());
        }
        double step = Math.pow(10, Math.floor(Math.log10(most)));
        double top = Math.ceil(most * 1.05 / step) * step;
        XYChart chart = chart("Posts in half an hour", 330, top);
        chart.getStyler().setYAxisDecimalPattern("#,##0");
        alert(chart, alerts, top);
        line(chart, "all posts", times, posts, ALL);
        line(chart, "posts at risk of churn", times, leaving, BROKEN);
        return chart;
    }

    private static void line(XYChart chart, String name, List<Date> times, List<Double> values, Color color) {
        if (times.isEmpty()) {
            return;
        }
        XYSeries series = chart.addSeries(name, times, values);
        series.setLineColor(color);
        series.setLineStyle(LINE);
        series.setMarker(SeriesMarkers.NONE);
    }

    /** What these points enclose. */
    private static void area(XYChart chart, String name, List<Date> times, List<Double> values, Color color) {
        if (times.isEmpty()) {
            return;
        }
        XYSeries series = chart.addSeries(name, times, values);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
        series.setFillColor(color);
        series.setLineColor(color);
        series.setLineStyle(THIN);
        series.setMarker(SeriesMarkers.NONE);
    }

    private static Date date(Instant time) {
        return Date.from(time);
    }
}
