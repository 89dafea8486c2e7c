package dev.sentiment4j.spring;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where sources of platforms keep how far they have come.
 *
 * @param store What keeps it.
 * @param directory Directory of the files, with store = file.
 */
@ConfigurationProperties("sentiment.checkpoints")
public record CheckpointProperties(
        @DefaultValue("none") Store store, @Nullable Path directory) {
    /** What keeps checkpoints. */
    public enum Store {
        /** Nothing; sources that need one refuse to start. */
        NONE,
        /** This process: a restart begins anew. */
        MEMORY,
        /** Files in a directory. */
        FILE,
        /** The Redis of sentiment.redis. */
        REDIS,
        /** The database of sentiment.postgres. */
        POSTGRES
    }
}
