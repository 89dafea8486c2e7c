package dev.sentiment4j.alert;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import dev.sentiment4j.InvalidOptionsException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules from JSON or YAML: a list of them, or an object with the list {@code rules}. YAML needs
 * {@code org.snakeyaml:snakeyaml-engine} on the class path. Fields are those of {@link AlertRule} in lower case with
 * underscores; durations are such as {@code 90s}, {@code 5m}, {@code 2h}, {@code 1d} or {@code PT5M}.
 *
 * <pre>
 * rules:
 *   - name: unhappy-city
 *     metric: negative_share
 *     above: 0.5
 *     clear: 0.4
 *     window: 1m
 *     min_posts: 30
 *     for: 2m
 *     cool_down: 10m
 *     by: [city]
 *     where: {product: phone}
 *     severity: critical
 * </pre>
 */
public final class AlertRules {
    private static final String WHAT = "alert rules";

    private AlertRules() {}

    /**
     * Rules from a file, by its name: {@code .json}, or {@code .yaml} or {@code .yml}.
     *
     * @throws InvalidOptionsException like the other methods
     * @throws UncheckedIOException if the file cannot be read
     */
    public static List<AlertRule> read(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        try {
            String text = Files.readString(file);
            if (name.endsWith(".json")) {
                return fromJson(text);
            }
            if (name.endsWith(".yaml") || name.endsWith(".yml")) {
                return fromYaml(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the rules in " + file + " cannot be read", e);
        }
        throw new InvalidOptionsException(WHAT, List.of("file: must end in .json, .yaml or .yml"));
    }

    /**
     * Rules from JSON.
     *
     * @throws InvalidOptionsException listing everything that is wrong with any of them
     */
    public static List<AlertRule> fromJson(String json) {
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            return rules(JsonTree.read(reader));
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new InvalidOptionsException(WHAT, List.of("not JSON: " + e.getMessage()));
        }
    }

    /**
     * Rules from YAML.
     *
     * @throws InvalidOptionsException listing everything that is wrong with any of them
     * @throws IllegalStateException if there is no YAML library on the class path
     */
    public static List<AlertRule> fromYaml(String yaml) {
        Object tree;
        try {
            tree = YamlTree.read(yaml);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "rules in YAML need org.snakeyaml:snakeyaml-engine on the class path; add it, or write them as JSON",
                    e);
        }
        return rules(tree);
    }

    private static List<AlertRule> rules(@Nullable Object tree) {
        List<String> problems = new ArrayList<>();
        Object list = tree;
        if (tree instanceof Map<?, ?> map) {
            list = map.get("rules");
            map.keySet().stream()
                    .filter(key -> !"rules".equals(key))
                    .forEach(key -> problems.add(RuleFields.printable(key) + ": is not known; there is only rules"));
        }
        List<AlertRule> rules = new ArrayList<>();
        if (list instanceof List<?> elements) {
            for (int i = 0; i < elements.size(); i++) {
                AlertRule rule = RuleFields.rule("rules[" + i + "]", elements.get(i), problems);
                if (rule != null) {
                    rules.add(rule);
                }
            }
        } else {
            problems.add("rules: must be a list of rules");
        }
        Map<String, Integer> names = new LinkedHashMap<>();
        rules.forEach(rule -> names.merge(rule.name(), 1, Integer::sum));
        names.forEach((name, count) -> {
            if (count > 1) {
                problems.add("name " + RuleFields.printable(name) + ": is there " + count + " times");
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidOptionsException(WHAT, problems);
        }
        return List.copyOf(rules);
    }
}
