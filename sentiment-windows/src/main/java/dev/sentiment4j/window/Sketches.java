package dev.sentiment4j.window;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What is estimated of a cell: distinct authors, by UltraLogLog (Ertl, 2024: the state of HyperLogLog, better used),
 * and quantiles of scores, by DDSketch (Masson, Rim and Lee, 2019). Both states are the same in whatever order values
 * come and parts are merged. Not thread-safe.
 */
final class Sketches {
    /** 2 kB, a standard error of 1.7 %. */
    static final int PRECISION = 11;
    /** Of the value itself. */
    static final double RELATIVE_ACCURACY = 0.01;
    /** What is nearer to zero counts as zero; it would need most of the memory. */
    static final double SMALLEST = 0.001;

    private static final Hasher64 HASHER = Hashing.xxh3_64();

    private final DDSketch scores = DDSketches.unboundedDense(RELATIVE_ACCURACY);
    private final UltraLogLog authors = UltraLogLog.create(PRECISION);

    static long hash(String value) {
        return HASHER.hashCharsToLong(value);
    }

    void addScore(double score) {
        scores.accept(Math.abs(score) < SMALLEST ? 0 : score);
    }

    void addAuthor(long hash) {
        authors.add(hash);
    }

    void add(Sketches other) {
        scores.mergeWith(other.scores);
        authors.add(other.authors);
    }

    Sketches copy() {
        Sketches copy = new Sketches();
        copy.add(this);
        return copy;
    }

    OptionalDouble scoreQuantile(double quantile) {
        return scores.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(scores.getValueAtQuantile(quantile));
    }

    OptionalLong distinctAuthors() {
        return OptionalLong.of(Math.round(authors.getDistinctCountEstimate()));
    }

    byte[] scoreBytes() {
        GrowingByteArrayOutput output = GrowingByteArrayOutput.withDefaultInitialCapacity();
        try {
            scores.encode(output, false);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return output.trimmedCopy();
    }

    byte[] authorBytes() {
        return authors.getState();
    }

    /** What the two wrote. */
    static Sketches read(byte[] scoreBytes, byte[] authorBytes) throws IOException {
        Sketches sketches = new Sketches();
        sketches.scores.mergeWith(DDSketch.decode(ByteArrayInput.wrap(scoreBytes), UnboundedSizeDenseStore::new));
        sketches.authors.add(UltraLogLog.wrap(authorBytes));
        return sketches;
    }
}
