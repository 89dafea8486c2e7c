package dev.sentiment4j.spring;

import dev.sentiment4j.churn.ChurnOptions;
import dev.sentiment4j.churn.ChurnScorer;
import dev.sentiment4j.window.Dimension;
import dev.sentiment4j.window.WindowOptions;
import dev.sentiment4j.window.WindowSpec;
import java.time.Duration;

/** The options of windows, from properties. */
final class WindowSettings {
    private WindowSettings() {}

    static WindowOptions options(WindowProperties properties) {
        WindowOptions.Builder options = WindowOptions.builder()
                .maxCells(properties.maxCells())
                .maxPosts(properties.maxPosts())
                .samples(properties.samples())
                .sketches(properties.sketches())
                .toxicityThreshold(properties.toxicityThreshold())
                .churnThreshold(properties.churnThreshold())
                .maxDelay(properties.maxDelay())
                .allowedLateness(properties.allowedLateness())
                .maxFuture(properties.maxFuture())
                .idleTimeout(properties.idleTimeout());
        if (properties.sizes().isEmpty()) {
            options.window(WindowSpec.tumbling(Duration.ofMinutes(1)));
        }
        properties.sizes().forEach(size -> options.window(spec(size)));
        properties.dimensions().forEach(name -> options.dimension(dimension(name)));
        properties.groups().forEach(group -> options.group(group.split("\\+")));
        if (properties.churn()) {
            options.churn(new ChurnScorer(ChurnOptions.defaults())::risk);
        }
        return options.build();
    }

    private static WindowSpec spec(WindowProperties.Size size) {
        Duration slide = size.slide();
        WindowSpec spec = slide == null ? WindowSpec.tumbling(size.size()) : WindowSpec.sliding(size.size(), slide);
        String name = size.name();
        return name == null ? spec : spec.named(name);
    }

    private static Dimension dimension(String name) {
        return switch (name) {
            case "city" -> Dimension.city();
            case "country" -> Dimension.country();
            case "product" -> Dimension.product();
            case "channel" -> Dimension.channel();
            case "platform" -> Dimension.platform();
            case "language" -> Dimension.language();
            default -> Dimension.attribute(name);
        };
    }
}
