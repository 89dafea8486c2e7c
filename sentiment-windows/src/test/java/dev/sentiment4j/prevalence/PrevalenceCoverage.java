package dev.sentiment4j.prevalence;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/**
 * How often the corrected interval covers the truth on labelled posts: run by name, with a file, as docs/windows.md
 * shows. The file is what {@code sentiment analyze --format jsonl} wrote about posts with a column {@code label}. In
 * each round the posts of each label are dealt into two halves: one measures the confusion, from the other a cell is
 * drawn, with shares of the labels that are anything with equal probability.
 */
class PrevalenceCoverage {
    private static final String FILE = "sentiment4j.judged";
    private static final SentimentLabel[] LABELS = SentimentLabel.values();
    private static final int ROUNDS = 20_000;

    /** What the rounds with one confidence and one size of cells came to. */
    private record Outcome(double covered, double width, double wrong, double wrongAsCounted) {}

    @Test
    void interval_coversTheTruth_onPostsOfThisFile() throws IOException {
        String file = System.getProperty(FILE);
        assertThat(file).as("-D%s=<what analyze wrote>", FILE).isNotNull();
        Map<SentimentLabel, List<SentimentLabel>> answers = new EnumMap<>(SentimentLabel.class);
        for (String line : Files.readAllLines(Path.of(file))) {
            JsonObject row = JsonParser.parseString(line).getAsJsonObject();
            answers.computeIfAbsent(label(row), l -> new ArrayList<>()).add(label(row.getAsJsonObject("sentiment")));
        }
        assertThat(answers).containsOnlyKeys(LABELS);
        answers.forEach((label, list) -> System.out.println(label.id() + ": " + list.size() + " posts"));
        System.out.println("stated  posts  covered  width  error  as counted");
        for (double stated : new double[] {0.8, 0.95}) {
            for (int posts : new int[] {50, 200, 800}) {
                Outcome outcome = rounds(answers, posts, stated, new Random(1));
                System.out.printf(
                        Locale.ROOT,
                        "%6.2f %6d %8.4f %6.3f %6.4f %11.4f%n",
                        stated,
                        posts,
                        outcome.covered(),
                        outcome.width(),
                        outcome.wrong(),
                        outcome.wrongAsCounted());
                // As in PrevalenceTest: never too seldom, too often by less than one in a hundred; beyond chance.
                double noise = 4 * Math.sqrt(stated * (1 - stated) / ROUNDS);
                assertThat(outcome.covered())
                        .as(stated + " with " + posts + " posts")
                        .isBetween(stated - noise, stated + 0.01 + noise);
            }
        }
    }

    private static SentimentLabel label(JsonObject of) {
        return SentimentLabel.valueOf(of.get("label").getAsString().toUpperCase(Locale.ROOT));
    }

    private static Outcome rounds(
            Map<SentimentLabel, List<SentimentLabel>> answers, int posts, double stated, Random random) {
        long covered = 0;
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
                List<SentimentLabel> mine = new ArrayList<>(answers.getOrDefault(LABELS[i], List.of()));
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
                    new AdjustedCount(confusion.build()).estimate(counted, stated);
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
        return new Outcome(covered / n, width / n, wrong / n, wrongAsCounted / n);
    }
}
