package dev.sentiment4j.spring;

import dev.sentiment4j.InvalidOptionsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** Says that something was asked for whose jar is missing, or what it needs; it would else be left out in silence. */
final class ConnectorCheck implements SmartInitializingSingleton {
    private static final Map<String, List<String>> PARTS = Map.of(
            "redis", List.of("source", "sink", "dead-letters", "counters", "cache"),
            "postgres", List.of("source", "sink", "dead-letters"),
            "x", List.of("stream", "search"),
            "reddit", List.of("source"),
            "instagram", List.of("source"),
            "synthetic", List.of("source"));
    private static final Map<String, String> CLASSES = Map.of(
            "redis", "dev.sentiment4j.redis.RedisStreamSource",
            "postgres", "dev.sentiment4j.postgres.PostgresSink",
            "x", "dev.sentiment4j.x.XFilteredStreamSource",
            "reddit", "dev.sentiment4j.reddit.RedditSource",
            "instagram", "dev.sentiment4j.instagram.InstagramSource",
            "synthetic", "dev.sentiment4j.synthetic.SyntheticSource");

    private static final String NO_DATABASE =
            "there is no single DataSource; set spring.datasource.url, or sentiment.postgres.url";

    private final Environment environment;
    private final ClassLoader loader;
    private final boolean postgresIsThere;

    ConnectorCheck(Environment environment, ClassLoader loader, boolean postgresIsThere) {
        this.environment = environment;
        this.loader = loader;
        this.postgresIsThere = postgresIsThere;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<String> problems = new ArrayList<>();
        new TreeMap<>(PARTS).forEach((connector, parts) -> {
            boolean there = ClassUtils.isPresent(CLASSES.getOrDefault(connector, ""), loader);
            for (String part : parts) {
                String property = "sentiment." + connector + "." + part + ".enabled";
                if (!environment.getProperty(property, Boolean.class, false)) {
                    continue;
                }
                if (!there) {
                    problems.add(property + " = true: add dev.sentiment4j:sentiment-connector-" + connector);
                } else if (connector.equals("postgres") && !postgresIsThere) {
                    problems.add(property + " = true: " + NO_DATABASE);
                }
            }
        });
        windows(problems);
        if (!problems.isEmpty()) {
            throw new InvalidOptionsException("connectors", problems);
        }
    }

    private void windows(List<String> problems) {
        boolean windows = environment.getProperty("sentiment.windows.enabled", Boolean.class, false);
        boolean alerts = environment.getProperty("sentiment.alerts.enabled", Boolean.class, false);
        if (windows && !ClassUtils.isPresent("dev.sentiment4j.window.SentimentWindows", loader)) {
            problems.add("sentiment.windows.enabled = true: add dev.sentiment4j:sentiment-windows");
        }
        if (alerts && !windows) {
            problems.add("sentiment.alerts.enabled = true: looks at windows; set sentiment.windows.enabled=true");
        }
        if (environment.getProperty("sentiment.alerts.postgres.enabled", Boolean.class, false)) {
            storedAlerts(problems, alerts);
        }
    }

    private void storedAlerts(List<String> problems, boolean alerts) {
        String asked = "sentiment.alerts.postgres.enabled = true: ";
        if (!alerts) {
            problems.add(asked + "set sentiment.alerts.enabled=true");
        } else if (!ClassUtils.isPresent(CLASSES.getOrDefault("postgres", ""), loader)) {
            problems.add(asked + "add dev.sentiment4j:sentiment-connector-postgres");
        } else if (!postgresIsThere) {
            problems.add(asked + NO_DATABASE);
        }
    }
}
