package dev.sentiment4j.window;

import dev.sentiment4j.Classification;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.TestPosts;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Posts with every kind of value, and streams of them. */
public final class Streams {
    /** Later than all posts of the tests, so that none is from the future. */
    public static final Clock LATER = Clock.fixed(Instant.parse("2027-01-01T00:00:00Z"), ZoneOffset.UTC);

    private static final String[] EMOTIONS = {"anger", "joy", "sadness"};
    private static final String[] CITIES = {"Berlin", "Köln", "Paris, France", "a=b", "*"};

    private Streams() {}

    /** A result with a score from -1 to 1 whose label is the sign of it. */
    public static SentimentResult result(double score, double toxicity, String emotion) {
        Map<SentimentLabel, Double> probabilities = new LinkedHashMap<>();
        double strength = Math.abs(score);
        probabilities.put(SentimentLabel.NEGATIVE, score < -0.2 ? 0.5 + strength / 2 : 0.1);
        probabilities.put(SentimentLabel.NEUTRAL, strength <= 0.2 ? 0.8 : 0.2);
        probabilities.put(SentimentLabel.POSITIVE, score > 0.2 ? 0.5 + strength / 2 : 0.1);
        return SentimentResult.builder(TestPosts.MODEL)
                .sentiment(probabilities, score)
                .head("emotion", Classification.exclusive(Map.of(emotion, 1.0)))
                .head("toxicity", Classification.independent(Map.of("toxic", toxicity), List.of()))
                .build();
    }

    /** A post so many milliseconds after noon. */
    public static Post.Builder post(String id, long millis) {
        return TestPosts.post(id, "text").createdAt(TestPosts.NOON.plusMillis(millis));
    }

    /** The post, analyzed. */
    public static AnalyzedPost analyzed(Post post, double score) {
        return new AnalyzedPost(post, result(score, 0.1, "joy"), TestPosts.NOON);
    }

    /**
     * Posts over some minutes: most nearly in order, some late, some far too late; repeated, edited, analyzed again,
     * deleted, superseded.
     */
    static List<SinkEvent> random(Random random, int events, long millis) {
        List<SinkEvent> made = new ArrayList<>();
        List<AnalyzedPost> posts = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            long now = millis * i / events;
            double dice = random.nextDouble();
            if (dice < 0.75 || posts.isEmpty()) {
                long delay = random.nextInt(100) < 90 ? random.nextInt(5_000) : random.nextInt(300_000);
                AnalyzedPost post = one(random, "p" + i, now - delay);
                posts.add(post);
                made.add(post);
                continue;
            }
            AnalyzedPost known = posts.get(random.nextInt(posts.size()));
            Instant then = TestPosts.NOON.plusMillis(now);
            if (dice < 0.83) {
                made.add(known);
            } else if (dice < 0.91) {
                Post edited = known.post().toBuilder().editedAt(then).build();
                AnalyzedPost again =
                        new AnalyzedPost(edited, one(random, "x", now).result(), then);
                posts.add(again);
                made.add(again);
            } else if (dice < 0.94) {
                made.add(new AnalyzedPost(known.post(), one(random, "x", now).result(), then));
            } else if (dice < 0.98) {
                made.add(new PostDeletion(known.key(), then));
            } else {
                AnalyzedPost successor = one(random, "s" + i, now);
                Post superseding = successor.post().toBuilder()
                        .supersedes(List.of(known.post().id()))
                        .build();
                AnalyzedPost event = new AnalyzedPost(superseding, successor.result(), then);
                posts.add(event);
                made.add(event);
            }
        }
        return made;
    }

    private static AnalyzedPost one(Random random, String id, long millis) {
        Post.Builder post = post(id, millis)
                .attribute(Post.PRODUCT, random.nextInt(10) == 0 ? null : "product " + random.nextInt(6))
                .authorId(random.nextInt(8) == 0 ? null : "author " + random.nextInt(400));
        if (random.nextInt(6) > 0) {
            post.geo(Geo.of(CITIES[random.nextInt(CITIES.length)], null));
        }
        double score = Math.round((random.nextDouble() * 2 - 1) * 1e4) / 1e4;
        SentimentResult result = result(score, random.nextDouble(), EMOTIONS[random.nextInt(EMOTIONS.length)]);
        return new AnalyzedPost(post.build(), result, TestPosts.NOON);
    }

    static PostKey key(String id) {
        return TestPosts.key(id);
    }
}
