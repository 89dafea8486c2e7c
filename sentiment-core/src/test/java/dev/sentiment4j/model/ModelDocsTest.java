package dev.sentiment4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps docs/models.md true to the code. */
class ModelDocsTest {
    private static final Path DOCS = Path.of("..", "docs", "models.md");

    @TempDir
    Path temp;

    @Test
    void docs_knownModels_areAllThereWithHeadAndLicence() throws IOException {
        List<String> lines = Files.readAllLines(DOCS);
        for (KnownModels.KnownModel model : KnownModels.read().models()) {
            assertThat(lines)
                    .as(model.name())
                    .anyMatch(line -> line.contains("`" + model.name() + "`")
                            && line.contains("| " + model.head() + " |")
                            && (model.licence() == null ? line.endsWith("| |") : line.contains(model.licence()))
                            && line.contains(model.profile().name().replace("none", "")));
        }
    }

    @Test
    void docs_manifestKeys_areAllThere() throws IOException {
        String docs = Files.readString(DOCS);
        for (String key : ManifestReader.keys()) {
            assertThat(docs).contains("`" + key + "`");
        }
    }

    @Test
    void docs_smallestManifest_loads() throws IOException {
        Path bundle = Bundles.copy("bert", temp);
        String docs = Files.readString(DOCS);
        int start = docs.indexOf("```json") + "```json".length();
        Bundles.write(bundle.resolve("sentiment4j.json"), docs.substring(start, docs.indexOf("```", start)));
        assertThat(Bundles.manifest(bundle).info()).hasToString("my-model:1");
    }
}
