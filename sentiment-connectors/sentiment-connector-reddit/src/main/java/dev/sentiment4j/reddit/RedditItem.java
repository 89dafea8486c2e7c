package dev.sentiment4j.reddit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentiment4j.http.Json;
import dev.sentiment4j.pipeline.InvalidPostException;
import dev.sentiment4j.pipeline.Post;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A post or comment as Reddit shows it.
 *
 * @param post what it says; null where it is gone
 * @param gone whether its author or somebody in charge has taken it away
 */
record RedditItem(String name, Instant createdAt, @Nullable Post post, boolean gone) {
    /** The platform in keys. */
    static final String SOURCE = "reddit";

    private static final Pattern NAME = Pattern.compile("t[13]_[0-9a-z]{1,13}");
    private static final String DELETED = "[deleted]";
    private static final String REMOVED = "[removed]";
    private static final double MAX_SECONDS = 253_402_300_799d;

    /** When it was edited last, in milliseconds; 0 if never. */
    long edited() {
        return post == null ? 0 : post.editedAt().map(Instant::toEpochMilli).orElse(0L);
    }

    boolean hasAuthor() {
        return post != null && post.authorName().isPresent();
    }

    /** The name of a child of a listing, if it has one that can be one. */
    static Optional<String> name(JsonNode data) {
        return Json.text(data, "name").filter(name -> NAME.matcher(name).matches());
    }

    /**
     * Reads the data of a child of a listing.
     *
     * @throws InvalidPostException saying all that is wrong with it
     */
    static RedditItem read(JsonNode data) {
        List<String> problems = new ArrayList<>();
        Optional<String> name = name(data);
        if (name.isEmpty()) {
            problems.add("name: must be t1_ or t3_ and an id");
        }
        Optional<Instant> created = seconds(data, "created_utc");
        if (created.isEmpty()) {
            problems.add("created_utc: must be a number of seconds");
        }
        boolean comment = name.orElse("").startsWith("t1_");
        Optional<String> text = Json.text(data, comment ? "body" : "title");
        if (name.isPresent() && text.isEmpty()) {
            problems.add((comment ? "body" : "title") + ": is missing");
        }
        if (!problems.isEmpty()) {
            throw new InvalidPostException("item of a Reddit listing", problems);
        }
        String id = name.orElseThrow();
        Instant at = created.orElseThrow();
        if (isGone(data, comment)) {
            return new RedditItem(id, at, null, true);
        }
        return new RedditItem(id, at, post(data, id, at, comment, text.orElseThrow()), false);
    }

    private static boolean isGone(JsonNode data, boolean comment) {
        if (Json.field(data, "removed_by_category").isPresent()) {
            return true;
        }
        String author = Json.text(data, "author").orElse(DELETED);
        String text = Json.text(data, comment ? "body" : "selftext").orElse("");
        return author.equals(DELETED) && (text.equals(DELETED) || text.equals(REMOVED));
    }

    private static Post post(JsonNode data, String id, Instant created, boolean comment, String text) {
        String more = comment ? "" : Json.text(data, "selftext").orElse("");
        Post.Builder post = Post.builder(SOURCE, id)
                .text(more.isBlank() ? text : text + "\n\n" + more)
                .createdAt(created)
                .editedAt(seconds(data, "edited").orElse(null))
                .authorId(Json.text(data, "author_fullname").orElse(null))
                .authorName(Json.text(data, "author")
                        .filter(author -> !author.equals(DELETED))
                        .orElse(null))
                .url(Json.text(data, "permalink")
                        .map(path -> "https://www.reddit.com" + path)
                        .orElse(null))
                .attribute(Post.CHANNEL, Json.text(data, "subreddit").orElse(null))
                .attribute("kind", comment ? "comment" : "post");
        if (comment) {
            post.attribute("parent_id", Json.text(data, "parent_id").orElse(null))
                    .attribute("link_id", Json.text(data, "link_id").orElse(null));
        } else {
            post.attribute("link", link(data))
                    .attribute("flair", Json.text(data, "link_flair_text").orElse(null));
        }
        if (Json.text(data, "over_18").filter("true"::equals).isPresent()) {
            post.attribute("over_18", "true");
        }
        return post.build();
    }

    private static @Nullable String link(JsonNode data) {
        boolean self = Json.text(data, "is_self").filter("true"::equals).isPresent();
        return self ? null : Json.text(data, "url").orElse(null);
    }

    /** Seconds since 1970, as a float or as a string of one; false where there are none. */
    private static Optional<Instant> seconds(JsonNode data, String field) {
        return Json.text(data, field).flatMap(text -> {
            try {
                double seconds = Double.parseDouble(text);
                return seconds >= 0 && seconds <= MAX_SECONDS
                        ? Optional.of(Instant.ofEpochMilli(Math.round(seconds * 1000)))
                        : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }
}
