package dev.sentiment4j.tokenize.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.bundles.TestBundle;
import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.spi.TokenizerProvider;
import dev.sentiment4j.tokenize.SpecialTokens;
import dev.sentiment4j.tokenize.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceTokenizerProviderTest {
    private static final String FILE = "tokenizer.json";

    private final HuggingFaceTokenizerProvider provider = new HuggingFaceTokenizerProvider();

    @TempDir
    Path directory;

    private ModelSource source;
    private Path file;

    @BeforeEach
    void copyBundle() {
        source = new TestBundle("bert").copyTo(directory);
        file = directory.resolve(FILE);
    }

    @Test
    void provider_isFoundOnTheClassPath() {
        assertThat(ServiceLoader.load(TokenizerProvider.class).stream()
                        .map(p -> p.get().name()))
                .contains("huggingface");
    }

    @Test
    void refusal_ofAJsonFileThatIsThere_isNone() {
        assertThat(provider.refusal(source, FILE)).isEmpty();
    }

    @Test
    void refusal_ofAnotherFormatOrNoFile_saysWhy() {
        assertThat(provider.refusal(source, "vocab.txt")).hasValue("reads tokenizer.json, not vocab.txt");
        assertThat(provider.refusal(source, "no.json")).hasValue("finds no no.json");
    }

    @Test
    void open_readsSpecialTokensPadAndVocabulary() {
        assertSpecial("bert", new int[] {2}, new int[] {3}, 0, 518 - 40);
        assertSpecial("roberta-cardiff", new int[] {0}, new int[] {2}, 1, -1);
        assertSpecial("xlmr", new int[] {0}, new int[] {2}, 1, -1);
        assertSpecial("bert-wide-vocabulary", new int[] {2}, new int[] {3}, 0, 518);
    }

    private void assertSpecial(String bundle, int[] prefix, int[] suffix, int padId, int vocabularySize) {
        try (Tokenizer tokenizer = provider.open(new TestBundle(bundle).source(), FILE)) {
            SpecialTokens special = tokenizer.specialTokens();
            assertThat(special.prefix()).isEqualTo(prefix);
            assertThat(special.suffix()).isEqualTo(suffix);
            assertThat(special.padId()).isEqualTo(padId);
            if (vocabularySize > 0) {
                assertThat(tokenizer.vocabularySize()).isEqualTo(vocabularySize);
            }
            assertThat(tokenizer.toString()).contains("huggingface");
        }
    }

    @Test
    void open_withPaddingSection_takesItsPadIdFirst() throws IOException {
        edit(json -> {
            JsonObject padding = JsonParser.parseString(
                            "{'strategy':'BatchLongest','direction':'Right','pad_to_multiple_of':null,'pad_id':4,"
                                    + "'pad_type_id':0,'pad_token':'[MASK]'}")
                    .getAsJsonObject();
            json.add("padding", padding);
        });
        assertThat(padId()).isEqualTo(4);
    }

    @Test
    void open_withoutPaddingAndPadToken_asksTheConfigFilesThenTakesZero() throws IOException {
        edit(json -> {
            JsonArray kept = new JsonArray();
            for (JsonElement token : json.getAsJsonArray("added_tokens")) {
                if (!token.getAsJsonObject().get("content").getAsString().equals("[PAD]")) {
                    kept.add(token);
                }
            }
            json.add("added_tokens", kept);
            json.getAsJsonObject("model").getAsJsonObject("vocab").remove("[PAD]");
            json.getAsJsonObject("model").getAsJsonObject("vocab").addProperty("fill", 0);
        });
        Files.writeString(directory.resolve("tokenizer_config.json"), "{\"pad_token\": {\"content\": \"[MASK]\"}}");
        assertThat(padId()).isEqualTo(4);
        Files.delete(directory.resolve("tokenizer_config.json"));
        Files.writeString(directory.resolve("config.json"), "{\"pad_token_id\": 3}");
        assertThat(padId()).isEqualTo(3);
        Files.writeString(directory.resolve("config.json"), "{\"pad_token_id\": -1}");
        assertThat(padId()).isZero();
    }

    @Test
    void open_ofAddedTokensBeyondTheVocabulary_countsThem() throws IOException {
        edit(json -> {
            JsonObject token =
                    json.getAsJsonArray("added_tokens").get(0).deepCopy().getAsJsonObject();
            token.addProperty("id", 478);
            token.addProperty("content", "@user");
            json.getAsJsonArray("added_tokens").add(token);
        });
        try (Tokenizer tokenizer = provider.open(source, FILE)) {
            assertThat(tokenizer.vocabularySize()).isEqualTo(479);
            assertThat(tokenizer.encode("@user")).containsExactly(478);
        }
    }

    @Test
    void open_withAByteOrderMark_works() throws IOException {
        Files.writeString(file, "\ufeff" + Files.readString(file));
        assertThat(padId()).isZero();
    }

    @Test
    void open_ofATemplateWithoutSpecialTokens_givesNone() throws IOException {
        edit(json -> json.add("post_processor", JsonNull.INSTANCE));
        try (Tokenizer tokenizer = provider.open(source, FILE)) {
            assertThat(tokenizer.specialTokens().count()).isZero();
            assertThat(tokenizer.encode("phone")).isNotEmpty();
        }
    }

    @Test
    void open_ofATemplateThatRepeatsTheText_isRefused() throws IOException {
        edit(json -> {
            JsonArray single = json.getAsJsonObject("post_processor").getAsJsonArray("single");
            single.add(single.get(1).deepCopy());
            single.add(single.get(0).deepCopy());
        });
        assertRefused("only prefix, text, suffix can be used");
    }

    @Test
    void open_ofATokenizerThatFindsNothing_isRefused() throws IOException {
        edit(json -> json.add(
                "normalizer", JsonParser.parseString("{'type':'Replace','pattern':{'Regex':'[^ ]'},'content':' '}")));
        assertRefused("it finds no tokens in plain words");
    }

    @Test
    void open_ofARandomTokenizer_isRefused() throws IOException {
        source = new TestBundle("roberta-cardiff").copyTo(Files.createDirectory(directory.resolve("bpe")));
        file = directory.resolve("bpe").resolve(FILE);
        edit(json -> json.getAsJsonObject("model").addProperty("dropout", 0.1));
        assertRefused("model.dropout = 0.1");
    }

    @Test
    void open_ofAMissingFile_namesItAndHowToMakeIt() throws IOException {
        Files.delete(file);
        assertRefused("tokenizer.json: is missing; export it");
    }

    @Test
    void open_ofAnEmptyFile_saysSo() throws IOException {
        Files.write(file, new byte[0]);
        assertRefused("tokenizer.json: is empty");
    }

    @Test
    void open_ofATruncatedFile_givesTheLibrarysReason() throws IOException {
        String json = Files.readString(file);
        Files.writeString(file, json.substring(0, json.length() / 2));
        assertRefused("EOF while parsing");
    }

    @Test
    void open_ofForeignFiles_isRefused() throws IOException {
        for (String foreign :
                new String[] {"{}", "[1, 2]", "no json at all", "{\"model\": {\"type\": \"Morse\"}}", "null"}) {
            Files.writeString(file, foreign);
            assertRefused("the tokenizer library cannot read it");
        }
    }

    @Test
    void open_ofBinary_isRefused() throws IOException {
        Files.write(file, new byte[] {(byte) 0x80, 0x02, (byte) 0xff, (byte) 0xfe});
        assertRefused("is not UTF-8 text");
    }

    @Test
    void open_ofDamagedConfigBesideIt_namesThatFile() throws IOException {
        Files.writeString(directory.resolve("tokenizer_config.json"), "{\"pad_token\": ");
        assertRefused("tokenizer_config.json beside it is no JSON");
    }

    @Test
    void open_ofNull_namesTheParameter() {
        assertThatThrownBy(() -> provider.open(null, FILE))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("source");
        assertThatThrownBy(() -> provider.open(source, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("file");
    }

    @Test
    void encode_ofNull_namesTheParameter() {
        try (Tokenizer tokenizer = provider.open(source, FILE)) {
            assertThatThrownBy(() -> tokenizer.encode(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("text");
        }
    }

    private int padId() {
        try (Tokenizer tokenizer = provider.open(source, FILE)) {
            return tokenizer.specialTokens().padId();
        }
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> provider.open(source, FILE))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining(source.description())
                .hasMessageContaining(FILE)
                .hasMessageContaining(reason);
    }

    private void edit(Consumer<JsonObject> change) throws IOException {
        JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        change.accept(json);
        Files.writeString(file, json.toString());
    }
}
