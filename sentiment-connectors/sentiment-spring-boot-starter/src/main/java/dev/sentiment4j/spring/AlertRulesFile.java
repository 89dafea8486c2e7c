package dev.sentiment4j.spring;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.alert.AlertRule;
import dev.sentiment4j.alert.AlertRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.springframework.core.io.ClassPathResource;

/** Rules of alerts from where the property says: a file, or a resource of the application. */
final class AlertRulesFile {
    private static final String CLASS_PATH = "classpath:";

    private AlertRulesFile() {}

    /**
     * The rules.
     *
     * @throws InvalidOptionsException listing everything that is wrong with them
     */
    static List<AlertRule> read(String location) {
        if (!location.startsWith(CLASS_PATH)) {
            return AlertRules.read(Path.of(location));
        }
        ClassPathResource resource = new ClassPathResource(location.substring(CLASS_PATH.length()));
        if (!resource.exists()) {
            throw new InvalidOptionsException(
                    "sentiment.alerts", List.of("rules = " + location + ": is not on the class path"));
        }
        try (InputStream in = resource.getInputStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return location.toLowerCase(Locale.ROOT).endsWith(".json")
                    ? AlertRules.fromJson(text)
                    : AlertRules.fromYaml(text);
        } catch (IOException e) {
            throw new UncheckedIOException("the rules in " + location + " cannot be read", e);
        }
    }
}
