package dev.sentiment4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleFilesCheckTest {
    private static final String POINTER = "version https://git-lfs/spec/v1\noid sha256:00\nsize 12\n";

    @TempDir
    Path temp;

    @Test
    void load_noSuchDirectory_says() {
        assertThat(Bundles.problems(temp.resolve("nowhere")))
                .containsExactly("does not exist; name the directory that holds the model's files");
    }

    @Test
    void load_fileInsteadOfDirectory_says() {
        Bundles.write(temp.resolve("model.zip"), "PK");
        assertThat(Bundles.problems(temp.resolve("model.zip")))
                .singleElement()
                .asString()
                .startsWith("is a file; name the directory");
    }

    @Test
    void load_emptyDirectory_says() {
        assertThat(Bundles.problems(temp)).containsExactly("is empty; copy the model's files into it");
    }

    @Test
    void load_otherDirectory_saysWhatIsThere() throws IOException {
        Files.createDirectory(temp.resolve("bert"));
        Bundles.write(temp.resolve("README.md"), "x");
        assertThat(Bundles.problems(temp))
                .containsExactly("holds neither sentiment4j.json nor config.json, only: README.md, bert;"
                        + " name the directory that holds one of them");
    }

    @Test
    void load_classPathWithoutBundle_asksForTheJar() {
        assertThat(Bundles.problems(ModelSource.classPath(getClass().getClassLoader(), "no/such/folder")))
                .singleElement()
                .asString()
                .contains("holds neither", "class path");
    }

    @Test
    void load_severalDamagedFiles_namesAllAtOnce() throws IOException {
        Path bundle = Bundles.copy("multihead", temp);
        Files.delete(bundle.resolve("golden.jsonl"));
        Files.write(bundle.resolve("tokenizer.json"), new byte[0]);
        Bundles.edit(bundle.resolve("expected.jsonl"), "train", "tram");
        Bundles.edit(bundle.resolve("sentiment4j.json"), "\"maxTokens\": 64", "\"maxTokens\": 0");
        assertThat(Bundles.problems(bundle))
                .hasSize(4)
                .anyMatch(
                        p -> p.equals("sentiment4j.json: maxTokens must be a whole number from 1 to 1000000, found 0"))
                .anyMatch(p -> p.equals("tokenizer.json: is empty; copy it again"))
                .anyMatch(p -> p.equals("golden.jsonl: missing; it is listed under sha256 in sentiment4j.json"))
                .anyMatch(
                        p -> p.startsWith("expected.jsonl: wrong checksum, expected SHA-256 5dd1b2029e85... but found ")
                                && p.contains("copy it again"));
    }

    @Test
    void load_truncatedWeightsWithChecksum_namesExpectedAndFound() {
        Path bundle = Bundles.copy("multihead", temp);
        Bundles.cut(bundle.resolve("model.onnx"), 0.5);
        assertThat(Bundles.problems(bundle))
                .singleElement()
                .asString()
                .startsWith("model.onnx: wrong checksum, expected SHA-256 610751b0b590... but found ");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.999, 0.5, 0.01})
    void load_truncatedWeightsWithoutChecksum_areFound(double part) {
        Path bundle = Bundles.copy("bert", temp);
        Bundles.cut(bundle.resolve("model.onnx"), part);
        assertThat(Bundles.problems(bundle)).singleElement().asString().startsWith("model.onnx: is cut short");
    }

    @Test
    void load_truncatedWeightsOnTheClassPath_areFound() throws IOException {
        // file streams of class loaders skip beyond the end without a word
        Path bundle = Bundles.copy("bert", temp);
        Bundles.cut(bundle.resolve("model.onnx"), 0.5);
        try (var loader = new URLClassLoader(new URL[] {temp.toUri().toURL()}, null)) {
            assertThat(Bundles.problems(ModelSource.classPath(loader, "bert")))
                    .singleElement()
                    .asString()
                    .startsWith("model.onnx: is cut short");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"this is text", "{\"a\": 1}", "\0\0\0\0", "\n\3abc"})
    void load_foreignWeights_areRefused(String content) {
        Path bundle = Bundles.copy("bert", temp);
        Bundles.write(bundle.resolve("model.onnx"), content);
        assertThat(Bundles.problems(bundle))
                .singleElement()
                .asString()
                .startsWith("model.onnx: ")
                .contains("not an ONNX model");
    }

    @Test
    void load_lfsPointer_saysHowToFetch() {
        Path bundle = Bundles.copy("bert", temp);
        Bundles.write(bundle.resolve("model.onnx"), POINTER);
        Bundles.write(bundle.resolve("tokenizer.json"), POINTER);
        Bundles.write(bundle.resolve("tokenizer_config.json"), POINTER);
        assertThat(Bundles.problems(bundle))
                .hasSize(3)
                .allMatch(p -> p.contains("is a Git LFS pointer, not the file itself; fetch it with: git lfs pull"));
    }

    @Test
    void load_truncatedTokenizer_saysWhere() {
        Path bundle = Bundles.copy("bert", temp);
        Bundles.cut(bundle.resolve("tokenizer.json"), 0.5);
        assertThat(Bundles.problems(bundle))
                .singleElement()
                .asString()
                .matches(
                        "tokenizer\\.json: is (cut short: its JSON ends|not valid JSON) at line \\d+, column \\d+.*; copy"
                                + " it again");
    }

    @Test
    void load_configThatIsNoUtf8_says() throws IOException {
        Path bundle = Bundles.copy("bert", temp);
        Files.write(bundle.resolve("config.json"), new byte[] {'{', '"', (byte) 0xff, '"', '}'});
        assertThat(Bundles.problems(bundle)).containsExactly("config.json: is not UTF-8 text");
    }

    @Test
    void load_unreadableFile_saysWhy() {
        ClassLoader broken = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public @Nullable InputStream getResourceAsStream(String name) {
                return name.endsWith("model.onnx")
                        ? new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("the disk is gone");
                            }
                        }
                        : super.getResourceAsStream(name);
            }
        };
        assertThat(Bundles.problems(ModelSource.classPath(broken, Bundles.FOLDER + "bert")))
                .containsExactly("model.onnx: cannot be read (IOException: the disk is gone)");
    }

    @Test
    void load_torchScriptThatIsNoArchive_isRefused() {
        Path bundle = Bundles.copy("bert", temp);
        Bundles.write(bundle.resolve("model.pt"), "no archive");
        assertThat(Bundles.problems(bundle))
                .singleElement()
                .asString()
                .startsWith("model.pt: is not a TorchScript archive");
    }

    @Test
    void load_checksumInUpperCase_isTheSame() {
        Path bundle = Bundles.copy("multihead", temp);
        Bundles.edit(
                bundle.resolve("sentiment4j.json"),
                "610751b0b590458c883add00feed0fa8b72b30f10d4e6e108e0a77e376d52200",
                "610751B0B590458C883ADD00FEED0FA8B72B30F10D4E6E108E0A77E376D52200");
        assertThat(Bundles.manifest(bundle).sha256().get("model.onnx")).startsWith("610751b0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../secret", "/etc/passwd", "a/../../b", "C:/x", "C:\\x", "..\\x", "a//b", "./a", "", " ", "a\0b"
            })
    void refusal_nameThatLeavesTheBundle_isGiven(String name) {
        assertThat(BundleFiles.refusal(name)).isPresent();
        assertThat(ModelSource.directory(temp).exists(name)).isFalse();
        assertThat(ModelSource.directory(temp).path(name)).isEmpty();
        assertThat(ModelSource.classPath(getClass().getClassLoader(), "dev").exists(name))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "onnx/model.onnx", "a..b", "..a/b", "Modèle 1.onnx"})
    void refusal_plainName_isEmpty(String name) {
        assertThat(BundleFiles.refusal(name)).isEmpty();
    }

    @Test
    void open_nameThatLeavesTheBundle_isNoSuchFile() throws IOException {
        Path inside = Files.createDirectory(temp.resolve("inside"));
        Bundles.write(temp.resolve("secret"), "x");
        for (ModelSource source : List.of(
                ModelSource.directory(inside), ModelSource.classPath(getClass().getClassLoader(), "dev"))) {
            assertThatThrownBy(() -> source.open("../secret")).isInstanceOf(NoSuchFileException.class);
        }
    }
}
