package dev.sentiment4j.window;

import dev.sentiment4j.SentimentLabel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the posts of one cell. All numbers are sums of integers, which can be taken away again exactly.
 * Sketches and samples cannot: a cell that lost a post is dirty until its pane makes them anew. Not thread-safe; a cell
 * inside of {@link CellStats} is never changed again.
 */
final class Cell {
    static final int LABELS = 3;

    long posts;
    final long[] labels = new long[LABELS];
    long scoreSum;
    long scoreSquares;
    long toxicityPosts;
    long toxicitySum;
    long toxic;
    long churnPosts;
    long churnSum;
    long churning;
    long emotionPosts;
    /** By the numbers of {@link #names}. */
    long[] emotions = new long[8];

    final Emotions names;

    @Nullable
    Sketches sketches;

    final int maxSamples;
    List<Sample> samples;
    /** Sketches and samples still hold posts that are gone. */
    boolean dirty;
    /** They do so for good, as the posts that are left are no longer known one by one. */
    boolean blurred;
    /** Some posts of this cell may have been counted in that of the rest. */
    boolean partial;

    Cell(Emotions names, boolean sketched, int maxSamples) {
        this.names = names;
        this.sketches = sketched ? new Sketches() : null;
        this.maxSamples = maxSamples;
        this.samples = new ArrayList<>(maxSamples);
    }

    /** The place of a label in the counts. */
    static int index(SentimentLabel label) {
        return switch (label) {
            case NEGATIVE -> 0;
            case NEUTRAL -> 1;
            case POSITIVE -> 2;
        };
    }

    /** Of posts with a sentiment. */
    long scored() {
        long sum = 0;
        for (long count : labels) {
            sum += count;
        }
        return sum;
    }

    void add(Row row, long toxicFrom, long churnFrom) {
        count(row, 1, toxicFrom, churnFrom);
        sketch(row);
    }

    void remove(Row row, long toxicFrom, long churnFrom) {
        count(row, -1, toxicFrom, churnFrom);
        dirty |= sketches != null;
        for (Sample sample : samples) {
            dirty |= sample.key().equals(row.key);
        }
    }

    private void count(Row row, int sign, long toxicFrom, long churnFrom) {
        posts += sign;
        if (row.label != Row.NO_LABEL) {
            labels[row.label] += sign;
            scoreSum += sign * row.score;
            scoreSquares += sign * Fixed.squared(row.score);
        }
        if (row.toxicity != Fixed.NONE) {
            toxicityPosts += sign;
            toxicitySum += sign * row.toxicity;
            toxic += row.toxicity >= toxicFrom ? sign : 0;
        }
        if (row.churn != Fixed.NONE) {
            churnPosts += sign;
            churnSum += sign * row.churn;
            churning += row.churn >= churnFrom ? sign : 0;
        }
        if (row.emotions != 0) {
            emotionPosts += sign;
            for (long left = row.emotions; left != 0; left &= left - 1) {
                int number = Long.numberOfTrailingZeros(left);
                if (number >= emotions.length) {
                    emotions = Arrays.copyOf(emotions, Emotions.MAX);
                }
                emotions[number] += sign;
            }
        }
    }

    /** Adds what cannot be taken away again. */
    void sketch(Row row) {
        if (sketches != null) {
            if (row.label != Row.NO_LABEL) {
                sketches.addScore(Fixed.toDouble(row.score));
            }
            if (row.hasAuthor) {
                sketches.addAuthor(row.author);
            }
        }
        long concern = row.concern();
        if (maxSamples > 0
                && (samples.size() < maxSamples
                        || concern >= samples.get(samples.size() - 1).concern())) {
            addSample(new Sample(row.key, concern));
        }
    }

    private void addSample(Sample sample) {
        int at = samples.size();
        while (at > 0 && Sample.ORDER.compare(sample, samples.get(at - 1)) < 0) {
            at--;
        }
        samples.add(at, sample);
        if (samples.size() > maxSamples) {
            samples.remove(maxSamples);
        }
    }

    /** Begins sketches and samples anew. */
    void wipe() {
        sketches = sketches == null ? null : new Sketches();
        samples = new ArrayList<>(maxSamples);
        dirty = false;
    }

    void add(Cell other) {
        posts += other.posts;
        for (int i = 0; i < LABELS; i++) {
            labels[i] += other.labels[i];
        }
        scoreSum += other.scoreSum;
        scoreSquares += other.scoreSquares;
        toxicityPosts += other.toxicityPosts;
        toxicitySum += other.toxicitySum;
        toxic += other.toxic;
        churnPosts += other.churnPosts;
        churnSum += other.churnSum;
        churning += other.churning;
        emotionPosts += other.emotionPosts;
        other.emotionCounts().forEach(this::addEmotion);
        if (sketches != null && other.sketches != null) {
            sketches.add(other.sketches);
        } else {
            sketches = null;
        }
        other.samples.forEach(this::addSample);
        blurred |= other.blurred;
        partial |= other.partial;
    }

    void addEmotion(String name, long count) {
        int number = names.number(name);
        if (number >= emotions.length) {
            emotions = Arrays.copyOf(emotions, Emotions.MAX);
        }
        emotions[number] += count;
    }

    Map<String, Long> emotionCounts() {
        Map<String, Long> counts = new HashMap<>();
        for (int i = 0; i < emotions.length && i < names.size(); i++) {
            if (emotions[i] != 0) {
                counts.put(names.name(i), emotions[i]);
            }
        }
        return counts;
    }

    /** A copy with names of its own, which nobody adds to. */
    Cell copy() {
        Cell copy = new Cell(new Emotions(), sketches != null, maxSamples);
        copy.add(this);
        return copy;
    }
}
