package dev.sentiment4j.pipeline.memory;

import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.Rejection;
import dev.sentiment4j.pipeline.SinkEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the analyzed posts by key, by the rules of {@link PostSink}: the reference for what those mean. It grows with
 * its posts, and remembers deletions for good. Thread-safe, and readable after it was closed.
 */
public final class InMemoryPostSink implements PostSink {
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<PostKey, AnalyzedPost> posts = new LinkedHashMap<>();
    private final Map<PostKey, Instant> deletions = new HashMap<>();
    private final Set<PostKey> superseded = new HashSet<>();
    private boolean closed;

    /** An empty sink named "memory". */
    public InMemoryPostSink() {
        this("memory");
    }

    /** An empty sink. */
    public InMemoryPostSink(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Rejection> write(List<SinkEvent> events) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("sink '" + name + "' is closed");
            }
            for (SinkEvent event : events) {
                if (event instanceof AnalyzedPost analyzed) {
                    store(analyzed);
                } else if (event instanceof PostDeletion deletion) {
                    delete(deletion);
                }
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private void store(AnalyzedPost analyzed) {
        Post post = analyzed.post();
        for (String id : post.supersedes()) {
            PostKey earlier = new PostKey(post.source(), id);
            superseded.add(earlier);
            posts.remove(earlier);
        }
        AnalyzedPost stored = posts.get(post.key());
        Instant deletedAt = deletions.get(post.key());
        boolean outdated = superseded.contains(post.key())
                || (stored != null && stored.post().version().isAfter(post.version()))
                || (deletedAt != null && !post.version().isAfter(deletedAt));
        if (!outdated) {
            posts.put(post.key(), analyzed);
        }
    }

    private void delete(PostDeletion deletion) {
        posts.remove(deletion.key());
        deletions.merge(deletion.key(), deletion.deletedAt(), (a, b) -> a.isAfter(b) ? a : b);
    }

    /** What is stored of a post. */
    public Optional<AnalyzedPost> find(PostKey key) {
        lock.lock();
        try {
            return Optional.ofNullable(posts.get(key));
        } finally {
            lock.unlock();
        }
    }

    /** A copy of all that is stored, in the order in which each came first. */
    public List<AnalyzedPost> posts() {
        lock.lock();
        try {
            return new ArrayList<>(posts.values());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
