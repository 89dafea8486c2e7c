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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Snapshots as bytes: a mark, a version, then everything in a fixed order. */
final class SnapshotCodec {
    private static final int MARK = 0x53344A57; // "S4JW"
    static final int VERSION = 2;
    private static final int MAX_LIST = 1000;

    private SnapshotCodec() {}

    static byte[] write(WindowSnapshot snapshot) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MARK);
            out.writeInt(VERSION);
            string(out, snapshot.window());
            out.writeLong(snapshot.start().toEpochMilli());
            out.writeLong(snapshot.end().toEpochMilli());
            string(out, snapshot.state().name());
            out.writeInt(snapshot.revision());
            out.writeInt(snapshot.groups().size());
            for (Map.Entry<List<String>, GroupInfo> group : snapshot.groups().entrySet()) {
                strings(out, group.getKey());
                out.writeLong(group.getValue().postsWithoutValue());
                UltraLogLog counter = group.getValue().counter();
                bytes(out, counter == null ? new byte[0] : counter.getState());
            }
            out.writeInt(snapshot.cells().size());
            for (Map.Entry<CellKey, CellStats> cell : snapshot.cells().entrySet()) {
                strings(out, cell.getKey().dimensions());
                strings(out, cell.getKey().values());
                out.writeBoolean(cell.getKey().rest());
                cell(out, cell.getValue().cell());
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return Checksum.append(bytes.toByteArray());
    }

    static WindowSnapshot read(byte[] bytes) {
        try (DataInputStream head = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (head.readInt() != MARK) {
                throw new IllegalArgumentException("these bytes are no window");
            }
            int version = head.readInt();
            if (version != VERSION) {
                throw new IllegalArgumentException("a window in format " + version + ", but this library reads "
                        + VERSION + "; use the version of the library that wrote it, or a later one");
            }
            DataInputStream in = body(Checksum.verified(bytes, "a window"));
            String window = string(in);
            Instant start = Instant.ofEpochMilli(in.readLong());
            Instant end = Instant.ofEpochMilli(in.readLong());
            WindowSnapshot.State state = WindowSnapshot.State.valueOf(string(in));
            int revision = in.readInt();
            Map<List<String>, GroupInfo> groups = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                List<String> dimensions = strings(in);
                long without = in.readLong();
                byte[] counter = bytes(in);
                groups.put(dimensions, new GroupInfo(without, counter.length == 0 ? null : UltraLogLog.wrap(counter)));
            }
            Map<CellKey, CellStats> cells = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                CellKey key = new CellKey(strings(in), strings(in), in.readBoolean());
                cells.put(key, new CellStats(cell(in)));
            }
            if (in.read() >= 0) {
                throw new IllegalArgumentException("more bytes than one window has");
            }
            return new WindowSnapshot(window, start, end, state, revision, cells, groups);
        } catch (IOException | IndexOutOfBoundsException | NegativeArraySizeException | DateTimeException e) {
            throw new IllegalArgumentException("a window that was cut off or damaged", e);
        }
    }

    /** What follows mark and version. */
    static DataInputStream body(byte[] bytes) {
        return new DataInputStream(
                new ByteArrayInputStream(bytes, 2 * Integer.BYTES, bytes.length - 2 * Integer.BYTES));
    }

    static void cell(DataOutputStream out, Cell cell) throws IOException {
        out.writeLong(cell.posts);
        for (long count : cell.labels) {
            out.writeLong(count);
        }
        out.writeLong(cell.scoreSum);
        out.writeLong(cell.scoreSquares);
        out.writeLong(cell.toxicityPosts);
        out.writeLong(cell.toxicitySum);
        out.writeLong(cell.toxic);
        out.writeLong(cell.churnPosts);
        out.writeLong(cell.churnSum);
        out.writeLong(cell.churning);
        out.writeLong(cell.emotionPosts);
        Map<String, Long> emotions = new TreeMap<>(cell.emotionCounts());
        out.writeInt(emotions.size());
        for (Map.Entry<String, Long> emotion : emotions.entrySet()) {
            string(out, emotion.getKey());
            out.writeLong(emotion.getValue());
        }
        out.writeInt(cell.maxSamples);
        out.writeInt(cell.samples.size());
        for (Sample sample : cell.samples) {
            string(out, sample.key().source());
            string(out, sample.key().id());
            out.writeLong(sample.concern());
        }
        out.writeBoolean(cell.blurred);
        out.writeBoolean(cell.partial);
        out.writeBoolean(cell.sketches != null);
        if (cell.sketches != null) {
            bytes(out, cell.sketches.scoreBytes());
            bytes(out, cell.sketches.authorBytes());
        }
    }

    static Cell cell(DataInputStream in) throws IOException {
        long posts = in.readLong();
        long[] numbers = new long[Cell.LABELS + 9];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readLong();
        }
        Map<String, Long> emotions = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            emotions.put(string(in), in.readLong());
        }
        Cell cell = new Cell(new Emotions(), false, checked(in.readInt(), 100));
        cell.posts = posts;
        System.arraycopy(numbers, 0, cell.labels, 0, Cell.LABELS);
        int at = Cell.LABELS;
        cell.scoreSum = numbers[at++];
        cell.scoreSquares = numbers[at++];
        cell.toxicityPosts = numbers[at++];
        cell.toxicitySum = numbers[at++];
        cell.toxic = numbers[at++];
        cell.churnPosts = numbers[at++];
        cell.churnSum = numbers[at++];
        cell.churning = numbers[at++];
        cell.emotionPosts = numbers[at];
        emotions.forEach(cell::addEmotion);
        for (int left = in.readInt(); left > 0; left--) {
            cell.samples.add(new Sample(new PostKey(string(in), string(in)), in.readLong()));
        }
        cell.blurred = in.readBoolean();
        cell.partial = in.readBoolean();
        if (in.readBoolean()) {
            cell.sketches = Sketches.read(bytes(in), bytes(in));
        }
        return cell;
    }

    static void string(DataOutputStream out, String value) throws IOException {
        out.writeInt(value.length());
        out.writeChars(value);
    }

    /** Char by char, since values may hold lone surrogates, which no encoding keeps. */
    static String string(DataInputStream in) throws IOException {
        char[] chars = new char[checked(in.readInt(), Math.max(0, in.available() / 2))];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = in.readChar();
        }
        return new String(chars);
    }

    static void strings(DataOutputStream out, List<String> values) throws IOException {
        out.writeInt(values.size());
        for (String value : values) {
            string(out, value);
        }
    }

    static List<String> strings(DataInputStream in) throws IOException {
        List<String> values = new ArrayList<>();
        for (int left = checked(in.readInt(), MAX_LIST); left > 0; left--) {
            values.add(string(in));
        }
        return List.copyOf(values);
    }

    static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] bytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[checked(in.readInt(), Math.max(0, in.available()))];
        in.readFully(bytes);
        return bytes;
    }

    private static int checked(int length, int most) throws IOException {
        if (length < 0 || length > most) {
            throw new IOException("a length of " + length + ", of at most " + most);
        }
        return length;
    }
}
