package dev.sentiment4j.pipeline;

import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Posts, easy and hard ones, and what a model might say of them. */
public final class TestPosts {
    /** The platform of all of them. */
    public static final String SOURCE = "test";

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    public static final ModelInfo MODEL = new ModelInfo("fake", "1");

    /** Texts that some system somewhere cannot hold. */
    public static final List<String> HARD_TEXTS = List.of(
            "",
            " \t\r\n ",
            "NUL \u0000 inside",
            "controls \u0001\u0007\u001b[31m\u007f\u0085",
            "a lone high surrogate \ud83d here",
            "a lone low surrogate \ude00 here",
            "ends with a lone surrogate \ud83d",
            "noncharacters \uffff \ufffe \ufdd0",
            "emoji 😍👩‍👩‍👧‍👦🏳️‍🌈 and \u202eright to left\u202c עברית العربية",
            "quotes ' \" ` \\ \\' $$ $1 {} [] <>&;",
            "'; DROP TABLE social_media_posts; --",
            "{\"text\": \"not\\u0000json\"}",
            "lines\nof\r\ntext\u2028and\u2029more",
            "x".repeat(1 << 20));

    private TestPosts() {}

    /** A short post, so many seconds after noon as its number says. */
    public static Post post(int number) {
        return post(Integer.toString(number), "post number " + number)
                .createdAt(NOON.plus(Duration.ofSeconds(number)))
                .build();
    }

    /** Posts from a number on. */
    public static List<PostEvent> posts(int from, int count) {
        List<PostEvent> posts = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            posts.add(post(i));
        }
        return posts;
    }

    /** A post written at noon. */
    public static Post.Builder post(String id, String text) {
        return Post.builder(SOURCE, id).text(text).createdAt(NOON);
    }

    /** A post of which everything is known. */
    public static Post full(String id) {
        return post(id, "everything is known of me")
                .createdAt(NOON.minusSeconds(60))
                .editedAt(NOON)
                .supersedes(List.of("earlier-than-" + id, "earliest-of-" + id))
                .authorId("author 7")
                .authorName("Zoë \"the\" Tester")
                .language("en")
                .url("https://example.com/p/" + id + "?q=ü&x=1")
                .geo(Geo.of("Köln", "DE").withCoordinates(50.9375, 6.9603))
                .attribute(Post.PRODUCT, "phone")
                .attribute(Post.CHANNEL, "support")
                .attribute("empty", "")
                .build();
    }

    public static PostKey key(String id) {
        return new PostKey(SOURCE, id);
    }

    /** A result of {@link #MODEL}. */
    public static SentimentResult result(SentimentLabel label) {
        return result(label, MODEL);
    }

    public static SentimentResult result(SentimentLabel label, ModelInfo model) {
        double positive = label == SentimentLabel.POSITIVE ? 0.75 : 0.125;
        double negative = label == SentimentLabel.NEGATIVE ? 0.75 : 0.125;
        return SentimentResult.builder(model)
                .sentiment(Map.of(
                        SentimentLabel.NEGATIVE,
                        negative,
                        SentimentLabel.NEUTRAL,
                        1 - positive - negative,
                        SentimentLabel.POSITIVE,
                        positive))
                .build();
    }

    /** An analysis at noon. */
    public static AnalyzedPost analyzed(Post post, SentimentLabel label) {
        return new AnalyzedPost(post, result(label), NOON);
    }
}
