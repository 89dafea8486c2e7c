package dev.sentiment4j.examples.dashboard.view;

import dev.sentiment4j.alert.Alert;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.postgres.StoredAlert;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An episode of an alert rule.
 *
 * @param cell what it is about, such as {@code product=phone}; empty for everything
 * @param samplePosts some of the posts behind it, as {@code source/id}
 */
@Schema(name = "Alert")
public record AlertView(
        String rule,
        String cell,

        @Schema(allowableValues = {"info", "warning", "critical"})
        String severity,

        @Schema(allowableValues = {"pending", "firing", "resolved"})
        String state,

        Instant startedAt,
        Instant updatedAt,
        @Nullable Instant resolvedAt,
        @Nullable Double observed,
        @Nullable Double threshold,
        @Nullable Long postCount,
        List<String> samplePosts) {
    /** As the engine tells it. */
    public static AlertView of(Alert alert) {
        return new AlertView(
                alert.rule(),
                alert.cell().toString(),
                alert.severity().name().toLowerCase(Locale.ROOT),
                alert.state().name().toLowerCase(Locale.ROOT),
                alert.startedAt(),
                alert.updatedAt(),
                alert.resolvedAt().orElse(null),
                Numbers.rounded(alert.value()),
                Numbers.rounded(alert.threshold()),
                alert.posts(),
                alert.samples().stream().map(PostKey::toString).toList());
    }

    /** Of the database. */
    public static AlertView of(StoredAlert alert) {
        return new AlertView(
                alert.rule(),
                alert.cell(),
                alert.severity().name().toLowerCase(Locale.ROOT),
                alert.state().name().toLowerCase(Locale.ROOT),
                alert.startedAt(),
                alert.updatedAt(),
                alert.resolvedAt().orElse(null),
                Numbers.rounded(alert.observed()),
                Numbers.rounded(alert.threshold()),
                alert.postCount().isPresent() ? alert.postCount().getAsLong() : null,
                alert.samplePosts().stream().map(PostKey::toString).toList());
    }
}
