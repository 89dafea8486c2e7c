package dev.sentiment4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sentiment4j.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenTextsTest {
    private static final String GOOD =
            "{\"text\": \"secret\", \"normalized\": \"secret\", \"ids\": [2, 7, 3], \"logits\": {\"a\": [0.5, -1e-3]}}";

    @TempDir
    Path temp;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = temp.resolve("golden.jsonl");
    }

    private List<String> problems(String text) {
        Bundles.write(file, text);
        ModelLoadException e = catchThrowableOfType(ModelLoadException.class, () -> GoldenTexts.read(file));
        assertThat(e).as("refusal").isNotNull();
        assertThat(e.getMessage()).doesNotContain("secret");
        return e.problems();
    }

    @Test
    void read_bundleFile_givesEveryLine() {
        ModelSource source = ModelSource.directory(Bundles.original("multihead"));
        List<GoldenText> texts = GoldenTexts.read(source, "golden.jsonl");
        assertThat(texts).hasSizeGreaterThan(5);
        GoldenText first = texts.get(0);
        assertThat(first.text()).isEqualTo("Best pizza I ever had, thank you!");
        assertThat(first.normalized()).isEqualTo(first.text());
        assertThat(first.ids()).startsWith(2, 22, 462).endsWith(5, 3);
        assertThat(first.logits()).containsOnlyKeys("sentiment", "emotion", "toxicity");
        assertThat(first.logits().get("sentiment")).containsExactly(-1.8471f, -0.36828f, -1.79927f);
        assertThat(GoldenTexts.read(Bundles.original("multihead").resolve("golden.jsonl")))
                .isEqualTo(texts);
    }

    @Test
    void read_blankLinesBomAndFurtherFields_areNoMatter() {
        Bundles.write(
                file, "\uFEFF" + GOOD + "\r\n\n" + GOOD.replace("{\"text\"", "{\"more\": [1], \"text\"") + "\n\n");
        assertThat(GoldenTexts.read(file)).hasSize(2);
    }

    @Test
    void read_emptyText_isAText() {
        Bundles.write(file, GOOD.replace("secret", ""));
        assertThat(GoldenTexts.read(file).get(0).text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"text\": \"secret\", | `` | text is missing; it must be a text",
                "\"normalized\": \"secret\" | \"normalized\": 4 | normalized must be a text, found a number",
                "[2, 7, 3] | \"2\" | ids must be a list of numbers, found a text",
                "[2, 7, 3] | [2, \"7\"] | ids[1] must be a number, found a text",
                "[2, 7, 3] | [2, 7.5] | ids[1] must be a token id, a whole number from 0",
                "[2, 7, 3] | [-1] | ids[0] must be a token id, a whole number from 0",
                "{\"a\": [0.5, -1e-3]} | {} | logits is empty; it must have a list for every head",
                "{\"a\": [0.5, -1e-3]} | [1] | logits must be an object, found a list",
                "[0.5, -1e-3] | [] | logits.a is empty; it must have a logit for every label",
                "[0.5, -1e-3] | [1e99, 1] | logits.a[0] is too large for a logit",
                "[0.5, -1e-3] | [null] | logits.a[0] must be a number, found null",
            })
    void read_badField_namesLineAndPlace(String old, String replacement, String problem) {
        String bad = replacement.isEmpty() ? GOOD.replace(old, "{") : GOOD.replace(old, replacement);
        assertThat(problems(GOOD + "\n\n" + bad + "\n")).containsExactly("golden.jsonl line 3: " + problem);
    }

    @Test
    void read_badJson_namesLineAndColumn() {
        assertThat(problems(GOOD + "\n{\"text\": secret}\n{\"text\": \"secret\n"))
                .hasSize(2)
                .anyMatch(p -> p.equals("golden.jsonl line 2: is not valid JSON at column 10"))
                .anyMatch(p -> p.startsWith("golden.jsonl line 3: is "));
    }

    @Test
    void read_otherHeadsThanTheFirst_areRefused() {
        assertThat(problems(GOOD + "\n" + GOOD.replace("\"a\"", "\"b\"")))
                .containsExactly("golden.jsonl line 2: logits have the shape {b=2}, the first line's {a=2}");
    }

    @Test
    void read_manyBadLines_areNotAllTold() {
        assertThat(problems("{}\n".repeat(100))).hasSize(21).last().isEqualTo("and 380 more");
    }

    @Test
    void read_emptyFile_isRefused() {
        assertThat(problems("\n \n")).containsExactly("golden.jsonl: holds no golden texts");
    }

    @Test
    void read_bytesThatAreNoUtf8_areRefused() throws IOException {
        Files.write(file, new byte[] {'{', (byte) 0xc3, '}'});
        ModelLoadException e = catchThrowableOfType(ModelLoadException.class, () -> GoldenTexts.read(file));
        assertThat(e.problems()).containsExactly("golden.jsonl: is not UTF-8 text after line 0");
    }

    @Test
    void read_missingFile_isRefused() {
        ModelLoadException e = catchThrowableOfType(ModelLoadException.class, () -> GoldenTexts.read(file));
        assertThat(e.problems()).singleElement().asString().contains("golden.jsonl: cannot be read (NoSuchFile");
        ModelSource source = ModelSource.directory(temp);
        e = catchThrowableOfType(ModelLoadException.class, () -> GoldenTexts.read(source, "g.jsonl"));
        assertThat(e.problems()).containsExactly("g.jsonl: missing; it should hold golden texts");
    }

    @Test
    void goldenText_arrays_areCopied() {
        int[] ids = {1, 2};
        float[] logits = {0.5f};
        GoldenText text = new GoldenText("t", "n", ids, Map.of("a", logits));
        ids[0] = 9;
        logits[0] = 9;
        text.ids()[0] = 9;
        text.logits().get("a")[0] = 9;
        GoldenText same = new GoldenText("t", "n", new int[] {1, 2}, Map.of("a", new float[] {0.5f}));
        assertThat(text).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(text).isNotEqualTo(new GoldenText("t", "n", new int[] {1, 2}, Map.of("a", new float[] {0.6f})));
        assertThat(text.toString()).doesNotContain("n,").contains("2 tokens");
    }
}
