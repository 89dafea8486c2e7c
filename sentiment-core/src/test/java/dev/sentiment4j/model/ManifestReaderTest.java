package dev.sentiment4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.model.HeadSpec.Activation;
import dev.sentiment4j.model.HeadSpec.Meaning;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestReaderTest {
    private static final String HEAD = "{\"name\": \"sentiment\", \"output\": \"logits\", \"activation\": \"softmax\","
            + " \"labels\": [\"negative\", \"neutral\", \"positive\"]}";
    private static final String SMALLEST = "{\"id\": \"mine\", \"version\": \"1\", \"maxTokens\": 64,"
            + " \"weights\": {\"onnx\": \"model.onnx\"}, \"heads\": [" + HEAD + "]}";

    @TempDir
    Path temp;

    private Path bundle;
    private Path file;

    @BeforeEach
    void copyBundle() {
        bundle = Bundles.copy("bert", temp);
        file = bundle.resolve("sentiment4j.json");
        Bundles.write(file, SMALLEST);
    }

    /** The problems when one piece of the smallest manifest is replaced. */
    private List<String> problemsWith(String old, String replacement) {
        Bundles.edit(file, old, replacement);
        return Bundles.problems(bundle);
    }

    private ModelManifest with(String old, String replacement) {
        Bundles.edit(file, old, replacement);
        return Bundles.manifest(bundle);
    }

    @Test
    void load_smallestManifest_hasDefaults() {
        ModelManifest manifest = Bundles.manifest(bundle);
        assertThat(manifest.languages()).isEmpty();
        assertThat(manifest.licence()).isEmpty();
        assertThat(manifest.profile()).isEqualTo(ProfileRef.none());
        assertThat(manifest.longText()).isEqualTo(LongTextPolicy.truncate());
        assertThat(manifest.tokenizer()).isEqualTo("tokenizer.json");
        assertThat(manifest.golden()).isEmpty();
        assertThat(manifest.heads().get(0).temperature()).isEqualTo(1);
    }

    @Test
    void load_everyOptionalKey_isRead() {
        Bundles.write(bundle.resolve("names.tsv"), "x\ty\n");
        Bundles.write(bundle.resolve("g.jsonl"), "{}");
        ModelManifest manifest = with(
                "\"maxTokens\": 64",
                "\"maxTokens\": 64, \"language\": [\"en\", \"pt-BR\"], \"licence\": \"MIT\", \"layout\": \"padded\","
                        + " \"tokenizer\": \"tokenizer.json\", \"golden\": \"g.jsonl\","
                        + " \"longText\": {\"windows\": 4, \"overlap\": 16}, \"base\": {\"any\": [1, null]},"
                        + " \"textProfile\": {\"name\": \"mine\", \"version\": 3, \"emojiNames\": \"names.tsv\","
                        + " \"steps\": [\"urls\", \"lower-case\"]}, \"remark\": null");
        assertThat(manifest.languages()).containsExactly("en", "pt-BR");
        assertThat(manifest.licence()).contains("MIT");
        assertThat(manifest.longText()).isEqualTo(LongTextPolicy.windows(4, 16));
        assertThat(manifest.golden()).contains("g.jsonl");
        assertThat(manifest.profile()).isEqualTo(new ProfileRef("mine", 3, "names.tsv", List.of("urls", "lower-case")));
    }

    @Test
    void load_truncateByName_isRead() {
        assertThat(with("\"maxTokens\": 64", "\"maxTokens\": 64, \"longText\": \"truncate\"")
                        .longText())
                .isEqualTo(LongTextPolicy.truncate());
    }

    @Test
    void load_thresholdsAndTemperature_areRead() {
        ModelManifest manifest = with(
                HEAD,
                "{\"name\": \"toxicity\", \"output\": \"t\", \"activation\": \"sigmoid\", \"labels\": [\"toxic\", \"threat\"],"
                        + " \"temperature\": 2, \"threshold\": 0.4, \"thresholds\": {\"threat\": 0.2}}");
        HeadSpec head = manifest.heads().get(0);
        assertThat(head.activation()).isEqualTo(Activation.SIGMOID);
        assertThat(head.temperature()).isEqualTo(2);
        assertThat(head.threshold("toxic")).isEqualTo(0.4);
        assertThat(head.threshold("threat")).isEqualTo(0.2);
    }

    @Test
    void load_meanings_areRead() {
        ModelManifest manifest = with(
                "[\"negative\", \"neutral\", \"positive\"]",
                "[\"bad\", \"so-so\", \"mixed\", \"positive\"], \"meanings\": {\"bad\": \"negative\","
                        + " \"so-so\": {\"label\": \"neutral\", \"value\": 0.1}, \"mixed\": \"neutral\"}");
        assertThat(manifest.heads().get(0).meanings())
                .containsEntry("bad", new Meaning(SentimentLabel.NEGATIVE, -1))
                .containsEntry("so-so", new Meaning(SentimentLabel.NEUTRAL, 0.1))
                .containsEntry("mixed", new Meaning(SentimentLabel.NEUTRAL, 0))
                .containsEntry("positive", new Meaning(SentimentLabel.POSITIVE, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"id\": \"mine\", | `` | id is missing; it must be a text",
                "\"mine\" | 7 | id must be a text, found a number",
                "\"mine\" | \" \" | id must not be blank",
                "\"version\": \"1\" | \"version\": null | version must be a text, found null",
                "\"maxTokens\": 64, | `` | maxTokens is missing; it must be a whole number",
                "64 | 6.5 | maxTokens must be a whole number from 1 to 1000000, found 6.5",
                "64 | 1e30 | maxTokens must be a whole number from 1 to 1000000, found 1E+30",
                "64 | \"64\" | maxTokens must be a whole number from 1 to 1000000, found a text",
                "{\"onnx\": \"model.onnx\"} | {} | weights is empty; name at least one file, as in {\"onnx\": \"model.onnx\"}",
                "\"onnx\": | \"ONNX 1\": | weights.ONNX 1 is no format name: lower-case letters, digits, hyphens",
                "\"model.onnx\" | \"../model.onnx\" | weights.onnx is '../model.onnx', which leads out of the bundle",
                "\"model.onnx\" | \"/srv/model.onnx\" | weights.onnx is '/srv/model.onnx', which is absolute; name files relative to the bundle",
                "\"model.onnx\" | [1] | weights.onnx must be a text, found a list",
                "\"softmax\" | \"relu\" | heads[0].activation must be 'softmax' or 'sigmoid', found 'relu'",
                "\"output\": \"logits\", | `` | heads[0].output is missing; it must be a text",
                "\"output\" | \"treshold\": 0.5, \"output\" | heads[0].treshold is not known here; known are name, output, activation, labels, temperature, threshold, thresholds, meanings",
                "\"neutral\", | 1, | heads[0].labels[1] must be a text that is not blank, found a number",
                "\"neutral\", | \"negative\", | head 'sentiment': labels = [negative, negative, positive]: needs at least one, each once",
                "\"neutral\", | \"meh\", | head 'sentiment': labels [meh]: say what each means as a sentiment (negative, neutral or positive); see docs/models.md",
                "[\"negative\", \"neutral\", \"positive\"] | [\"positive\"] | heads[0].activation is softmax over one label, which always gives 1; use sigmoid",
                "\"output\" | \"temperature\": 0, \"output\" | head 'sentiment': temperature = 0.0: must be positive and finite",
                "\"output\" | \"thresholds\": {\"x\": 0.5}, \"output\" | head 'sentiment': threshold of 'x': there is no such label in [negative, neutral, positive]",
                "\"output\" | \"meanings\": {\"neutral\": \"fine\"}, \"output\" | heads[0].meanings.neutral must be 'negative', 'neutral' or 'positive', found 'fine'",
                "\"maxTokens\" | \"language\": [\"english language\"], \"maxTokens\" | language holds 'english language', which is no BCP 47 tag such as 'en' or 'pt-BR'",
                "\"maxTokens\" | \"language\": \"en\", \"maxTokens\" | language must be a list of texts, found a text",
                "\"maxTokens\" | \"layout\": \"packed\", \"maxTokens\" | layout is 'packed'; this release runs 'padded' graphs only",
                "\"maxTokens\" | \"longText\": \"windows\", \"maxTokens\" | longText must be \"truncate\" or {\"windows\": 4, \"overlap\": 16}",
                "\"maxTokens\" | \"longText\": {\"windows\": 0, \"overlap\": 1}, \"maxTokens\" | longText.windows must be a whole number from 1 to 2147483647, found 0",
                "\"maxTokens\" | \"longText\": {\"windows\": 2, \"overlap\": 64}, \"maxTokens\" | longText = windows(max=2, overlap=64): the overlap must be below maxTokens = 64",
                "\"maxTokens\" | \"textProfile\": {\"version\": 1}, \"maxTokens\" | textProfile.name is missing; it must be a text",
                "\"maxTokens\" | \"textProfile\": {\"name\": \"a\", \"version\": 0}, \"maxTokens\" | textProfile.version must be a whole number from 1 to 2147483647, found 0",
                "\"maxTokens\" | \"textProfile\": {\"name\": \"a\", \"version\": 1, \"emojiNames\": \"../e\"}, \"maxTokens\" | textProfile.emojiNames is '../e', which leads out of the bundle",
                "\"maxTokens\" | \"sha256\": {\"model.onnx\": \"abc\"}, \"maxTokens\" | sha256.model.onnx must be 64 hexadecimal digits",
                "\"maxTokens\" | \"sha256\": {\"../x\": \"abc\"}, \"maxTokens\" | sha256.../x is refused as a file name: it leads out of the bundle",
                "\"maxTokens\" | \"golden\": true, \"maxTokens\" | golden must be a text, found true or false",
            })
    void load_badValue_namesItsPlace(String old, String replacement, String problem) {
        assertThat(problemsWith(old, replacement)).containsExactly("sentiment4j.json: " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"model.onnx\" | \"gone.onnx\" | gone.onnx: missing; it is the onnx weights",
                "\"maxTokens\" | \"tokenizer\": \"gone.json\", \"maxTokens\" | gone.json: missing; it is the tokenizer",
                "\"maxTokens\" | \"golden\": \"gone.jsonl\", \"maxTokens\" | gone.jsonl: missing; it is the golden texts",
                "\"maxTokens\" | \"textProfile\": {\"name\": \"a\", \"version\": 1, \"emojiNames\": \"gone.tsv\"}, \"maxTokens\" | gone.tsv: missing; it is the emoji names of the text profile",
            })
    void load_missingFile_namesItsRole(String old, String replacement, String problem) {
        assertThat(problemsWith(old, replacement)).containsExactly(problem);
    }

    @Test
    void load_headNameTwice_isRefused() {
        assertThat(problemsWith("[" + HEAD + "]", "[" + HEAD + ", " + HEAD + "]"))
                .containsExactly("sentiment4j.json: heads[1].name is 'sentiment' like an earlier head's;"
                        + " each needs a name of its own");
    }

    @Test
    void load_noHeads_isRefused() {
        assertThat(problemsWith("[" + HEAD + "]", "[]"))
                .containsExactly("sentiment4j.json: heads is empty; describe at least one");
    }

    @Test
    void load_manyMistakes_areToldTogether() {
        Bundles.write(file, "{\"id\": 1, \"heads\": [3, {}], \"weights\": \"model.onnx\"}");
        assertThat(Bundles.problems(bundle))
                .containsExactly(
                        "sentiment4j.json: id must be a text, found a number",
                        "sentiment4j.json: version is missing; it must be a text",
                        "sentiment4j.json: maxTokens is missing; it must be a whole number",
                        "sentiment4j.json: weights must be an object, found a text",
                        "sentiment4j.json: heads[0] must be an object, found a number",
                        "sentiment4j.json: heads[1].name is missing; it must be a text",
                        "sentiment4j.json: heads[1].output is missing; it must be a text",
                        "sentiment4j.json: heads[1].activation is missing; it must be a text",
                        "sentiment4j.json: heads[1].labels is missing; it must be a list of texts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1, 2] | must hold an object, found a list",
                "{\"id\": \"a\", | is cut short: its JSON ends at line 1, column 12",
                "{\"id\": 'a'} | is not valid JSON at line 1, column 9",
                "{\"id\": NaN} | is not valid JSON at line 1, column 8",
                "{\"a\": 1} // why | is not valid JSON at line 1, column 11",
                "{\"a\": 1} {} | is not valid JSON at line 1, column 11",
                "{\"a\": 1, \"a\": 2} | is not valid JSON at line 1, column 13 (Duplicate key 'a')",
                "hello | is not valid JSON at line 1, column 1",
            })
    void load_badJson_saysWhere(String text, String problem) {
        Bundles.write(file, text);
        assertThat(Bundles.problems(bundle)).singleElement().asString().startsWith("sentiment4j.json: " + problem);
    }

    @Test
    void load_deeplyNestedJson_isRefusedWithoutHarm() {
        Bundles.write(file, "{\"remark\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        assertThat(Bundles.problems(bundle))
                .singleElement()
                .asString()
                .startsWith("sentiment4j.json: is not valid JSON");
    }

    @Test
    void load_manifestBesideExport_wins() {
        assertThat(Bundles.manifest(bundle).info().id()).isEqualTo("mine");
    }
}
