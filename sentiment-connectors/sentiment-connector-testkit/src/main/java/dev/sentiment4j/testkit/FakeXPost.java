package dev.sentiment4j.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A made-up post of {@link FakeX}, as X would write it. Immutable and thread-safe. */
public final class FakeXPost {
    /** How X names its fields: guides and the live wire on one side, its newest specification on the other. */
    public enum Spelling {
        /** {@code note_tweet}, {@code referenced_tweets}. */
        TWEET,
        /** {@code note_post}, {@code referenced_posts}. */
        POST
    }

    private static final JsonMapper JSON = JsonMapper.builder()
            // So that lone surrogates survive.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final long FIRST_MILLIS = 1_288_834_974_657L;

    private record Rule(String id, @Nullable String tag) {}

    private record Reference(String type, FakeXPost post) {}

    private final Builder b;

    private FakeXPost(Builder b) {
        this.b = b;
    }

    /**
     * The lowest id that X gives at a time: its ids tell when they were given, and connectors go by that. Milliseconds
     * since X's first one, then 22 bits of machine and sequence.
     *
     * @param time after the fourth of November 2010
     */
    public static long firstId(Instant time) {
        return (time.toEpochMilli() - FIRST_MILLIS) << 22;
    }

    /** A post by "ann" in English. */
    public static FakeXPost of(String id, String text, Instant createdAt) {
        return builder(id, text, createdAt).build();
    }

    /** Starts a post by "ann" in English. */
    public static Builder builder(String id, String text, Instant createdAt) {
        return new Builder(id, text, createdAt);
    }

    public String id() {
        return b.id;
    }

    public Instant createdAt() {
        return b.createdAt;
    }

    /** The ids that this one replaces, itself last. */
    public List<String> editHistory() {
        return List.copyOf(b.history);
    }

    /** The line of the stream, without its end. */
    public String line(Spelling spelling) {
        ObjectNode line = JSON.createObjectNode();
        line.set("data", data(spelling));
        ObjectNode includes = line.putObject("includes");
        include(includes, spelling);
        if (!b.rules.isEmpty()) {
            ArrayNode rules = line.putArray("matching_rules");
            for (Rule rule : b.rules) {
                ObjectNode node = rules.addObject().put("id", rule.id());
                if (rule.tag() != null) {
                    node.put("tag", rule.tag());
                }
            }
        }
        b.extra.accept(line);
        return write(line);
    }

    /** The object {@code data}. */
    ObjectNode data(Spelling spelling) {
        boolean tweet = spelling == Spelling.TWEET;
        ObjectNode data = JSON.createObjectNode().put("id", b.id).put("text", b.text);
        if (b.authorId != null) {
            data.put("author_id", b.authorId);
        }
        data.put("created_at", TIME.format(b.createdAt));
        if (b.language != null) {
            data.put("lang", b.language);
        }
        ArrayNode history = data.putArray(tweet ? "edit_history_tweet_ids" : "edit_history_post_ids");
        b.history.forEach(history::add);
        if (b.note != null) {
            data.putObject(tweet ? "note_tweet" : "note_post").put("text", b.note);
        }
        if (!b.references.isEmpty()) {
            ArrayNode references = data.putArray(tweet ? "referenced_tweets" : "referenced_posts");
            b.references.forEach(r -> references
                    .addObject()
                    .put("type", r.type())
                    .put("id", r.post().id()));
        }
        if (!b.withheld.isEmpty()) {
            ArrayNode countries =
                    data.putObject("withheld").put("copyright", false).putArray("country_codes");
            b.withheld.forEach(countries::add);
        }
        if (b.place != null) {
            data.putObject("geo").put("place_id", "place-" + b.id);
        }
        return data;
    }

    /** Adds what belongs to it to {@code includes}. */
    void include(ObjectNode includes, Spelling spelling) {
        if (b.authorId != null && b.username != null) {
            includes.withArray("users")
                    .addObject()
                    .put("id", b.authorId)
                    .put("name", b.username)
                    .put("username", b.username);
        }
        if (b.place != null) {
            includes.withArray("places")
                    .addObject()
                    .put("id", "place-" + b.id)
                    .put("full_name", b.place)
                    .put("name", b.place)
                    .put("country_code", "DE")
                    .put("place_type", "city");
        }
        for (Reference reference : b.references) {
            includes.withArray(spelling == Spelling.TWEET ? "tweets" : "posts")
                    .add(reference.post().data(spelling));
            reference.post().include(includes, spelling);
        }
    }

    static String write(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Id and length. */
    @Override
    public String toString() {
        return "FakeXPost[" + b.id + ", " + b.text.length() + " characters]";
    }

    /** Collects a post. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private final String text;
        private final Instant createdAt;
        private final List<String> history = new ArrayList<>();
        private final List<Rule> rules = new ArrayList<>();
        private final List<Reference> references = new ArrayList<>();
        private final List<String> withheld = new ArrayList<>();
        private @Nullable String authorId = "42";
        private @Nullable String username = "ann";
        private @Nullable String language = "en";
        private @Nullable String note;
        private @Nullable String place;
        private Consumer<ObjectNode> extra = line -> {};

        private Builder(String id, String text, Instant createdAt) {
            this.id = Objects.requireNonNull(id, "id");
            this.text = Objects.requireNonNull(text, "text");
            this.createdAt = Objects.requireNonNull(createdAt, "createdAt");
        }

        /** The author; without a name it is not among the included users; without an id it is not told at all. */
        public Builder author(@Nullable String id, @Nullable String username) {
            this.authorId = id;
            this.username = username;
            return this;
        }

        /** X's own code, such as "in" for Indonesian; null leaves it out. */
        public Builder language(@Nullable String code) {
            this.language = code;
            return this;
        }

        /** All of a long text, of which the other one is the beginning. */
        public Builder note(String text) {
            this.note = text;
            return this;
        }

        /** Earlier ids of an edited post, oldest first. */
        public Builder edits(String... earlierIds) {
            history.addAll(List.of(earlierIds));
            return this;
        }

        /** A post that it refers to, which is included: "retweeted", "quoted" or "replied_to". */
        public Builder reference(String type, FakeXPost post) {
            references.add(new Reference(type, post));
            return this;
        }

        /** A rule that it matches; null leaves its tag out. */
        public Builder rule(String id, @Nullable String tag) {
            rules.add(new Rule(id, tag));
            return this;
        }

        public Builder withheldIn(String... countryCodes) {
            withheld.addAll(List.of(countryCodes));
            return this;
        }

        /** A city in Germany. */
        public Builder place(String name) {
            this.place = name;
            return this;
        }

        /** A partial error beside the post, such as a quoted one that nobody may see. */
        public Builder partialError(String title) {
            extra = extra.andThen(line -> line.withArray("errors")
                    .addObject()
                    .put("title", title)
                    .put("type", "https://api.x.com/2/problems/resource-not-found"));
            return this;
        }

        public FakeXPost build() {
            history.add(id);
            return new FakeXPost(this);
        }
    }
}
