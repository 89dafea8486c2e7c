package dev.sentiment4j.examples.analyze.evaluate;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.examples.analyze.io.Rows;
import dev.sentiment4j.examples.analyze.terminal.DisplayWidth;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Draws an evaluation: the confusion matrix as a heat map, beside it a reliability diagram. Needs no display. */
public final class EvaluationPlot {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 540;
    private static final int SCALE = 2;

    private static final Color INK = new Color(0x1F2933);
    private static final Color FAINT = new Color(0x7B8794);
    private static final Color GRID = new Color(0xE4E7EB);
    private static final Color DEEP = new Color(0x0B4F8A);
    private static final Color PALE = new Color(0xF2F7FC);
    private static final Color BAR = new Color(0x5B9BD5);
    private static final Color GAP = new Color(0xE8590C);

    private static final double TOP = 128;
    private static final double SIDE = 340;
    private static final double MATRIX_LEFT = 122;
    private static final double DIAGRAM_LEFT = 592;
    private static final double HISTOGRAM = 46;

    private final Evaluation evaluation;
    private final Graphics2D g;

    private EvaluationPlot(Evaluation evaluation, Graphics2D g) {
        this.evaluation = evaluation;
        this.g = g;
    }

    /** Writes a PNG. */
    public static void write(Evaluation evaluation, Path file) throws IOException {
        BufferedImage image = draw(evaluation);
        try (var out = Files.newOutputStream(file)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("this JVM cannot write PNG; use one with the module java.desktop");
            }
        }
    }

    static BufferedImage draw(Evaluation evaluation) {
        // Without it a machine that has a display, or thinks so, is asked for one.
        System.setProperty("java.awt.headless", "true");
        BufferedImage image = new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            g.scale(SCALE, SCALE);
            g.setColor(Color.WHITE);
            g.fillRect(0, 0, WIDTH, HEIGHT);
            EvaluationPlot plot = new EvaluationPlot(evaluation, g);
            plot.title();
            plot.matrix();
            plot.reliability();
        } finally {
            g.dispose();
        }
        return image;
    }

    private void title() {
        Confusion c = evaluation.confusion();
        text(DisplayWidth.shorten(evaluation.input(), 80), 40, 44, 20, Font.BOLD, INK, Align.LEFT);
        text(
                String.format(
                        Locale.ROOT,
                        "%s, model %s      accuracy %.1f %%      macro recall %.1f %%      macro F1 %.1f %%",
                        Rows.count(c.total(), "text"),
                        evaluation.model(),
                        100 * c.accuracy(),
                        100 * c.macroRecall(),
                        100 * c.macroF1()),
                40,
                68,
                13,
                Font.PLAIN,
                FAINT,
                Align.LEFT);
    }

    private void matrix() {
        Confusion c = evaluation.confusion();
        List<SentimentLabel> labels = c.labels();
        double cell = SIDE / Math.max(1, labels.size());
        text("Confusion matrix", MATRIX_LEFT, TOP - 18, 14, Font.BOLD, INK, Align.LEFT);
        for (int row = 0; row < labels.size(); row++) {
            SentimentLabel gold = labels.get(row);
            double y = TOP + row * cell;
            for (int column = 0; column < labels.size(); column++) {
                double x = MATRIX_LEFT + column * cell;
                long count = c.count(gold, labels.get(column));
                double share = c.goldCount(gold) == 0 ? 0 : (double) count / c.goldCount(gold);
                g.setColor(mix(share));
                g.fill(new Rectangle2D.Double(x + 1, y + 1, cell - 2, cell - 2));
                Color ink = share > 0.45 ? Color.WHITE : INK;
                text(
                        String.format(Locale.ROOT, "%.1f %%", 100 * share),
                        x + cell / 2,
                        y + cell / 2 + 2,
                        18,
                        Font.BOLD,
                        ink,
                        Align.CENTER);
                text(
                        String.format(Locale.ROOT, "%,d", count),
                        x + cell / 2,
                        y + cell / 2 + 21,
                        12,
                        Font.PLAIN,
                        share > 0.45 ? new Color(0xD6E6F5) : share > 0.2 ? INK : FAINT,
                        Align.CENTER);
            }
            text(gold.id(), MATRIX_LEFT - 10, y + cell / 2 + 1, 13, Font.PLAIN, INK, Align.RIGHT);
            text(
                    String.format(Locale.ROOT, "%,d", c.goldCount(gold)),
                    MATRIX_LEFT - 10,
                    y + cell / 2 + 17,
                    11,
                    Font.PLAIN,
                    FAINT,
                    Align.RIGHT);
            text(
                    labels.get(row).id(),
                    MATRIX_LEFT + (row + 0.5) * cell,
                    TOP + SIDE + 20,
                    13,
                    Font.PLAIN,
                    INK,
                    Align.CENTER);
        }
        text("model says", MATRIX_LEFT + SIDE / 2, TOP + SIDE + 44, 12, Font.PLAIN, FAINT, Align.CENTER);
        upright("people say", MATRIX_LEFT - 88, TOP + SIDE / 2);
    }

    private void reliability() {
        Calibration c = evaluation.calibration();
        double height = SIDE - HISTOGRAM - 14;
        text("Reliability", DIAGRAM_LEFT, TOP - 18, 14, Font.BOLD, INK, Align.LEFT);
        text(
                String.format(Locale.ROOT, "expected calibration error %.1f %%", 100 * c.error()),
                DIAGRAM_LEFT + SIDE,
                TOP - 18,
                12,
                Font.PLAIN,
                FAINT,
                Align.RIGHT);
        grid(height);
        double step = SIDE / Calibration.BINS;
        Path2D line = new Path2D.Double();
        for (int bin = 0; bin < Calibration.BINS; bin++) {
            if (c.count(bin) == 0) {
                continue;
            }
            double x = DIAGRAM_LEFT + bin * step;
            double bar = c.accuracy(bin) * height;
            g.setColor(BAR);
            g.fill(new Rectangle2D.Double(x + 1.5, TOP + height - bar, step - 3, bar));
        }
        g.setColor(FAINT);
        g.setStroke(new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {5, 4}, 0));
        g.draw(new Line2D.Double(DIAGRAM_LEFT, TOP + height, DIAGRAM_LEFT + SIDE, TOP));
        g.setStroke(new BasicStroke(1.6f));
        for (int bin = 0; bin < Calibration.BINS; bin++) {
            if (c.count(bin) == 0) {
                continue;
            }
            double x = DIAGRAM_LEFT + c.confidence(bin) * SIDE;
            double y = TOP + height - c.accuracy(bin) * height;
            if (line.getCurrentPoint() == null) {
                line.moveTo(x, y);
            } else {
                line.lineTo(x, y);
            }
        }
        g.setColor(GAP);
        g.draw(line);
        for (int bin = 0; bin < Calibration.BINS; bin++) {
            if (c.count(bin) > 0) {
                double x = DIAGRAM_LEFT + c.confidence(bin) * SIDE;
                double y = TOP + height - c.accuracy(bin) * height;
                g.fill(new Ellipse2D.Double(x - 3.2, y - 3.2, 6.4, 6.4));
            }
        }
        upright("share of right answers", DIAGRAM_LEFT - 46, TOP + height / 2);
        histogram(step, TOP + height + 14);
    }

    private void grid(double height) {
        g.setStroke(new BasicStroke(1f));
        for (int i = 0; i <= 5; i++) {
            double share = i / 5.0;
            double y = TOP + height - share * height;
            g.setColor(GRID);
            g.draw(new Line2D.Double(DIAGRAM_LEFT, y, DIAGRAM_LEFT + SIDE, y));
            text(
                    String.format(Locale.ROOT, "%.1f", share),
                    DIAGRAM_LEFT - 8,
                    y + 4,
                    11,
                    Font.PLAIN,
                    FAINT,
                    Align.RIGHT);
            double x = DIAGRAM_LEFT + share * SIDE;
            text(String.format(Locale.ROOT, "%.1f", share), x, TOP + SIDE + 18, 11, Font.PLAIN, FAINT, Align.CENTER);
        }
        // The legend stands where a sound model leaves room: above the diagonal, on the left.
        double x = DIAGRAM_LEFT + 12;
        g.setColor(GAP);
        g.fill(new Ellipse2D.Double(x + 5, TOP + 13, 6.4, 6.4));
        text("right answers at that mean confidence", x + 24, TOP + 20, 11, Font.PLAIN, INK, Align.LEFT);
        g.setColor(FAINT);
        g.setStroke(new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {5, 4}, 0));
        g.draw(new Line2D.Double(x, TOP + 34, x + 17, TOP + 34));
        text("confidence that means what it says", x + 24, TOP + 38, 11, Font.PLAIN, INK, Align.LEFT);
    }

    private void histogram(double step, double top) {
        Calibration c = evaluation.calibration();
        long most = 1;
        for (int bin = 0; bin < Calibration.BINS; bin++) {
            most = Math.max(most, c.count(bin));
        }
        for (int bin = 0; bin < Calibration.BINS; bin++) {
            double bar = HISTOGRAM * c.count(bin) / most;
            g.setColor(new Color(0xCBD2D9));
            g.fill(new Rectangle2D.Double(DIAGRAM_LEFT + bin * step + 1.5, top + HISTOGRAM - bar, step - 3, bar));
        }
        g.setColor(FAINT);
        g.setStroke(new BasicStroke(1f));
        g.draw(new Line2D.Double(DIAGRAM_LEFT, top + HISTOGRAM, DIAGRAM_LEFT + SIDE, top + HISTOGRAM));
        text("texts", DIAGRAM_LEFT - 8, top + HISTOGRAM / 2 + 4, 11, Font.PLAIN, FAINT, Align.RIGHT);
        text("confidence", DIAGRAM_LEFT + SIDE / 2, TOP + SIDE + 44, 12, Font.PLAIN, FAINT, Align.CENTER);
    }

    /** From pale to deep. */
    private static Color mix(double share) {
        double t = Math.min(1, Math.max(0, share));
        return new Color(
                (int) Math.round(PALE.getRed() + t * (DEEP.getRed() - PALE.getRed())),
                (int) Math.round(PALE.getGreen() + t * (DEEP.getGreen() - PALE.getGreen())),
                (int) Math.round(PALE.getBlue() + t * (DEEP.getBlue() - PALE.getBlue())));
    }

    private enum Align {
        LEFT,
        CENTER,
        RIGHT
    }

    private void text(String s, double x, double y, float size, int style, Color color, Align align) {
        g.setFont(new Font(Font.SANS_SERIF, style, 1).deriveFont(size));
        g.setColor(color);
        double width = g.getFontMetrics().getStringBounds(s, g).getWidth();
        double left =
                switch (align) {
                    case LEFT -> x;
                    case CENTER -> x - width / 2;
                    case RIGHT -> x - width;
                };
        g.drawString(s, (float) left, (float) y);
    }

    private void upright(String s, double x, double y) {
        AffineTransform before = g.getTransform();
        g.translate(x, y);
        g.rotate(-Math.PI / 2);
        text(s, 0, 0, 12, Font.PLAIN, FAINT, Align.CENTER);
        g.setTransform(before);
    }
}
