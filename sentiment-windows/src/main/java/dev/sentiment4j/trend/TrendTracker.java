package dev.sentiment4j.trend;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.window.CellKey;
import dev.sentiment4j.window.CellStats;
import dev.sentiment4j.window.WindowSnapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * Follows cells from window to window: against the one before, against the same time of day, and by a control chart
 * that tells change from chance. Give it the windows of one name in the order of their ends, tumbling ones: windows
 * that overlap share posts, so that chance would look like change. Not thread-safe.
 *
 * <p>The sampling errors are those of a share, √(p(1 − p)/n), of a mean, s/√n, and of a Poisson count, √μ (Borror,
 * Champ and Rigdon, 1998). A cell that is in no window for a while counts as having no posts.
 */
public final class TrendTracker {
    private static final int MARK = 0x53344A54; // "S4JT"
    private static final int VERSION = 2;

    private static final class Followed {
        final Map<Measure, Chart> charts = new EnumMap<>(Measure.class);
        final Map<Measure, HoursOfDay> hours = new EnumMap<>(Measure.class);

        Followed(TrendOptions options) {
            for (Measure measure : Measure.values()) {
                charts.put(measure, new Chart(options));
                hours.put(measure, new HoursOfDay());
            }
        }

        Chart chart(Measure measure) {
            return Objects.requireNonNull(charts.get(measure));
        }

        HoursOfDay hours(Measure measure) {
            return Objects.requireNonNull(hours.get(measure));
        }
    }

    private final TrendOptions options;
    private final Predicate<CellKey> followed;
    /** The one that was not seen for longest first. */
    private final Map<CellKey, Followed> cells = new LinkedHashMap<>(16, 0.75f, true);

    /** Follows every cell but those of the rest. */
    public TrendTracker(TrendOptions options) {
        this(options, key -> true);
    }

    /** Follows the cells that are picked, but never those of the rest, whose values change. */
    public TrendTracker(TrendOptions options, Predicate<CellKey> followed) {
        this.options = Objects.requireNonNull(options, "options");
        this.followed = Objects.requireNonNull(followed, "followed");
    }

    /** How each cell changed; a measure without enough posts is not there. */
    public Map<CellKey, Map<Measure, Change>> observe(WindowSnapshot window) {
        Map<CellKey, Map<Measure, Change>> changes = new HashMap<>();
        Map<CellKey, Followed> known = new LinkedHashMap<>(cells);
        known.forEach((key, cell) -> {
            if (!window.cells().containsKey(key)) {
                changes.put(key, observe(cell, window.end(), CellStats.empty()));
            }
        });
        window.cells().forEach((key, stats) -> {
            if (!key.rest() && followed.test(key)) {
                Followed cell = cells.computeIfAbsent(key, k -> new Followed(options));
                changes.put(key, observe(cell, window.end(), stats));
            }
        });
        Iterator<CellKey> oldest = cells.keySet().iterator();
        for (int over = cells.size() - options.maxCells(); over > 0; over--) {
            oldest.next();
            oldest.remove();
        }
        return changes;
    }

    private Map<Measure, Change> observe(Followed cell, Instant end, CellStats stats) {
        Map<Measure, Change> changes = new EnumMap<>(Measure.class);
        // The window's last moment: that at its end is of the next hour.
        Instant time = end.minusMillis(1);
        changes.put(
                Measure.POSTS,
                observe(cell, Measure.POSTS, time, (double) stats.posts(), mean -> Math.sqrt(Math.max(1, mean))));
        long n = stats.scored();
        if (n < options.minPosts()) {
            cell.chart(Measure.NEGATIVE_SHARE).skip();
            cell.chart(Measure.MEAN_SCORE).skip();
            return changes;
        }
        double share = stats.share(SentimentLabel.NEGATIVE).orElseThrow();
        changes.put(Measure.NEGATIVE_SHARE, observe(cell, Measure.NEGATIVE_SHARE, time, share, p -> {
            // Kept off the ends, where the error would be none.
            double inside = Math.max(1.0 / (n + 2), Math.min(1 - 1.0 / (n + 2), p));
            return Math.sqrt(inside * (1 - inside) / n);
        }));
        double variance = Math.max(1e-4, stats.scoreVariance().orElseThrow());
        changes.put(
                Measure.MEAN_SCORE,
                observe(
                        cell,
                        Measure.MEAN_SCORE,
                        time,
                        stats.meanScore().orElseThrow(),
                        level -> Math.sqrt(variance / n)));
        return changes;
    }

    private Change observe(Followed cell, Measure measure, Instant time, double value, Chart.SamplingError error) {
        HoursOfDay hours = cell.hours(measure);
        OptionalDouble timeOfDay = hours.mean(time, options.zone(), options.minDays());
        Change change = cell.chart(measure).observe(value, error, timeOfDay, measure == Measure.POSTS);
        hours.add(time, options.zone(), value);
        return change;
    }

    /** The running level of a measure. */
    public Optional<Double> level(CellKey key, Measure measure) {
        Followed cell = cells.get(key);
        OptionalDouble level =
                cell == null ? OptionalDouble.empty() : cell.chart(measure).level();
        return level.isPresent() ? Optional.of(level.getAsDouble()) : Optional.empty();
    }

    /** All that it has learned, for {@link #restore}. */
    public byte[] save() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MARK);
            out.writeInt(VERSION);
            out.writeInt(cells.size());
            for (Map.Entry<CellKey, Followed> cell : new LinkedHashMap<>(cells).entrySet()) {
                String key = cell.getKey().toString();
                out.writeInt(key.length());
                out.writeChars(key);
                for (Measure measure : Measure.values()) {
                    cell.getValue().chart(measure).write(out);
                    cell.getValue().hours(measure).write(out);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Goes on from what {@link #save()} returned, instead of what it has learned.
     *
     * @throws IllegalArgumentException if it did not return that; nothing is changed then
     */
    public void restore(byte[] state) {
        Map<CellKey, Followed> read = new LinkedHashMap<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            if (in.readInt() != MARK || in.readInt() != VERSION) {
                throw new IllegalArgumentException("these bytes are no trends, or those of another version");
            }
            for (int left = in.readInt(); left > 0; left--) {
                int length = in.readInt();
                if (length < 0 || length > in.available()) {
                    throw new IOException("a key of " + length + " characters");
                }
                StringBuilder key = new StringBuilder();
                for (int i = 0; i < length; i++) {
                    key.append(in.readChar());
                }
                Followed cell = new Followed(options);
                for (Measure measure : Measure.values()) {
                    cell.chart(measure).read(in);
                    cell.hours(measure).read(in);
                }
                read.put(CellKey.parse(key.toString()), cell);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("trends that were cut off or damaged", e);
        }
        cells.clear();
        cells.putAll(read);
    }
}
