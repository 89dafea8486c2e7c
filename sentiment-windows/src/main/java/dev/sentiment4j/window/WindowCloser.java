package dev.sentiment4j.window;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Follows the watermark: hands windows out when it passes their ends, and again when they changed. Not thread-safe. */
final class WindowCloser implements Ledger.Changes {
    /** More empty windows in a row than this are skipped, since a gap of a year would make half a million. */
    private static final int MAX_EMPTY = 100;

    private final Ledger ledger;
    private final SnapshotMaker maker;
    private final Consumer<WindowSnapshot> out;
    /** By window: up to where all ends were handed out. */
    private final Map<String, Long> closedUntil = new HashMap<>();
    /** By window and end: the next revision of those that can still be corrected. */
    private final Map<String, NavigableMap<Long, Integer>> revisions = new HashMap<>();
    /** Windows of which one had posts: what is empty before the first post is not worth a word. */
    private final Set<String> started = new HashSet<>();
    /** Panes that changed after one of their windows had closed. */
    private final Set<Long> touched = new LinkedHashSet<>();

    private long passedPane = Long.MIN_VALUE;
    /** Ends up to here take no corrections any more. */
    private long finalUntil = Long.MIN_VALUE;

    WindowCloser(Ledger ledger, SnapshotMaker maker, Consumer<WindowSnapshot> out) {
        this.ledger = ledger;
        this.maker = maker;
        this.out = out;
        ledger.options.windows().forEach(window -> revisions.put(window.name(), new TreeMap<>()));
    }

    @Override
    public void changed(Pane pane) {
        if (pane.number < passedPane) {
            touched.add(pane.number);
        }
    }

    /** Looks where the watermark is; nearly always inside of the same pane as before. */
    void advance() {
        if (ledger.watermark == Long.MIN_VALUE) {
            return;
        }
        long pane = Math.floorDiv(ledger.watermark, ledger.paneMillis);
        if (pane == passedPane) {
            return;
        }
        passedPane = pane;
        correct();
        for (WindowSpec window : ledger.options.windows()) {
            close(window);
        }
        finalUntil = ledger.watermark - ledger.options.allowedLateness().toMillis();
        revisions.values().forEach(ends -> ends.headMap(finalUntil, true).clear());
        ledger.retire();
    }

    private void close(WindowSpec window) {
        long slide = window.slide().toMillis();
        long until = Math.floorDiv(ledger.watermark, slide) * slide;
        Long closed = closedUntil.get(window.name());
        if (closed == null) {
            // Posts that were earlier than the first by more than the delay are late ones: they correct.
            closedUntil.put(window.name(), until);
            return;
        }
        int empty = 0;
        for (long end = closed + slide; end <= until; end += slide) {
            if (maker.hasPosts(end - window.size().toMillis(), end)) {
                empty = 0;
                started.add(window.name());
            } else if (!started.contains(window.name())) {
                end = nextEnd(window, end, until) - slide;
                continue;
            } else if (++empty > MAX_EMPTY) {
                long next = nextEnd(window, end, until);
                ledger.tally.skipped += (next - end) / slide;
                end = next - slide;
                empty = 0;
                continue;
            }
            handOut(window, end);
        }
        closedUntil.put(window.name(), until);
    }

    /** The first end from here on that has posts, or the one after the last. */
    private long nextEnd(WindowSpec window, long end, long until) {
        long slide = window.slide().toMillis();
        Long pane = ledger.panes.ceilingKey((end - window.size().toMillis()) / ledger.paneMillis);
        if (pane == null) {
            return until + slide;
        }
        long first = Math.floorDiv(pane * ledger.paneMillis, slide) * slide + slide;
        return Math.min(until + slide, Math.max(first, end + slide));
    }

    private void handOut(WindowSpec window, long end) {
        int revision = revisions(window).merge(end, 1, Integer::sum) - 1;
        WindowSnapshot.State state = revision == 0 ? WindowSnapshot.State.CLOSED : WindowSnapshot.State.CORRECTED;
        out.accept(maker.make(window, end, state, revision));
    }

    private NavigableMap<Long, Integer> revisions(WindowSpec window) {
        return revisions.computeIfAbsent(window.name(), name -> new TreeMap<>());
    }

    /** Hands closed windows out again that have changed. */
    void correct() {
        if (touched.isEmpty()) {
            return;
        }
        for (WindowSpec window : ledger.options.windows()) {
            Long closed = closedUntil.get(window.name());
            if (closed == null) {
                continue;
            }
            Set<Long> ends = new HashSet<>();
            for (long pane : touched) {
                ends.addAll(endsOf(window, pane));
            }
            ends.removeIf(end -> end > closed || end <= finalUntil);
            ends.stream().sorted().forEach(end -> handOut(window, end));
        }
        touched.clear();
    }

    /** Of all windows that a pane is part of. */
    private List<Long> endsOf(WindowSpec window, long pane) {
        long slide = window.slide().toMillis();
        long first = Math.floorDiv(pane * ledger.paneMillis, slide) * slide + slide;
        long last = first - slide + window.size().toMillis();
        List<Long> ends = new ArrayList<>();
        for (long end = first; end <= last; end += slide) {
            ends.add(end);
        }
        return ends;
    }

    /** Of windows with posts that are not closed. */
    List<Long> openEnds(WindowSpec window) {
        Set<Long> ends = new HashSet<>();
        ledger.panes.values().forEach(pane -> {
            if (pane.overall.posts > 0) {
                ends.addAll(endsOf(window, pane.number));
            }
        });
        long closed = closedUntil.getOrDefault(window.name(), Long.MIN_VALUE);
        ends.removeIf(end -> end <= closed);
        return ends.stream().sorted().toList();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(passedPane);
        out.writeLong(finalUntil);
        StateCodec.longs(out, closedUntil);
        out.writeInt(started.size());
        for (String window : started) {
            SnapshotCodec.string(out, window);
        }
        out.writeInt(touched.size());
        for (long pane : touched) {
            out.writeLong(pane);
        }
        for (WindowSpec window : ledger.options.windows()) {
            NavigableMap<Long, Integer> ends = revisions(window);
            out.writeInt(ends.size());
            for (Map.Entry<Long, Integer> end : ends.entrySet()) {
                out.writeLong(end.getKey());
                out.writeInt(end.getValue());
            }
        }
    }

    void read(DataInputStream in) throws IOException {
        passedPane = in.readLong();
        finalUntil = in.readLong();
        closedUntil.putAll(StateCodec.longs(in));
        for (int left = in.readInt(); left > 0; left--) {
            started.add(SnapshotCodec.string(in));
        }
        for (int left = in.readInt(); left > 0; left--) {
            touched.add(in.readLong());
        }
        for (WindowSpec window : ledger.options.windows()) {
            for (int left = in.readInt(); left > 0; left--) {
                revisions(window).put(in.readLong(), in.readInt());
            }
        }
    }
}
