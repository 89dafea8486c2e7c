package dev.sentiment4j.postgres;

import com.google.gson.JsonObject;
import dev.sentiment4j.alert.Alert;
import dev.sentiment4j.alert.AlertSink;
import dev.sentiment4j.alert.AlertState;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Episodes of alerts as rows of {@code sentiment_alerts}, pending ones too: see {@link PostgresAlerts}. Told twice, an
 * episode is one row. A cell whose text is longer than {@value #MAX_CELL} bytes is cut and ends in a digest; the whole
 * is in {@code details} then. Thread-safe.
 */
public final class PostgresAlertSink implements AlertSink {
    /** Bytes: with a rule's name in one index, whose entries hold 2,704. */
    private static final int MAX_CELL = 1_500;

    private final PostgresAlerts alerts;

    public PostgresAlertSink(PostgresAlerts alerts) {
        this.alerts = Objects.requireNonNull(alerts, "alerts");
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Set<AlertState> states() {
        return Set.of(AlertState.values());
    }

    @Override
    public void tell(Alert alert) {
        alerts.store(stored(alert));
    }

    private static StoredAlert stored(Alert alert) {
        JsonObject details = new JsonObject();
        details.addProperty("metric", alert.metric().id());
        details.addProperty("window", alert.window());
        details.addProperty("summary", Texts.clean(alert.summary()));
        alert.firedAt().ifPresent(time -> details.addProperty("fired_at", time.toString()));
        String whole = Texts.clean(alert.cell().toString());
        String cell = Texts.indexable(whole, MAX_CELL);
        if (!cell.equals(whole)) {
            details.addProperty("cell", whole);
        }
        return new StoredAlert(
                alert.rule(),
                cell,
                switch (alert.severity()) {
                    case INFO -> StoredAlert.Severity.INFO;
                    case WARNING -> StoredAlert.Severity.WARNING;
                    case CRITICAL -> StoredAlert.Severity.CRITICAL;
                },
                switch (alert.state()) {
                    case PENDING -> StoredAlert.State.PENDING;
                    case FIRING -> StoredAlert.State.FIRING;
                    case RESOLVED -> StoredAlert.State.RESOLVED;
                },
                alert.startedAt(),
                alert.updatedAt(),
                alert.resolvedAt(),
                OptionalDouble.of(alert.value()),
                OptionalDouble.of(alert.threshold()),
                OptionalLong.of(alert.posts()),
                alert.samples(),
                details.toString());
    }
}
