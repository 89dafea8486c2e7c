package dev.sentiment4j.examples.dashboard.wiring;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Turns tokens into sources: where X's or Reddit's is set, its posts are read and none are made up. All of this are
 * defaults; whatever is configured by its own name wins.
 */
final class Platforms implements EnvironmentPostProcessor {
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> properties = new HashMap<>();
        String token = text(environment, "X_BEARER_TOKEN");
        if (token != null) {
            properties.put("sentiment.x.bearer-token", token);
            properties.put("sentiment.x.stream.enabled", "true");
            String rules = text(environment, "X_RULES");
            if (rules != null) {
                properties.put("sentiment.x.stream.delete-other-rules", "true");
                // Commas may be part of a rule.
                String[] each = rules.split(";", -1);
                for (int i = 0; i < each.length; i++) {
                    properties.put("sentiment.x.stream.rules[" + i + "].value", each[i].strip());
                }
            }
        }
        String client = text(environment, "REDDIT_CLIENT_ID");
        if (client != null) {
            properties.put("sentiment.reddit.client-id", client);
            properties.put("sentiment.reddit.source.enabled", "true");
            copy(environment, "REDDIT_CLIENT_SECRET", properties, "sentiment.reddit.client-secret");
            copy(environment, "REDDIT_USER_AGENT", properties, "sentiment.reddit.user-agent");
            copy(environment, "REDDIT_SUBREDDITS", properties, "sentiment.reddit.source.subreddits");
        }
        if (!properties.isEmpty()) {
            properties.put("dashboard.synthetic.enabled", "false");
            environment.getPropertySources().addLast(new MapPropertySource("platforms", properties));
        }
    }

    private static void copy(
            ConfigurableEnvironment environment, String variable, Map<String, Object> properties, String name) {
        String value = text(environment, variable);
        if (value != null) {
            properties.put(name, value);
        }
    }

    private static @Nullable String text(ConfigurableEnvironment environment, String name) {
        String value = environment.getProperty(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
