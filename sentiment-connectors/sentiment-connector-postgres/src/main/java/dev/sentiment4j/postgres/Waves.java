package dev.sentiment4j.postgres;

import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.SinkEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch cut into waves in which every key stands once, so that a statement can take a whole wave and the events of
 * one key still take effect in their order. Nearly every batch is one wave.
 */
final class Waves {
    /** What is written in one go; the deletions first. */
    static final class Wave {
        final List<Entry> posts = new ArrayList<>();
        final List<PostDeletion> deletions = new ArrayList<>();
    }

    /** A post and its position in the batch. */
    record Entry(int index, AnalyzedPost post) {}

    /** Where an entry went. */
    private record Place(Wave wave, int position) {
        AnalyzedPost post() {
            return wave.posts.get(position).post();
        }
    }

    /** By key, so that two writers cannot wait for each other, and neighbours in the index come together. */
    private static final Comparator<Entry> BY_KEY = Comparator.comparing(
            (Entry entry) -> entry.post().key(),
            Comparator.comparing(PostKey::source).thenComparing(PostKey::id));

    private final Map<PostKey, Integer> next = new HashMap<>();
    private final Map<PostKey, Place> last = new HashMap<>();
    private final List<Wave> waves = new ArrayList<>();

    private Waves() {}

    static List<Wave> of(List<SinkEvent> events) {
        Waves waves = new Waves();
        for (int i = 0; i < events.size(); i++) {
            SinkEvent event = events.get(i);
            if (event instanceof AnalyzedPost post) {
                waves.add(new Entry(i, post));
            } else if (event instanceof PostDeletion deletion) {
                waves.wave(List.of(deletion.key())).deletions.add(deletion);
                waves.last.remove(deletion.key());
            }
        }
        waves.waves.forEach(wave -> {
            wave.posts.sort(BY_KEY);
            wave.deletions.sort(Comparator.comparing(
                    PostDeletion::key, Comparator.comparing(PostKey::source).thenComparing(PostKey::id)));
        });
        return waves.waves;
    }

    private void add(Entry entry) {
        AnalyzedPost post = entry.post();
        PostKey key = post.key();
        Place before = last.get(key);
        if (before != null && replaces(post, before.post())) {
            before.wave().posts.set(before.position(), entry);
            return;
        }
        List<PostKey> touched = new ArrayList<>();
        touched.add(key);
        post.post().supersedes().forEach(id -> touched.add(new PostKey(key.source(), id)));
        Wave wave = wave(touched);
        wave.posts.add(entry);
        touched.forEach(last::remove);
        last.put(key, new Place(wave, wave.posts.size() - 1));
        for (PostKey superseded : touched.subList(1, touched.size())) {
            wave.deletions.add(new PostDeletion(superseded, Post.MAX_TIME));
        }
    }

    /** Whether nothing would be left of the earlier one, had both been written. */
    private static boolean replaces(AnalyzedPost later, AnalyzedPost earlier) {
        return later.result().model().equals(earlier.result().model())
                && later.post().supersedes().equals(earlier.post().supersedes())
                && !later.post().version().isBefore(earlier.post().version())
                && !later.analyzedAt().isBefore(earlier.analyzedAt());
    }

    /** The first wave after all that have one of these keys. */
    private Wave wave(List<PostKey> touched) {
        int number = 0;
        for (PostKey key : touched) {
            number = Math.max(number, next.getOrDefault(key, 0));
        }
        for (PostKey key : touched) {
            next.put(key, number + 1);
        }
        while (waves.size() <= number) {
            waves.add(new Wave());
        }
        return waves.get(number);
    }
}
