package dev.sentiment4j.x;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentiment4j.http.Json;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.InvalidPostException;
import dev.sentiment4j.pipeline.Post;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Makes posts of X's objects, in either spelling of their fields. Thread-safe. */
final class PostMapping {
    /** What stands beside the posts, by id. */
    static final class Includes {
        private final Map<String, JsonNode> users = new HashMap<>();
        private final Map<String, JsonNode> posts = new HashMap<>();
        private final Map<String, JsonNode> places = new HashMap<>();

        static Includes of(JsonNode message) {
            Includes all = new Includes();
            JsonNode includes = message.path("includes");
            fill(all.users, includes.path("users"));
            fill(all.posts, includes.path("tweets"));
            fill(all.posts, includes.path("posts"));
            fill(all.places, includes.path("places"));
            return all;
        }

        private static void fill(Map<String, JsonNode> map, JsonNode list) {
            list.forEach(item -> Json.text(item, "id").ifPresent(id -> map.put(id, item)));
        }
    }

    private final Supplier<Instant> now;

    /**
     * A mapping.
     *
     * @param now the time of a post that tells none
     */
    PostMapping(Supplier<Instant> now) {
        this.now = now;
    }

    /**
     * A post.
     *
     * @param data the object
     * @param rules those that it matched; a missing node if it is not known
     * @throws InvalidPostException if it is none
     */
    Post post(JsonNode data, Includes includes, JsonNode rules) {
        String id = Json.text(data, "id")
                .orElseThrow(() -> new InvalidPostException("post of X", List.of("data.id: is missing")));
        String text = text(data, includes)
                .orElseThrow(() -> new InvalidPostException("post of X", List.of("data.text: is missing")));
        Post.Builder post = Post.builder("x", id)
                .text(text)
                .createdAt(Json.instant(data, "created_at").orElseGet(() -> timeOf(id)))
                .supersedes(earlier(data, id));
        author(data, includes, id, post);
        Json.text(data, "lang")
                .ifPresent(code -> post.language(Languages.tag(code).orElse(null)));
        geo(data, includes).ifPresent(post::geo);
        attributes(data, rules, post);
        return post.build();
    }

    /** All of the text: that of the long form, and of what was reposted, which X cuts otherwise. */
    private static Optional<String> text(JsonNode data, Includes includes) {
        Optional<String> own = ownText(data);
        Optional<JsonNode> reposted = references(data)
                .filter(reference -> "retweeted".equals(reference.path("type").asText())
                        || "reposted".equals(reference.path("type").asText()))
                .findFirst()
                .flatMap(reference -> Json.text(reference, "id"))
                .map(includes.posts::get);
        if (own.isEmpty() || reposted.isEmpty()) {
            return own;
        }
        String cut = own.get();
        int colon = cut.startsWith("RT @") ? cut.indexOf(": ") : -1;
        String prefix = colon < 0 ? "" : cut.substring(0, colon + 2);
        return ownText(reposted.get()).map(whole -> prefix + whole).or(() -> own);
    }

    private static Optional<String> ownText(JsonNode data) {
        return Json.field(data, "note_tweet", "note_post")
                .flatMap(note -> Json.text(note, "text"))
                .or(() -> Json.text(data, "text"));
    }

    private static java.util.stream.Stream<JsonNode> references(JsonNode data) {
        return Json.field(data, "referenced_tweets", "referenced_posts").stream()
                .flatMap(list -> StreamSupport.stream(list.spliterator(), false));
    }

    private static List<String> earlier(JsonNode data, String id) {
        List<String> earlier = new ArrayList<>();
        Json.field(data, "edit_history_tweet_ids", "edit_history_post_ids").ifPresent(list -> {
            for (JsonNode entry : list) {
                // Those behind it in the list are newer.
                if (entry.asText().equals(id)) {
                    break;
                }
                earlier.add(entry.asText());
            }
        });
        return earlier;
    }

    private static void author(JsonNode data, Includes includes, String id, Post.Builder post) {
        Optional<String> authorId = Json.text(data, "author_id");
        Optional<JsonNode> user = authorId.map(includes.users::get);
        Optional<String> username = user.flatMap(u -> Json.text(u, "username"));
        authorId.ifPresent(post::authorId);
        username.ifPresent(post::authorName);
        user.flatMap(u -> Json.text(u, "name")).ifPresent(name -> post.attribute("author_display_name", name));
        post.url("https://x.com/" + username.orElse("i") + "/status/" + id);
    }

    private static Optional<Geo> geo(JsonNode data, Includes includes) {
        JsonNode geo = data.path("geo");
        @Nullable
        JsonNode place = Json.text(geo, "place_id").map(includes.places::get).orElse(null);
        Optional<Geo> named = Optional.ofNullable(place)
                .map(p -> Geo.of(
                        "city".equals(p.path("place_type").asText())
                                ? Json.text(p, "name", "full_name").orElse(null)
                                : null,
                        Json.text(p, "country_code", "country").orElse(null)));
        JsonNode point = geo.path("coordinates").path("coordinates");
        if (!point.path(0).isNumber() || !point.path(1).isNumber()) {
            return named;
        }
        try {
            // GeoJSON: longitude first.
            return Optional.of(named.orElseGet(() -> Geo.of(null, null))
                    .withCoordinates(point.get(1).asDouble(), point.get(0).asDouble()));
        } catch (InvalidPostException e) {
            return named;
        }
    }

    private static void attributes(JsonNode data, JsonNode rules, Post.Builder post) {
        joined(rules, "id").ifPresent(ids -> post.attribute("matching_rule_ids", ids));
        joined(rules, "tag").ifPresent(tags -> post.attribute("matching_rule_tags", tags));
        for (String name : List.of("conversation_id", "in_reply_to_user_id", "possibly_sensitive", "community_id")) {
            Json.text(data, name).ifPresent(value -> post.attribute(name, value));
        }
        Json.text(data, "lang")
                .filter(code -> Languages.tag(code).isEmpty())
                .ifPresent(code -> post.attribute("x_lang", code));
        references(data).forEach(reference -> Json.text(reference, "id").ifPresent(id -> {
            switch (reference.path("type").asText()) {
                case "retweeted", "reposted" -> post.attribute("repost_of", id);
                case "quoted" -> post.attribute("quote_of", id);
                case "replied_to" -> post.attribute("reply_to", id);
                default -> post.attribute("refers_to", id);
            }
        }));
        JsonNode withheld = data.path("withheld");
        String countries = StreamSupport.stream(withheld.path("country_codes").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(","));
        if (withheld.isObject()) {
            post.attribute("withheld_in", countries);
            Json.text(withheld, "copyright").ifPresent(value -> post.attribute("withheld_copyright", value));
        }
    }

    private static Optional<String> joined(JsonNode list, String field) {
        String joined = StreamSupport.stream(list.spliterator(), false)
                .map(item -> Json.text(item, field).orElse(""))
                .filter(value -> !value.isEmpty())
                .collect(Collectors.joining(","));
        return joined.isEmpty() ? Optional.empty() : Optional.of(joined);
    }

    private Instant timeOf(String id) {
        Instant present = now.get();
        return Marks.number(id, present).stream()
                .boxed()
                .flatMap(number -> Snowflake.time(number).stream())
                .filter(told -> !told.isAfter(present))
                .findFirst()
                .orElse(present);
    }
}
