package dev.sentiment4j.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentiment4j.http.Json;
import dev.sentiment4j.pipeline.InvalidPostException;
import dev.sentiment4j.pipeline.Post;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads media and comments. */
final class InstagramItems {
    static final String SOURCE = "instagram";
    static final String MEDIA_FIELDS = "caption,id,media_type,permalink,timestamp,like_count,comments_count";
    static final String COMMENT_FIELDS =
            "id,text,timestamp,username,like_count,parent_id,hidden,replies{id,text,timestamp,username,parent_id}";

    private InstagramItems() {}

    static Optional<String> id(JsonNode item) {
        return Json.text(item, "id").filter(id -> id.matches("[0-9_]{1,64}"));
    }

    /**
     * A media of a hashtag; without a caption its text is empty.
     *
     * @throws InvalidPostException saying all that is wrong with it
     */
    static Post media(JsonNode item, String hashtag) {
        return start(item, Json.text(item, "caption").orElse(""), List.of())
                .url(Json.text(item, "permalink").orElse(null))
                .attribute(Post.CHANNEL, "#" + hashtag)
                .attribute("kind", "media")
                .attribute("media_type", Json.text(item, "media_type").orElse(null))
                .build();
    }

    /**
     * A comment or a reply to one.
     *
     * @throws InvalidPostException saying all that is wrong with it
     */
    static Post comment(JsonNode item, String mediaId) {
        Optional<String> text = Json.text(item, "text");
        return start(item, text.orElse(""), text.isEmpty() ? List.of("text: is missing") : List.of())
                .authorName(Json.text(item, "username").orElse(null))
                .attribute(Post.CHANNEL, mediaId)
                .attribute("kind", "comment")
                .attribute("parent_id", Json.text(item, "parent_id").orElse(null))
                .attribute(
                        "hidden",
                        Json.text(item, "hidden").filter("true"::equals).orElse(null))
                .build();
    }

    private static Post.Builder start(JsonNode item, String text, List<String> problems) {
        List<String> all = new ArrayList<>(problems);
        Optional<String> id = id(item);
        Optional<Instant> at = Json.instant(item, "timestamp");
        if (id.isEmpty()) {
            all.add("id: must be digits");
        }
        if (at.isEmpty()) {
            all.add("timestamp: must be a time in ISO 8601");
        }
        if (!all.isEmpty()) {
            throw new InvalidPostException("item of Instagram", all);
        }
        return Post.builder(SOURCE, id.orElseThrow()).text(text).createdAt(at.orElseThrow());
    }

    /** A comment and the replies to it that came with it. */
    static List<JsonNode> withReplies(JsonNode comment) {
        List<JsonNode> all = new ArrayList<>();
        all.add(comment);
        comment.path("replies").path("data").forEach(all::add);
        return all;
    }
}
