package dev.sentiment4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.model.HeadSpec.Activation;
import dev.sentiment4j.model.HeadSpec.Meaning;
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
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceExportTest {
    @TempDir
    Path temp;

    private Path bundle;

    @BeforeEach
    void copyBundle() {
        bundle = Bundles.copy("bert", temp);
    }

    private void config(String fields) {
        Bundles.write(bundle.resolve("config.json"), "{\"model_type\": \"bert\", " + fields + "}");
    }

    private HeadSpec head(String fields) {
        config(fields);
        return Bundles.manifest(bundle).heads().get(0);
    }

    private static String labels(String... names) {
        StringBuilder json = new StringBuilder("\"id2label\": {");
        for (int i = 0; i < names.length; i++) {
            json.append(i == 0 ? "" : ", ")
                    .append('"')
                    .append(i)
                    .append("\": \"")
                    .append(names[i])
                    .append('"');
        }
        return json.append('}').toString();
    }

    @Test
    void load_labels_keepTheOrderOfTheirIndex() {
        HeadSpec head = head("\"id2label\": {\"10\": \"k\", \"2\": \"c\", \"0\": \"a\", \"1\": \"b\", \"3\": \"d\","
                + " \"4\": \"e\", \"5\": \"f\", \"6\": \"g\", \"7\": \"h\", \"8\": \"i\", \"9\": \"j\"}");
        assertThat(head.labels()).containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k");
        assertThat(head.name()).isEqualTo("classification");
    }

    @ParameterizedTest
    @CsvSource({
        "single_label_classification, SOFTMAX",
        "multi_label_classification, SIGMOID",
    })
    void load_problemType_givesTheActivation(String type, Activation activation) {
        assertThat(head("\"problem_type\": \"" + type + "\", " + labels("a", "b"))
                        .activation())
                .isEqualTo(activation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"problem_type\": null, "})
    void load_noProblemType_isSoftmax(String field) {
        assertThat(head(field + labels("a", "b")).activation()).isEqualTo(Activation.SOFTMAX);
    }

    @Test
    void load_oneLabelWithoutProblemType_isSigmoid() {
        assertThat(head(labels("spam")).activation()).isEqualTo(Activation.SIGMOID);
    }

    @Test
    void load_knownModelWithoutProblemType_takesTheTables() {
        HeadSpec head = head("\"_name_or_path\": \"unitary/toxic-bert\", "
                + labels("toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"));
        assertThat(head.activation()).isEqualTo(Activation.SIGMOID);
        assertThat(head.name()).isEqualTo("toxicity");
    }

    @Test
    void load_stars_becomeValues() {
        ModelManifest manifest = Bundles.manifest(Bundles.original("bert-stars"));
        assertThat(manifest.heads().get(0).meanings())
                .containsExactly(
                        Map.entry("1 star", new Meaning(SentimentLabel.NEGATIVE, -1)),
                        Map.entry("2 stars", new Meaning(SentimentLabel.NEGATIVE, -0.5)),
                        Map.entry("3 stars", new Meaning(SentimentLabel.NEUTRAL, 0)),
                        Map.entry("4 stars", new Meaning(SentimentLabel.POSITIVE, 0.5)),
                        Map.entry("5 stars", new Meaning(SentimentLabel.POSITIVE, 1)));
        assertThat(manifest.licence()).contains("MIT");
        assertThat(manifest.languages()).contains("nl");
    }

    @Test
    void load_knownModelWithStandIns_getsNamesAndTextProfile() {
        ModelManifest manifest = Bundles.manifest(Bundles.original("roberta-cardiff"));
        assertThat(manifest.heads().get(0).labels()).containsExactly("negative", "neutral", "positive");
        assertThat(manifest.profile()).isEqualTo(new ProfileRef("cardiff", 1, null, List.of()));
        assertThat(manifest.languages()).containsExactly("en");
    }

    @Test
    void load_descendantOfKnownModelWithLabelsOfItsOwn_isNotTakenForIt() {
        config("\"_name_or_path\": \"cardiffnlp/twitter-roberta-base-sentiment\", "
                + labels("sports", "news", "other"));
        ModelManifest manifest = Bundles.manifest(bundle);
        assertThat(manifest.heads().get(0).name()).isEqualTo("classification");
        assertThat(manifest.profile()).isEqualTo(ProfileRef.none());
    }

    @Test
    void load_descendantOfKnownModelWithOtherCount_isRefused() {
        // two labels that nobody named: the writer leaves them out of the file altogether
        config("\"_name_or_path\": \"cardiffnlp/twitter-roberta-base-sentiment-latest\"");
        assertThat(Bundles.problems(bundle))
                .singleElement()
                .asString()
                .startsWith("config.json: labels [LABEL_0, LABEL_1] do not say what they mean.");
    }

    @Test
    void load_knownModelWithoutLabels_isMappedByItsDirectoryName() throws IOException {
        config("\"_name_or_path\": \"./\"");
        Path named = Files.move(bundle, temp.resolve("sentiment-roberta-large-english"));
        assertThat(Bundles.manifest(named).heads().get(0).labels()).containsExactly("NEGATIVE", "POSITIVE");
    }

    @Test
    void load_toxicLabelInAnotherCase_isFoundByResults() {
        HeadSpec head = head(labels("Non-toxic", "TOXIC"));
        assertThat(head.name()).isEqualTo("toxicity");
        assertThat(head.labels()).containsExactly("Non-toxic", "toxic");
    }

    @Test
    void load_standInsOfUnknownModel_showTheMappingToWrite() {
        Path unmapped = Bundles.copy("bert-unmapped", temp);
        List<String> problems = Bundles.problems(unmapped);
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("config.json: labels [LABEL_0, LABEL_1, LABEL_2] do not say what they mean.")
                .contains("sentiment4j.json");
        // what the message shows can be used as it stands
        String message = problems.get(0);
        Bundles.write(unmapped.resolve("sentiment4j.json"), message.substring(message.indexOf('{')));
        ModelManifest manifest = Bundles.manifest(unmapped);
        assertThat(manifest.info().id()).isEqualTo("bert-unmapped");
        assertThat(manifest.maxTokens()).isEqualTo(64);
        assertThat(manifest.heads().get(0).labels()).containsExactly("negative", "neutral", "positive");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 7})
    void load_anyNumberOfStandIns_showsAMappingThatLoads(int count) {
        config("\"num_labels\": " + count);
        String message = Bundles.problems(bundle).get(0);
        Bundles.write(bundle.resolve("sentiment4j.json"), message.substring(message.indexOf('{')));
        assertThat(Bundles.manifest(bundle).heads().get(0).labels()).hasSize(count);
    }

    @Test
    void load_labelsThatAreNumbers_areRefused() {
        config(labels("0", "1"));
        assertThat(Bundles.problems(bundle)).singleElement().asString().contains("labels [0, 1] do not say");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"problem_type\": \"regression\", \"id2label\": {\"0\": \"score\"} | problem_type is regression: the model gives numbers, not labels; only classifiers can be loaded",
                "\"problem_type\": \"ranking\", \"id2label\": {\"0\": \"a\", \"1\": \"b\"} | problem_type is 'ranking'; known are single_label_classification, multi_label_classification",
                "\"problem_type\": \"single_label_classification\", \"id2label\": {\"0\": \"a\"} | problem_type is exclusive over one label, which always gives 1; use multi_label_classification",
                "\"id2label\": {\"1\": \"a\", \"2\": \"b\"} | id2label must number its labels 0, 1, 2 and so on, found [1, 2]",
                "\"id2label\": {} | id2label must number its labels 0, 1, 2 and so on, found []",
                "\"id2label\": [\"a\", \"b\"] | id2label must be an object, found a list",
                "\"id2label\": {\"0\": \"a\", \"1\": 5} | id2label.1 must be a text, found a number",
                "\"id2label\": {\"0\": \"a\", \"1\": \"a\"} | id2label names a label twice: [a, a]",
                "\"id2label\": {\"0\": \"a\", \"1\": \"b\"}, \"num_labels\": 3 | num_labels is 3, but id2label names 2",
                "\"architectures\": [\"BertForMaskedLM\"] | architectures names BertForMaskedLM, which is no text classifier",
                "\"id2label\": {\"0\": \"a\", \"1\": \"b\"}, \"max_position_embeddings\": 0 | max_position_embeddings must be a whole number from 1 to 1000000, found 0",
                "\"problem_type\": \"multi_label_classification\", \"id2label\": {\"0\": \"negative\", \"1\": \"positive\"} | activation = sigmoid: the sentiment labels exclude each other, use softmax",
            })
    void load_badConfiguration_isRefused(String fields, String problem) {
        config(fields);
        assertThat(Bundles.problems(bundle)).containsExactly("config.json: " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "bert | 512 | 512 | 512",
                "bert | 512 | 128 | 128",
                "bert | 128 | 512 | 128",
                "bert | 512 | 1000000000000000019884624838656 | 512",
                "bert | 512 | 1e30 | 512",
                "bert | - | 256 | 256",
                "bert | - | - | 512",
                "roberta | 514 | - | 512",
                "xlm-roberta | 514 | 512 | 512",
                "camembert | 514 | 1e30 | 512",
                "roberta | 130 | 1e30 | 128",
            })
    void load_lengthLimit_isTheSmallestStated(String family, String positions, String length, int expected) {
        Bundles.write(
                bundle.resolve("config.json"),
                "{\"model_type\": \"" + family + "\", \"pad_token_id\": 1, "
                        + (positions == null ? "" : "\"max_position_embeddings\": " + positions + ", ")
                        + labels("negative", "positive") + "}");
        Bundles.write(
                bundle.resolve("tokenizer_config.json"),
                length == null ? "{}" : "{\"model_max_length\": " + length + "}");
        assertThat(Bundles.manifest(bundle).maxTokens()).isEqualTo(expected);
    }

    @Test
    void load_noTokenizerConfig_isFine() throws IOException {
        Files.delete(bundle.resolve("tokenizer_config.json"));
        assertThat(Bundles.manifest(bundle).maxTokens()).isEqualTo(64);
    }

    @Test
    void load_severalWeights_takesTheFirstOfEachFormat() throws IOException {
        Files.createDirectory(bundle.resolve("onnx"));
        Files.copy(bundle.resolve("model.onnx"), bundle.resolve("onnx/model_quantized.onnx"));
        Bundles.write(bundle.resolve("traced_model.pt"), "PK");
        assertThat(Bundles.manifest(bundle).weights())
                .isEqualTo(Map.of("onnx", "model.onnx", "torchscript", "traced_model.pt"));
        Files.delete(bundle.resolve("model.onnx"));
        assertThat(Bundles.manifest(bundle).weights()).containsEntry("onnx", "onnx/model_quantized.onnx");
        Files.move(bundle.resolve("traced_model.pt"), bundle.resolve(bundle.getFileName() + ".pt"));
        assertThat(Bundles.manifest(bundle).weights()).containsEntry("torchscript", bundle.getFileName() + ".pt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch_model.bin", "model.safetensors", "tf_model.h5"})
    void load_parametersWithoutGraph_saysHowToExport(String file) throws IOException {
        Files.move(bundle.resolve("model.onnx"), bundle.resolve(file));
        assertThat(Bundles.problems(bundle))
                .containsExactly("no weights that an engine can run: found only " + file
                        + ", which is parameters without a graph."
                        + " Export the model once with Python: optimum-cli export onnx --model THIS_DIRECTORY"
                        + " --task text-classification NEW_DIRECTORY, then load NEW_DIRECTORY");
    }

    @Test
    void load_noWeights_saysWhatIsExpected() throws IOException {
        Files.delete(bundle.resolve("model.onnx"));
        assertThat(Bundles.problems(bundle)).singleElement().asString().startsWith("no weights: expected model.onnx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vocab.txt", "vocab.json", "sentencepiece.bpe.model"})
    void load_otherTokenizerFiles_saysHowToConvert(String file) throws IOException {
        Files.delete(bundle.resolve("tokenizer.json"));
        Bundles.write(bundle.resolve(file), "x");
        assertThat(Bundles.problems(bundle))
                .singleElement()
                .asString()
                .startsWith("tokenizer.json: missing, found only " + file + ". Write it once with Python:")
                .contains("use_fast=True");
    }

    @Test
    void load_bertweetTokenizerFiles_saysThatThereIsNoConverter() throws IOException {
        Files.delete(bundle.resolve("tokenizer.json"));
        Bundles.write(bundle.resolve("vocab.txt"), "x");
        Bundles.write(bundle.resolve("bpe.codes"), "x");
        assertThat(Bundles.problems(bundle)).singleElement().asString().contains("has no converter");
    }

    @Test
    void load_everythingMissingButTheConfiguration_isToldTogether() throws IOException {
        Files.delete(bundle.resolve("tokenizer.json"));
        Files.delete(bundle.resolve("model.onnx"));
        config("\"problem_type\": \"regression\", " + labels("score"));
        assertThat(Bundles.problems(bundle)).hasSize(3);
    }
}
