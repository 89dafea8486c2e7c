package dev.sentiment4j.window;

import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What posts are told apart by: a name, and a function that gives a post's value. Equal if the names are. Immutable,
 * and thread-safe if its function is.
 */
public final class Dimension {
    /** {@value} characters of a value count, so that cells have a bounded size; what follows is cut. */
    public static final int MAX_VALUE = 500;

    private final String name;
    private final Function<? super Post, ? extends @Nullable String> value;

    private Dimension(String name, Function<? super Post, ? extends @Nullable String> value) {
        this.name = Objects.requireNonNull(name, "name");
        this.value = Objects.requireNonNull(value, "value");
    }

    /**
     * A dimension of one's own.
     *
     * @param name letters, digits, {@code _} and {@code -}, beginning with a letter
     * @param value null or an empty string for a post that has none: it counts in no cell of this dimension. A function
     *     that throws counts as that too, and is told once
     */
    public static Dimension of(String name, Function<? super Post, ? extends @Nullable String> value) {
        return new Dimension(name, value);
    }

    /** An attribute of posts, under its name. */
    public static Dimension attribute(String name) {
        return new Dimension(name, post -> post.attribute(name).orElse(null));
    }

    /** "city": that of {@link Post#geo()}. */
    public static Dimension city() {
        return new Dimension("city", post -> post.geo().flatMap(Geo::city).orElse(null));
    }

    /** "country": that of {@link Post#geo()}. */
    public static Dimension country() {
        return new Dimension("country", post -> post.geo().flatMap(Geo::country).orElse(null));
    }

    /** The attribute {@value Post#PRODUCT}. */
    public static Dimension product() {
        return attribute(Post.PRODUCT);
    }

    /** The attribute {@value Post#CHANNEL}. */
    public static Dimension channel() {
        return attribute(Post.CHANNEL);
    }

    /** "platform": {@link Post#source()}. */
    public static Dimension platform() {
        return new Dimension("platform", Post::source);
    }

    /** "language": {@link Post#language()}. */
    public static Dimension language() {
        return new Dimension("language", post -> post.language().orElse(null));
    }

    /** What cells call it. */
    public String name() {
        return name;
    }

    /** The function. */
    Function<? super Post, ? extends @Nullable String> value() {
        return value;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Dimension d && name.equals(d.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
