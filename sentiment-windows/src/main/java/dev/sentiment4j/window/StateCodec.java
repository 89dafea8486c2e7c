package dev.sentiment4j.window;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import dev.sentiment4j.pipeline.PostKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is not handed out for good, as bytes: cells as they are, the posts with the cells that they are in,
 * and windows that listeners have not taken yet. What was learned about frequent values is learned anew.
 */
final class StateCodec {
    private static final int MARK = 0x53344A53; // "S4JS"
    private static final int VERSION = 3;

    private StateCodec() {}

    /** What the state belongs to: the same posts would be counted otherwise by other options. */
    private static String shape(WindowOptions options) {
        return options.windows() + " " + options.groups() + " " + options.sketches() + " " + options.toxicityThreshold()
                + " " + options.churnThreshold() + " " + options.samples();
    }

    static byte[] write(Ledger ledger, WindowCloser closer, List<WindowSnapshot> waiting) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MARK);
            out.writeInt(VERSION);
            SnapshotCodec.string(out, shape(ledger.options));
            out.writeLong(ledger.latest);
            out.writeLong(ledger.watermark);
            closer.write(out);
            out.writeInt(ledger.emotions.size());
            for (int i = 0; i < ledger.emotions.size(); i++) {
                SnapshotCodec.string(out, ledger.emotions.name(i));
            }
            out.writeInt(ledger.graves.size());
            for (Map.Entry<PostKey, Instant> grave : ledger.graves.entrySet()) {
                key(out, grave.getKey());
                time(out, grave.getValue());
            }
            out.writeInt(ledger.panes.size());
            for (Pane pane : ledger.panes.values()) {
                pane.freshen();
                pane(out, pane);
            }
            out.writeInt(waiting.size());
            for (WindowSnapshot window : waiting) {
                SnapshotCodec.bytes(out, SnapshotCodec.write(window));
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return Checksum.append(bytes.toByteArray());
    }

    /** Takes the state over, but for windows that were waiting, which go to {@code waiting}. */
    static void read(byte[] state, Ledger ledger, WindowCloser closer, Consumer<WindowSnapshot> waiting) {
        try (DataInputStream head = new DataInputStream(new ByteArrayInputStream(state))) {
            if (head.readInt() != MARK) {
                throw new IllegalArgumentException("these bytes are no state of windows");
            }
            int version = head.readInt();
            if (version != VERSION) {
                throw new IllegalArgumentException("a state in format " + version + ", but this library reads "
                        + VERSION + "; begin without it, and let the source deliver the last posts again");
            }
            DataInputStream in = SnapshotCodec.body(Checksum.verified(state, "a state"));
            String shape = SnapshotCodec.string(in);
            if (!shape.equals(shape(ledger.options))) {
                throw new IllegalArgumentException("the state was saved by windows with other options; begin without"
                        + " it, or with the options it was saved with: windows, groups, sketches, thresholds, samples");
            }
            ledger.latest = in.readLong();
            ledger.watermark = in.readLong();
            closer.read(in);
            for (int left = in.readInt(); left > 0; left--) {
                ledger.emotions.number(SnapshotCodec.string(in));
            }
            for (int left = in.readInt(); left > 0; left--) {
                ledger.graves.put(key(in), time(in));
            }
            for (int left = in.readInt(); left > 0; left--) {
                pane(in, ledger);
            }
            for (int left = in.readInt(); left > 0; left--) {
                waiting.accept(SnapshotCodec.read(SnapshotCodec.bytes(in)));
            }
        } catch (IOException | IndexOutOfBoundsException | NegativeArraySizeException | DateTimeException e) {
            throw new IllegalArgumentException("a state that was cut off or damaged", e);
        }
    }

    private static void pane(DataOutputStream out, Pane pane) throws IOException {
        IdentityHashMap<Cell, Integer> numbers = new IdentityHashMap<>();
        out.writeLong(pane.number);
        out.writeLong(pane.forgotten);
        cell(out, pane.overall, numbers);
        for (GroupCells group : pane.groups) {
            out.writeInt(group.cells.size());
            for (Map.Entry<Object, Cell> cell : group.cells.entrySet()) {
                value(out, cell.getKey());
                cell(out, cell.getValue(), numbers);
            }
            Cell rest = group.rest;
            UltraLogLog values = group.restValues;
            out.writeBoolean(rest != null && values != null);
            if (rest != null && values != null) {
                cell(out, rest, numbers);
                SnapshotCodec.bytes(out, values.getState());
            }
        }
        out.writeInt(pane.rows);
        for (Row row = pane.first(); row != null; row = row.next) {
            row(out, row, numbers);
        }
    }

    private static void pane(DataInputStream in, Ledger ledger) throws IOException {
        List<Cell> numbered = new ArrayList<>();
        Pane pane = ledger.emptyPane(in.readLong());
        pane.forgotten = in.readLong();
        fill(in, pane.overall, numbered);
        for (GroupCells group : pane.groups) {
            for (int left = in.readInt(); left > 0; left--) {
                fill(in, group.restored(value(in)), numbered);
            }
            if (in.readBoolean()) {
                fill(in, group.openRest(), numbered);
                group.restValues = UltraLogLog.wrap(SnapshotCodec.bytes(in));
            }
        }
        for (int left = in.readInt(); left > 0; left--) {
            Row row = row(in, pane, numbered);
            pane.link(row);
            ledger.rows.put(row.key, row);
        }
    }

    private static void cell(DataOutputStream out, Cell cell, IdentityHashMap<Cell, Integer> numbers)
            throws IOException {
        numbers.put(cell, numbers.size());
        SnapshotCodec.cell(out, cell);
    }

    private static void fill(DataInputStream in, Cell cell, List<Cell> numbered) throws IOException {
        cell.add(SnapshotCodec.cell(in));
        numbered.add(cell);
    }

    private static void value(DataOutputStream out, Object value) throws IOException {
        out.writeBoolean(value instanceof String);
        List<String> values = new ArrayList<>();
        if (value instanceof List<?> several) {
            several.forEach(one -> values.add((String) one));
        } else {
            values.add((String) value);
        }
        SnapshotCodec.strings(out, values);
    }

    private static Object value(DataInputStream in) throws IOException {
        boolean single = in.readBoolean();
        List<String> values = SnapshotCodec.strings(in);
        return single ? values.get(0) : values;
    }

    private static void row(DataOutputStream out, Row row, IdentityHashMap<Cell, Integer> numbers) throws IOException {
        key(out, row.key);
        time(out, row.version);
        out.writeByte(row.label);
        out.writeLong(row.score);
        out.writeLong(row.toxicity);
        out.writeLong(row.churn);
        out.writeLong(row.emotions);
        out.writeBoolean(row.hasAuthor);
        out.writeLong(row.author);
        out.writeInt(row.cells.length);
        for (Cell cell : row.cells) {
            out.writeInt(cell == null ? -1 : numbers.getOrDefault(cell, -1));
        }
    }

    private static Row row(DataInputStream in, Pane pane, List<Cell> numbered) throws IOException {
        PostKey key = key(in);
        Instant version = time(in);
        byte label = in.readByte();
        long[] numbers = new long[4];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readLong();
        }
        boolean hasAuthor = in.readBoolean();
        long author = in.readLong();
        @Nullable Cell[] cells = new Cell[in.readInt()];
        for (int i = 0; i < cells.length; i++) {
            int number = in.readInt();
            cells[i] = number < 0 ? null : numbered.get(number);
        }
        return new Row(
                key, version, label, numbers[0], numbers[1], numbers[2], numbers[3], hasAuthor, author, pane, cells);
    }

    private static void key(DataOutputStream out, PostKey key) throws IOException {
        SnapshotCodec.string(out, key.source());
        SnapshotCodec.string(out, key.id());
    }

    private static PostKey key(DataInputStream in) throws IOException {
        return new PostKey(SnapshotCodec.string(in), SnapshotCodec.string(in));
    }

    private static void time(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private static Instant time(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    /** Names with times, of the closer. */
    static void longs(DataOutputStream out, Map<String, Long> values) throws IOException {
        out.writeInt(values.size());
        for (Map.Entry<String, Long> value : values.entrySet()) {
            SnapshotCodec.string(out, value.getKey());
            out.writeLong(value.getValue());
        }
    }

    static Map<String, Long> longs(DataInputStream in) throws IOException {
        Map<String, Long> values = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            values.put(SnapshotCodec.string(in), in.readLong());
        }
        return values;
    }
}
