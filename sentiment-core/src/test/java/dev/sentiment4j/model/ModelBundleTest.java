package dev.sentiment4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.model.HeadSpec.Activation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelBundleTest {
    @TempDir
    Path temp;

    @Test
    void load_ownManifest_readsEveryField() {
        ModelBundle bundle = ModelBundle.load(ModelSource.directory(Bundles.original("multihead")));
        ModelManifest manifest = bundle.manifest();
        assertThat(manifest.info()).isEqualTo(new ModelInfo("tiny-multihead", "1.0.0"));
        assertThat(manifest.languages()).containsExactly("en");
        assertThat(manifest.licence()).contains("Apache-2.0");
        assertThat(manifest.profile()).isEqualTo(ProfileRef.none());
        assertThat(manifest.maxTokens()).isEqualTo(64);
        assertThat(manifest.longText()).isEqualTo(LongTextPolicy.truncate());
        assertThat(manifest.tokenizer()).isEqualTo("tokenizer.json");
        assertThat(bundle.weights("onnx")).contains("model.onnx");
        assertThat(bundle.weights("torchscript")).isEmpty();
        assertThat(manifest.golden()).contains("golden.jsonl");
        assertThat(manifest.sha256()).hasSize(4).containsKeys("model.onnx", "tokenizer.json");
        assertThat(manifest.heads()).extracting(HeadSpec::name).containsExactly("sentiment", "emotion", "toxicity");
        HeadSpec sentiment = manifest.head("sentiment").orElseThrow();
        assertThat(sentiment.output()).isEqualTo("sentiment");
        assertThat(sentiment.activation()).isEqualTo(Activation.SOFTMAX);
        assertThat(sentiment.temperature()).isEqualTo(1.25);
        HeadSpec toxicity = manifest.head("toxicity").orElseThrow();
        assertThat(toxicity.activation()).isEqualTo(Activation.SIGMOID);
        assertThat(toxicity.labels()).containsExactly("toxic");
        assertThat(toxicity.threshold("toxic")).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource({
        "bert, sentiment, 64, model.onnx",
        "bert-external, sentiment, 64, model.onnx",
        "bert-fp16, sentiment, 64, model.onnx",
        "bert-int32, sentiment, 64, model.onnx",
        "bert-stars, sentiment, 64, model.onnx",
        "bert-toxic, toxicity, 64, model.onnx",
        "distilbert-sst2, sentiment, 64, onnx/model.onnx",
        "distilbert-int8, sentiment, 64, onnx/model_quantized.onnx",
        "roberta-cardiff, sentiment, 64, model.onnx",
        "roberta-emotion, emotion, 64, model.onnx",
        "xlmr, sentiment, 64, onnx/model.onnx",
        // what is wrong with these only an engine can see
        "bert-wrong-labels, classification, 64, model.onnx",
        "bert-wide-vocabulary, sentiment, 64, model.onnx",
        "bert-fixed-shape, sentiment, 64, model.onnx",
        "graph-string-output, sentiment, 64, model.onnx",
        "graph-map-output, sentiment, 64, model.onnx",
    })
    void load_plainExport_derivesManifest(String name, String head, int maxTokens, String weights) {
        ModelManifest manifest = Bundles.manifest(Bundles.original(name));
        assertThat(manifest.info()).isEqualTo(new ModelInfo(name, "unversioned"));
        assertThat(manifest.heads()).extracting(HeadSpec::name).containsExactly(head);
        assertThat(manifest.heads()).extracting(HeadSpec::output).containsExactly("logits");
        assertThat(manifest.maxTokens()).isEqualTo(maxTokens);
        assertThat(manifest.weights()).isEqualTo(Map.of("onnx", weights));
        assertThat(manifest.sha256()).isEmpty();
    }

    @Test
    void load_zipFileSystem_readsTheSame() throws IOException {
        URI zip = URI.create("jar:" + temp.resolve("bundle.zip").toUri());
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Path root = files.getPath("/");
            try (var originals = Files.list(Bundles.original("multihead"))) {
                for (Path file : originals.toList()) {
                    Files.copy(file, root.resolve(file.getFileName().toString()));
                }
            }
            ModelSource source = ModelSource.directory(root);
            assertThat(ModelBundle.load(source).manifest().info().id()).isEqualTo("tiny-multihead");
            assertThat(source.exists("model.onnx")).isTrue();
            assertThat(source.path("model.onnx")).isEmpty();
        }
    }

    @Test
    void load_rootOfZipWithPlainExport_hasAName() throws IOException {
        URI zip = URI.create("jar:" + temp.resolve("plain.zip").toUri());
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Bundles.copy(Bundles.original("distilbert-sst2"), files.getPath("/sub"));
            Bundles.copy(Bundles.original("distilbert-sst2").resolve("onnx"), files.getPath("/onnx"));
            for (String file : List.of("config.json", "tokenizer.json")) {
                Files.copy(files.getPath("/sub", file), files.getPath("/", file));
            }
            ModelManifest manifest = Bundles.manifest(files.getPath("/"));
            assertThat(manifest.info().id()).isEqualTo("model");
            assertThat(manifest.weights()).containsEntry("onnx", "onnx/model.onnx");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev/sentiment4j/bundles/multihead", "/dev/sentiment4j/bundles/multihead/"})
    void load_classPath_readsTheSame(String folder) {
        ModelSource source = ModelSource.classPath(getClass().getClassLoader(), folder);
        ModelBundle bundle = ModelBundle.load(source);
        assertThat(bundle.manifest())
                .usingRecursiveComparison()
                .isEqualTo(Bundles.manifest(Bundles.original("multihead")));
        assertThat(bundle).hasToString("tiny-multihead:1.0.0 (classpath:dev/sentiment4j/bundles/multihead/)");
        assertThat(source.path("model.onnx")).isEmpty();
    }

    @Test
    void load_classPathExport_isNamedByItsFolder() {
        ModelSource source = ModelSource.classPath(getClass().getClassLoader(), Bundles.FOLDER + "roberta-emotion");
        assertThat(ModelBundle.load(source).manifest().info().id()).isEqualTo("roberta-emotion");
    }

    @Test
    void load_hubCache_takesNameAndRevisionFromThePath() {
        Path snapshot = temp.resolve(
                "models--cardiffnlp--twitter-roberta-base-sentiment/snapshots/daefdd1f6ae931839bce4d0f3db0a1a4265cd50f");
        Bundles.copy(Bundles.original("roberta-cardiff"), snapshot);
        // as the hub has it: the configuration does not know the model's published name
        Bundles.edit(snapshot.resolve("config.json"), "cardiffnlp/twitter-roberta-base-sentiment", "out/checkpoint/");
        ModelManifest manifest = Bundles.manifest(snapshot);
        assertThat(manifest.info()).isEqualTo(new ModelInfo("twitter-roberta-base-sentiment", "daefdd1f6ae9"));
        assertThat(manifest.heads().get(0).labels()).containsExactly("negative", "neutral", "positive");
    }

    @Test
    void load_everyFile_isOpenedOnce() {
        List<String> opened = new ArrayList<>();
        ClassLoader counting = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public @Nullable InputStream getResourceAsStream(String name) {
                opened.add(name);
                return super.getResourceAsStream(name);
            }
        };
        ModelBundle.load(ModelSource.classPath(counting, Bundles.FOLDER + "multihead"));
        assertThat(opened).doesNotHaveDuplicates().hasSize(5);
        opened.clear();
        ModelBundle.load(ModelSource.classPath(counting, Bundles.FOLDER + "bert-toxic"));
        assertThat(opened).doesNotHaveDuplicates().hasSize(4);
    }

    @Test
    void inspect_problemOutsideOfTheGraph_stillHandsTheBundleOn() {
        Path bundle = Bundles.copy("bert-unmapped", temp);
        ModelBundle.Inspection inspection = ModelBundle.inspect(ModelSource.directory(bundle));
        assertThat(inspection.problems()).hasSize(1);
        assertThat(inspection.bundle()).isPresent();
        assertThat(inspection.bundle().orElseThrow().manifest().heads().get(0).labels())
                .hasSize(3);
    }

    @Test
    void inspect_damagedWeights_handsNothingOn() {
        Path bundle = Bundles.copy("multihead", temp);
        Bundles.cut(bundle.resolve("model.onnx"), 0.9);
        ModelBundle.Inspection inspection = ModelBundle.inspect(ModelSource.directory(bundle));
        assertThat(inspection.problems()).hasSize(1);
        assertThat(inspection.bundle()).isEmpty();
    }

    @Test
    void inspect_soundBundle_hasNoProblems() {
        ModelBundle.Inspection inspection = ModelBundle.inspect(ModelSource.directory(Bundles.original("bert")));
        assertThat(inspection.problems()).isEmpty();
        assertThat(inspection.bundle()).isPresent();
    }

    @Test
    void of_hostMadeManifest_isKeptAsItIs() {
        ModelManifest manifest = ModelManifest.builder(new ModelInfo("mine", "7"))
                .head(HeadSpec.builder("sentiment", List.of("neg", "pos")).build())
                .weights("onnx", "a.onnx")
                .build();
        ModelBundle bundle = ModelBundle.of(ModelSource.directory(temp), manifest);
        assertThat(bundle.manifest()).isSameAs(manifest);
        assertThat(bundle.weights("onnx")).contains("a.onnx");
        assertThat(bundle.source().description()).isEqualTo(temp.toString());
    }
}
