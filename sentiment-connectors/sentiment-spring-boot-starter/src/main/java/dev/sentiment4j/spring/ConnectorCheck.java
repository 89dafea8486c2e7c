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
            "postgres", List.of("source", "sink", "dead-letters"));
    private static final Map<String, String> CLASSES = Map.of(
            "redis", "dev.sentiment4j.redis.RedisStreamSource",
            "postgres", "dev.sentiment4j.postgres.PostgresSink");

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
                    problems.add(
                            property
                                    + " = true: there is no single DataSource; set spring.datasource.url, or sentiment.postgres.url");
                }
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidOptionsException("connectors", problems);
        }
    }
}
