package dev.sentiment4j.alert;

import dev.sentiment4j.InvalidOptionsException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** YAML as maps, lists, strings, numbers and booleans. The one class that touches the library, which may be missing. */
final class YamlTree {
    private YamlTree() {}

    static @Nullable Object read(String yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel("rules")
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(20)
                .setCodePointLimit(1 << 20)
                .build();
        try {
            return new Load(settings).loadFromString(yaml);
        } catch (YamlEngineException e) {
            throw new InvalidOptionsException("alert rules", List.of("not YAML: " + e.getMessage()));
        } catch (StackOverflowError e) {
            // The library has no limit of its own, and rules have four levels.
            throw new InvalidOptionsException("alert rules", List.of("not YAML: far too many levels"));
        }
    }
}
