package dev.sentiment4j.window;

import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.SinkEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What windows should say, worked out in the plainest way: all posts are kept, and each window is made from them when
 * it is looked at for the last time.
 */
final class Reference {
    private final WindowSpec window;
    private final WindowOptions options;
    private final long pane;
    private final Map<PostKey, AnalyzedPost> counted = new HashMap<>();
    private final Map<PostKey, Instant> deleted = new HashMap<>();
    /** By end: the posts when the window took corrections for the last time. */
    final Map<Long, List<AnalyzedPost>> frozen = new TreeMap<>();

    private final Set<Long> ends = new HashSet<>();
    private long watermark = Long.MIN_VALUE;
    private long passed = Long.MIN_VALUE;
    private long finalUntil = Long.MIN_VALUE;

    Reference(WindowOptions options, WindowSpec window, long pane) {
        this.options = options;
        this.window = window;
        this.pane = pane;
    }

    void apply(SinkEvent event) {
        if (event instanceof PostDeletion deletion) {
            delete(deletion.key(), deletion.deletedAt());
        } else if (event instanceof AnalyzedPost analyzed) {
            add(analyzed);
        }
        long now = Math.floorDiv(watermark, pane);
        if (watermark != Long.MIN_VALUE && now != passed) {
            passed = now;
            ends.stream().filter(this::isFinal).forEach(this::freeze);
            finalUntil = watermark - options.allowedLateness().toMillis();
        }
    }

    private void add(AnalyzedPost analyzed) {
        Post post = analyzed.post();
        AnalyzedPost known = counted.get(post.key());
        Instant gone = deleted.get(post.key());
        if ((gone != null && !post.version().isAfter(gone))
                || (known != null && known.post().version().isAfter(post.version()))) {
            return;
        }
        post.supersedes().forEach(id -> delete(new PostKey(post.source(), id), post.version()));
        long time = post.createdAt().toEpochMilli();
        watermark = Math.max(watermark, time - options.maxDelay().toMillis());
        List<Long> mine = endsOf(time);
        if (mine.stream().allMatch(this::isFinal)) {
            return;
        }
        mine.stream().filter(end -> end > finalUntil).forEach(ends::add);
        counted.put(post.key(), analyzed);
    }

    private void delete(PostKey key, Instant at) {
        counted.remove(key);
        deleted.merge(key, at, (a, b) -> a.isAfter(b) ? a : b);
    }

    private boolean isFinal(long end) {
        return end <= watermark - options.allowedLateness().toMillis();
    }

    private void freeze(long end) {
        frozen.computeIfAbsent(end, this::posts);
    }

    void end() {
        ends.forEach(this::freeze);
    }

    private List<AnalyzedPost> posts(long end) {
        List<AnalyzedPost> inside = new ArrayList<>();
        for (AnalyzedPost post : counted.values()) {
            long time = post.post().createdAt().toEpochMilli();
            if (time < end && time >= end - window.size().toMillis()) {
                inside.add(post);
            }
        }
        return inside;
    }

    private List<Long> endsOf(long time) {
        List<Long> mine = new ArrayList<>();
        long slide = window.slide().toMillis();
        long first = Math.floorDiv(time, slide) * slide + slide;
        for (long end = first; end - window.size().toMillis() <= time; end += slide) {
            mine.add(end);
        }
        return mine;
    }
}
