package dev.sentiment4j.prevalence;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sentiment4j.SentimentLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * How often the corrected interval covers the truth on labelled posts: made by hand, for docs/windows.md. Reads what
 * {@code sentiment analyze --format jsonl} wrote about posts with a column {@code label}. In each round the posts of
 * each label are dealt into two halves: one measures the confusion, from the other a cell is drawn, with shares of the
 * labels that are anything with equal probability.
 */
final class PrevalenceCoverage {
    private static final SentimentLabel[] LABELS = SentimentLabel.values();
    private static final int ROUNDS = 5000;

    private PrevalenceCoverage() {}

    public static void main(String[] args) throws IOException {
        Map<SentimentLabel, List<SentimentLabel>> answers = new EnumMap<>(SentimentLabel.class);
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            JsonObject row = JsonParser.parseString(line).getAsJsonObject();
            answers.computeIfAbsent(label(row, args[1]), l -> new ArrayList<>()).add(label(row, args[2]));
        }
        answers.forEach((label, list) -> System.out.println(label + ": " + list.size()));
        for (double confidence : new double[] {0.8, 0.9, 0.95}) {
            for (int posts : new int[] {50, 200, 800}) {
                System.out.println(round(answers, posts, confidence, new Random(1)));
            }
        }
    }

    private static SentimentLabel label(JsonObject row, String field) {
        return SentimentLabel.valueOf(row.get(field).getAsString().toUpperCase(Locale.ROOT));
    }

    private static String round(
            Map<SentimentLabel, List<SentimentLabel>> answers, int posts, double confidence, Random random) {
        int covered = 0;
        double width = 0;
        double wrong = 0;
        double wrongAsCounted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            ConfusionMatrix.Builder confusion = ConfusionMatrix.builder();
            Map<SentimentLabel, Long> counted = new EnumMap<>(SentimentLabel.class);
            Map<SentimentLabel, Integer> truth = new EnumMap<>(SentimentLabel.class);
            double low = random.nextDouble();
            double high = random.nextDouble();
            double[] shares = {Math.min(low, high), Math.abs(high - low), 1 - Math.max(low, high)};
            int all = 0;
            for (int i = 0; i < LABELS.length; i++) {
                List<SentimentLabel> mine = new ArrayList<>(answers.get(LABELS[i]));
                Collections.shuffle(mine, random);
                int half = mine.size() / 2;
                for (SentimentLabel answer : mine.subList(0, half)) {
                    confusion.add(LABELS[i], answer);
                }
                int drawn = Math.min(mine.size() - half, (int) Math.round(shares[i] * posts));
                for (SentimentLabel answer : mine.subList(half, half + drawn)) {
                    counted.merge(answer, 1L, Long::sum);
                }
                truth.put(LABELS[i], drawn);
                all += drawn;
            }
            Map<SentimentLabel, AdjustedCount.Estimate> estimate =
                    new AdjustedCount(confusion.build()).estimate(counted, confidence);
            for (SentimentLabel label : LABELS) {
                double share = (double) truth.get(label) / all;
                AdjustedCount.Estimate one = estimate.get(label);
                covered += one.interval().contains(share) ? 1 : 0;
                width += one.interval().width();
                wrong += Math.abs(one.share() - share);
                wrongAsCounted += Math.abs((double) counted.getOrDefault(label, 0L) / all - share);
            }
        }
        double n = 3.0 * ROUNDS;
        return String.format(
                Locale.ROOT,
                "confidence %.2f, %d posts: covered %.3f, mean width %.3f, mean error %.4f, as counted %.4f",
                confidence,
                posts,
                covered / n,
                width / n,
                wrong / n,
                wrongAsCounted / n);
    }
}
