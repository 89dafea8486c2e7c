package dev.sentiment4j.examples.dashboard.live;

import dev.sentiment4j.alert.Alert;
import dev.sentiment4j.alert.AlertSink;
import dev.sentiment4j.examples.dashboard.view.AlertView;
import dev.sentiment4j.postgres.PostgresAlerts;
import dev.sentiment4j.postgres.StoredAlert;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Brings alerts into the database, and to the pages that are open. */
@Component
public final class AlertRelay implements AlertSink {
    private final PostgresAlerts alerts;
    private final LiveFeed feed;
    private final JsonMapper json;

    AlertRelay(PostgresAlerts alerts, LiveFeed feed, JsonMapper json) {
        this.alerts = alerts;
        this.feed = feed;
        this.json = json;
    }

    @Override
    public String name() {
        return "dashboard";
    }

    @Override
    public void tell(Alert alert) {
        StoredAlert stored = new StoredAlert(
                alert.rule(),
                alert.cell().toString(),
                StoredAlert.Severity.valueOf(alert.severity().name()),
                StoredAlert.State.valueOf(alert.state().name()),
                alert.startedAt(),
                alert.updatedAt(),
                alert.resolvedAt(),
                OptionalDouble.of(alert.value()),
                OptionalDouble.of(alert.threshold()),
                OptionalLong.of(alert.posts()),
                alert.samples(),
                json.createObjectNode()
                        .put("metric", alert.metric().id())
                        .put("summary", alert.summary())
                        .toString());
        alerts.store(stored);
        feed.publish("alert", AlertView.of(stored));
    }
}
