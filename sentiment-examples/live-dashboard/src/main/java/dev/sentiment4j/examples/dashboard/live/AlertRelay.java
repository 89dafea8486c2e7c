package dev.sentiment4j.examples.dashboard.live;

import dev.sentiment4j.alert.Alert;
import dev.sentiment4j.alert.AlertSink;
import dev.sentiment4j.examples.dashboard.view.AlertView;
import org.springframework.stereotype.Component;

/** Tells alerts to the pages that are open. */
@Component
public final class AlertRelay implements AlertSink {
    private final LiveFeed feed;

    AlertRelay(LiveFeed feed) {
        this.feed = feed;
    }

    @Override
    public String name() {
        return "feed";
    }

    @Override
    public void tell(Alert alert) {
        feed.publish("alert", AlertView.of(alert));
    }
}
