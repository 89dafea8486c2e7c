package dev.sentiment4j.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A post, comment or message of some platform: a key, a text, a time, and what else is known. Immutable and
 * thread-safe; equal if all of it is equal.
 *
 * <p>The key is strict ({@link PostKey}). The text and every other string may hold anything: NUL, control characters,
 * lone surrogates, megabytes; where a store cannot hold that, its sink writes U+FFFD instead, or rejects the post.
 *
 * <pre>{@code
 * Post post = Post.builder("x", "1790000000000000001")
 *         .text("@AcmeSupport two hours on hold")
 *         .createdAt(Instant.parse("2026-03-01T12:00:00Z"))
 *         .language("en")
 *         .attribute(Post.PRODUCT, "phone")
 *         .build();
 * }</pre>
 */
public final class Post implements PostEvent {
    /** The attribute {@value}: what the post is about. */
    public static final String PRODUCT = "product";
    /** The attribute {@value}: where on its platform, or through which inbox, it came. */
    public static final String CHANNEL = "channel";
    /** The earliest time of a post: the beginning of the year 0. */
    public static final Instant MIN_TIME = Instant.parse("0000-01-01T00:00:00Z");
    /** The latest time of a post: the end of the year 9999. */
    public static final Instant MAX_TIME = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private final PostKey key;
    private final String text;
    private final Instant createdAt;
    private final @Nullable Instant editedAt;
    private final Set<String> supersedes;
    private final @Nullable String authorId;
    private final @Nullable String authorName;
    private final @Nullable String language;
    private final @Nullable String url;
    private final @Nullable Geo geo;
    private final Map<String, String> attributes;

    private Post(Builder b, String text, Instant createdAt) {
        this.key = b.key;
        this.text = text;
        this.createdAt = createdAt;
        this.editedAt = b.editedAt;
        this.supersedes = Collections.unmodifiableSet(new LinkedHashSet<>(b.supersedes));
        this.authorId = b.authorId;
        this.authorName = b.authorName;
        this.language = b.language;
        this.url = b.url;
        this.geo = b.geo;
        this.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(b.attributes));
    }

    /**
     * Starts a post; text and creation time are required.
     *
     * @param source the platform, see {@link PostKey}
     * @param id the post's id there
     * @throws InvalidPostException if they make no key
     */
    public static Builder builder(String source, String id) {
        return new Builder(new PostKey(source, id));
    }

    /** A builder that starts from this post. */
    public Builder toBuilder() {
        Builder b = new Builder(key);
        b.text = text;
        b.createdAt = createdAt;
        b.editedAt = editedAt;
        b.supersedes.addAll(supersedes);
        b.authorId = authorId;
        b.authorName = authorName;
        b.language = language;
        b.url = url;
        b.geo = geo;
        b.attributes.putAll(attributes);
        return b;
    }

    @Override
    public PostKey key() {
        return key;
    }

    /** The platform: that of the key. */
    public String source() {
        return key.source();
    }

    /** The id on the platform: that of the key. */
    public String id() {
        return key.id();
    }

    /** What was written; any string, also an empty one. */
    public String text() {
        return text;
    }

    /** When it was written, by the platform's clock, which may be wrong. Years 0 to 9999. */
    public Instant createdAt() {
        return createdAt;
    }

    /** When it got its present form, if it was edited. Years 0 to 9999. */
    public Optional<Instant> editedAt() {
        return Optional.ofNullable(editedAt);
    }

    /**
     * What orders the versions of a post: when it was edited, or else written. Of two versions under one key the later
     * stands; of two with the same time, the one that was written last.
     */
    public Instant version() {
        return editedAt == null ? createdAt : editedAt;
    }

    /** Earlier ids on the same platform that this post replaces, where an edit makes a new id; mostly empty. */
    public Set<String> supersedes() {
        return supersedes;
    }

    /** The author's id on the platform. */
    public Optional<String> authorId() {
        return Optional.ofNullable(authorId);
    }

    /** The author's name on the platform, which may change. */
    public Optional<String> authorName() {
        return Optional.ofNullable(authorName);
    }

    /** The language as a BCP 47 tag such as "en" or "pt-BR", as the platform tells it. */
    public Optional<String> language() {
        return Optional.ofNullable(language);
    }

    /** Where people find it; not checked to be a URL. */
    public Optional<String> url() {
        return Optional.ofNullable(url);
    }

    /** Where it is from. */
    public Optional<Geo> geo() {
        return Optional.ofNullable(geo);
    }

    /** Whatever else is known, such as {@link #PRODUCT} and {@link #CHANNEL}; in the order in which it was added. */
    public Map<String, String> attributes() {
        return attributes;
    }

    /** One of the attributes. */
    public Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(Objects.requireNonNull(name, "name")));
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Post p
                && key.equals(p.key)
                && text.equals(p.text)
                && createdAt.equals(p.createdAt)
                && Objects.equals(editedAt, p.editedAt)
                && supersedes.equals(p.supersedes)
                && Objects.equals(authorId, p.authorId)
                && Objects.equals(authorName, p.authorName)
                && Objects.equals(language, p.language)
                && Objects.equals(url, p.url)
                && Objects.equals(geo, p.geo)
                && attributes.equals(p.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, text, createdAt, editedAt);
    }

    /** Key, time and length; never the text, the author, or anything else that somebody wrote. */
    @Override
    public String toString() {
        return "Post[" + key + ", " + text.length() + " characters, createdAt=" + createdAt
                + (editedAt == null ? "" : ", editedAt=" + editedAt)
                + (supersedes.isEmpty() ? "" : ", supersedes " + supersedes.size()) + "]";
    }

    static void checkTime(List<String> problems, String name, Instant time) {
        if (time.isBefore(MIN_TIME) || time.isAfter(MAX_TIME)) {
            problems.add(name + ": must be in the years 0 to 9999");
        }
    }

    /**
     * Collects a post; each setter's meaning is that of the getter of the same name, and null means not known. Not
     * thread-safe.
     */
    public static final class Builder {
        private final PostKey key;
        private @Nullable String text;
        private @Nullable Instant createdAt;
        private @Nullable Instant editedAt;
        private final Set<String> supersedes = new LinkedHashSet<>();
        private @Nullable String authorId;
        private @Nullable String authorName;
        private @Nullable String language;
        private @Nullable String url;
        private @Nullable Geo geo;
        private final Map<String, String> attributes = new LinkedHashMap<>();

        private Builder(PostKey key) {
            this.key = key;
        }

        /** Required. */
        public Builder text(String text) {
            this.text = Objects.requireNonNull(text, "text");
            return this;
        }

        /** Required. */
        public Builder createdAt(Instant createdAt) {
            this.createdAt = Objects.requireNonNull(createdAt, "createdAt");
            return this;
        }

        public Builder editedAt(@Nullable Instant editedAt) {
            this.editedAt = editedAt;
            return this;
        }

        /** Replaces the ids set before. */
        public Builder supersedes(Collection<String> ids) {
            List<String> copy = List.copyOf(ids);
            supersedes.clear();
            supersedes.addAll(copy);
            return this;
        }

        public Builder authorId(@Nullable String authorId) {
            this.authorId = authorId;
            return this;
        }

        public Builder authorName(@Nullable String authorName) {
            this.authorName = authorName;
            return this;
        }

        public Builder language(@Nullable String language) {
            this.language = language;
            return this;
        }

        public Builder url(@Nullable String url) {
            this.url = url;
            return this;
        }

        public Builder geo(@Nullable Geo geo) {
            this.geo = geo;
            return this;
        }

        /** Adds an attribute, or takes it away if the value is null. */
        public Builder attribute(String name, @Nullable String value) {
            Objects.requireNonNull(name, "name");
            if (value == null) {
                attributes.remove(name);
            } else {
                attributes.put(name, value);
            }
            return this;
        }

        /** Adds attributes. */
        public Builder attributes(Map<String, String> more) {
            more.forEach(this::attribute);
            return this;
        }

        /**
         * The post.
         *
         * @throws InvalidPostException listing everything that is missing or breaks a rule
         */
        public Post build() {
            List<String> problems = new ArrayList<>();
            String t = text;
            Instant created = createdAt;
            if (t == null) {
                problems.add("text: is missing");
            }
            if (created == null) {
                problems.add("createdAt: is missing");
            } else {
                checkTime(problems, "createdAt", created);
            }
            if (editedAt != null) {
                checkTime(problems, "editedAt", editedAt);
            }
            for (String id : supersedes) {
                PostKey.check(problems, "supersedes", id, PostKey.MAX_ID);
                if (id.equals(key.id())) {
                    problems.add("supersedes: a post cannot replace itself; set editedAt instead");
                }
            }
            if (attributes.containsKey("")) {
                problems.add("attributes: a name must not be empty");
            }
            if (t == null || created == null || !problems.isEmpty()) {
                throw new InvalidPostException("post " + key, problems);
            }
            return new Post(this, t, created);
        }
    }
}
