package dev.sentiment4j.window;

import dev.sentiment4j.Classification;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.SinkEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which post is counted where. Every post is remembered with what it added, so that the same post again adds nothing, a
 * new version replaces what the old one added, and a deletion takes it away; deletions are remembered as well, for what
 * comes after them. Not thread-safe.
 */
final class Ledger {
    private static final Logger log = LoggerFactory.getLogger(Ledger.class);

    final WindowOptions options;
    final TallyCounter tally = new TallyCounter();
    final long paneMillis;
    final NavigableMap<Long, Pane> panes = new TreeMap<>();
    final Map<PostKey, Row> rows = new HashMap<>();
    /** Deleted and superseded posts: versions up to this one stay away. */
    final Map<PostKey, Instant> graves = new LinkedHashMap<>();

    final Emotions emotions = new Emotions();
    private final List<HeavyHitters> outside = new ArrayList<>();
    private final Dimension[][] groups;
    private final @Nullable ToDoubleFunction<? super AnalyzedPost> churn;
    private final long toxicFrom;
    private final long churnFrom;
    private final long longest;
    private boolean complained;

    /** The latest time of a post. */
    long latest = Long.MIN_VALUE;
    /** Up to where all posts are taken to be there; in milliseconds. */
    long watermark = Long.MIN_VALUE;

    Ledger(WindowOptions options) {
        this.options = options;
        this.churn = options.churn().orElse(null);
        this.toxicFrom = Fixed.of(options.toxicityThreshold(), 0, 1);
        this.churnFrom = Fixed.of(options.churnThreshold(), 0, 1);
        long size = 0;
        for (WindowSpec window : options.windows()) {
            size = Math.max(size, window.size().toMillis());
        }
        this.paneMillis = WindowSpec.paneMillis(options.windows());
        this.longest = size;
        this.groups = options.groups().stream()
                .map(group -> group.stream().map(options::dimension).toArray(Dimension[]::new))
                .toArray(Dimension[][]::new);
        for (int i = 0; i < groups.length; i++) {
            outside.add(new HeavyHitters(4 * options.maxCells()));
        }
    }

    /** Counts an event; the pane that changed, or null if none did. */
    void apply(SinkEvent event, long now, Changes changes) {
        if (event instanceof PostDeletion deletion) {
            bury(deletion.key(), deletion.deletedAt(), changes);
        } else if (event instanceof AnalyzedPost analyzed) {
            apply(analyzed, now, changes);
        }
    }

    /** Hears which panes change. */
    interface Changes {
        void changed(Pane pane);
    }

    private void apply(AnalyzedPost analyzed, long now, Changes changes) {
        Post post = analyzed.post();
        long time = time(post);
        if (time == Long.MIN_VALUE) {
            tally.timeless++;
            return;
        }
        if (time > now && time - now > options.maxFuture().toMillis()) {
            tally.future++;
            return;
        }
        Instant grave = graves.get(post.key());
        Row known = rows.get(post.key());
        if ((grave != null && !post.version().isAfter(grave))
                || (known != null && known.version.isAfter(post.version()))) {
            tally.outdated++;
            return;
        }
        for (String id : post.supersedes()) {
            bury(new PostKey(post.source(), id), post.version(), changes);
        }
        if (time > latest) {
            latest = time;
            watermark = Math.max(watermark, time - options.maxDelay().toMillis());
        }
        long number = Math.floorDiv(time, paneMillis);
        if (isLate(number)) {
            tally.late++;
            return;
        }
        long invalid = tally.invalid;
        Row row = row(analyzed, pane(number));
        if (known != null && known.addsLike(row)) {
            tally.repeated++;
            tally.invalid = invalid;
            if (!known.version.equals(row.version)) {
                replace(known, row, changes);
            }
            return;
        }
        if (known != null) {
            tally.replaced++;
            replace(known, row, changes);
        } else {
            tally.counted++;
            rows.put(row.key, row);
            row.pane.add(row, toxicFrom, churnFrom);
            changes.changed(row.pane);
            forget();
        }
    }

    private void replace(Row known, Row row, Changes changes) {
        known.pane.remove(known, toxicFrom, churnFrom);
        changes.changed(known.pane);
        rows.put(row.key, row);
        row.pane.add(row, toxicFrom, churnFrom);
        changes.changed(row.pane);
    }

    private void bury(PostKey key, Instant until, Changes changes) {
        Row known = rows.remove(key);
        if (known != null) {
            known.pane.remove(known, toxicFrom, churnFrom);
            changes.changed(known.pane);
            tally.removed++;
        }
        Instant before = graves.remove(key);
        graves.put(key, before != null && before.isAfter(until) ? before : until);
        if (graves.size() > options.maxPosts()) {
            Iterator<PostKey> oldest = graves.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private void forget() {
        if (rows.size() <= options.maxPosts()) {
            return;
        }
        for (Pane pane : panes.values()) {
            Row oldest = pane.forget();
            if (oldest != null) {
                rows.remove(oldest.key);
                tally.forgotten++;
                return;
            }
        }
    }

    private long time(Post post) {
        try {
            Instant time = options.eventTime().apply(post);
            if (time == null || time.isBefore(Post.MIN_TIME) || time.isAfter(Post.MAX_TIME)) {
                return Long.MIN_VALUE;
            }
            return time.toEpochMilli();
        } catch (RuntimeException | StackOverflowError e) {
            complain("the function for the time of posts", e);
            return Long.MIN_VALUE;
        }
    }

    /** Once, without the exception's message, which may hold what somebody wrote. */
    private void complain(String what, Throwable e) {
        if (!complained) {
            complained = true;
            log.warn(
                    "{} threw {}; what it was asked for counts as not known, and this is told once",
                    what,
                    e.getClass().getName());
        }
    }

    /** Whether every window that this pane is part of takes no corrections any more. */
    private boolean isLate(long number) {
        if (watermark == Long.MIN_VALUE) {
            return false;
        }
        return lastEnd(number) <= watermark - options.allowedLateness().toMillis();
    }

    private long lastEnd(long number) {
        long start = number * paneMillis;
        long last = Long.MIN_VALUE;
        for (WindowSpec window : options.windows()) {
            long slide = window.slide().toMillis();
            last = Math.max(
                    last, Math.floorDiv(start, slide) * slide + window.size().toMillis());
        }
        return last;
    }

    private Pane pane(long number) {
        Pane known = panes.get(number);
        if (known != null) {
            return known;
        }
        return emptyPane(number);
    }

    Pane emptyPane(long number) {
        Map.Entry<Long, Pane> before = panes.lowerEntry(number);
        List<GroupCells> cells = new ArrayList<>(groups.length);
        for (int i = 0; i < groups.length; i++) {
            GroupCells earlier =
                    before == null ? null : before.getValue().groups.get(i);
            cells.add(new GroupCells(options.maxCells(), earlier, outside.get(i), this::cell));
        }
        Pane pane = new Pane(number, cell(), cells);
        panes.put(number, pane);
        return pane;
    }

    private Cell cell() {
        return new Cell(emotions, options.sketches(), options.samples());
    }

    private Row row(AnalyzedPost analyzed, Pane pane) {
        Post post = analyzed.post();
        SentimentResult result = analyzed.result();
        long score = result.hasSentiment() ? Fixed.of(result.score(), -1, 1) : Fixed.NONE;
        boolean scored = score != Fixed.NONE;
        tally.invalid += result.hasSentiment() && !scored ? 1 : 0;
        long toxicity = Fixed.NONE;
        if (result.toxicity().isPresent()) {
            toxicity = Fixed.of(result.toxicity().getAsDouble(), 0, 1);
            tally.invalid += toxicity == Fixed.NONE ? 1 : 0;
        }
        String author = options.sketches() ? post.authorId().orElse(null) : null;
        return new Row(
                post.key(),
                post.version(),
                scored ? (byte) Cell.index(result.label()) : Row.NO_LABEL,
                score,
                toxicity,
                churnOf(analyzed),
                emotionsOf(result),
                author != null,
                author == null ? 0 : Sketches.hash(post.source()) * 31 + Sketches.hash(author),
                pane,
                cellsOf(post, pane));
    }

    private long churnOf(AnalyzedPost analyzed) {
        if (churn == null) {
            return Fixed.NONE;
        }
        try {
            double risk = churn.applyAsDouble(analyzed);
            long fixed = Fixed.of(risk, 0, 1);
            tally.invalid += fixed == Fixed.NONE ? 1 : 0;
            return fixed;
        } catch (RuntimeException | StackOverflowError e) {
            complain("the function for churn risk", e);
            tally.invalid++;
            return Fixed.NONE;
        }
    }

    private long emotionsOf(SentimentResult result) {
        Classification emotion = result.emotion().orElse(null);
        if (emotion == null) {
            return 0;
        }
        if (Double.isNaN(emotion.probability())) {
            tally.invalid++;
            return 0;
        }
        long bits = 0;
        for (String label : emotion.labels()) {
            bits |= 1L << emotions.number(label);
        }
        return bits;
    }

    private @Nullable Cell[] cellsOf(Post post, Pane pane) {
        @Nullable Cell[] cells = new Cell[groups.length + 1];
        cells[groups.length] = pane.overall;
        for (int i = 0; i < groups.length; i++) {
            Object value = value(groups[i], post);
            cells[i] = value == null ? null : pane.groups.get(i).cell(value);
        }
        return cells;
    }

    /** A string for one dimension, a list for several; null where one is missing. */
    private @Nullable Object value(Dimension[] dimensions, Post post) {
        if (dimensions.length == 1) {
            return value(dimensions[0], post);
        }
        String[] values = new String[dimensions.length];
        for (int i = 0; i < values.length; i++) {
            String value = value(dimensions[i], post);
            if (value == null) {
                return null;
            }
            values[i] = value;
        }
        return List.of(values);
    }

    private @Nullable String value(Dimension dimension, Post post) {
        try {
            String value = dimension.value().apply(post);
            if (value == null || value.isEmpty()) {
                return null;
            }
            return value.length() > Dimension.MAX_VALUE ? value.substring(0, Dimension.MAX_VALUE) : value;
        } catch (RuntimeException | StackOverflowError e) {
            complain("dimension " + dimension, e);
            return null;
        }
    }

    /** Drops panes and deletions that no post can need any more. */
    void retire() {
        while (!panes.isEmpty() && isLate(panes.firstKey())) {
            Pane pane = panes.pollFirstEntry().getValue();
            for (Row row = pane.first(); row != null; row = row.next) {
                rows.remove(row.key);
            }
        }
        long keep = longest + options.allowedLateness().toMillis();
        Iterator<Instant> oldest = graves.values().iterator();
        while (oldest.hasNext() && millis(oldest.next()) < watermark - keep) {
            oldest.remove();
        }
    }

    private static long millis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException | DateTimeException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Posts without a value in each group, over these panes: what cells and rest do not have. */
    static long without(Stream<Pane> panes, int group) {
        return panes.mapToLong(pane -> {
                    GroupCells cells = pane.groups.get(group);
                    long inside = cells.cells.values().stream()
                            .mapToLong(cell -> cell.posts)
                            .sum();
                    return pane.overall.posts - inside - (cells.rest == null ? 0 : cells.rest.posts);
                })
                .sum();
    }
}
