package dev.sentiment4j.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.ModelLoadException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The files in the jar, and what is said of files that do not belong there. */
class LexiconTest {
    private final Map<String, byte[]> files = new HashMap<>();

    LexiconTest() {
        for (String name : List.of(Lexicon.DESCRIPTION, Lexicon.WEIGHTS, Lexicon.EMOJI_NAMES)) {
            try (InputStream in = Lexicon.class.getResourceAsStream(name)) {
                files.put(name, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Lexicon read() {
        return Lexicon.read("the test's files", name -> {
            byte[] bytes = files.get(name);
            if (bytes == null) {
                throw new FileNotFoundException(name + ": missing");
            }
            return new ByteArrayInputStream(bytes);
        });
    }

    /** Other weights, with a description that fits them. */
    private void replaceWeights(String lines, int features) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(lines.getBytes(StandardCharsets.UTF_8));
        }
        files.put(Lexicon.WEIGHTS, out.toByteArray());
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(out.toByteArray()));
        edit("sha256.lexicon=.*", "sha256.lexicon=" + sha256);
        edit("features=.*", "features=" + features);
    }

    private void edit(String pattern, String replacement) {
        String text = new String(files.get(Lexicon.DESCRIPTION), StandardCharsets.ISO_8859_1);
        files.put(Lexicon.DESCRIPTION, text.replaceAll(pattern, replacement).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void files_areSmall() {
        assertThat(files.values().stream().mapToInt(bytes -> bytes.length).sum())
                .isLessThan(300_000);
    }

    @Test
    void features_nameNoAccountLinkOrGroupOfPeople() {
        Lexicon lexicon = read();
        assertThat(lexicon.size()).isGreaterThan(10_000);
        for (String feature : lexicon.features()) {
            assertThat(feature)
                    .doesNotContain("@", "http", "www", "_", "\t")
                    .doesNotContainPattern("\\b(muslims?|jews?|christians?|gays?|lesbians?|immigrants?|women|men)\\b");
            // Apart from the cues, words without digits: no numbers of telephones, houses or years.
            if (!feature.startsWith("<")) {
                assertThat(feature).doesNotContainPattern("[0-9]");
            }
        }
    }

    @Test
    void score_countsAFeatureOnce() throws Exception {
        replaceWeights("good\t-20\t150\nbad\t100\t-40\n", 2);
        Lexicon lexicon = read();
        Lexicon.Score once = lexicon.score("good");
        Lexicon.Score thrice = lexicon.score("good. good. good");
        assertThat(thrice.positive()).isEqualTo(once.positive());
        assertThat(thrice.tokens()).isEqualTo(5);
        double negative = Math.exp(-0.23 - 0.20);
        double positive = Math.exp(-0.29 + 1.50);
        assertThat(once.positive()).isCloseTo(positive / (negative + 1 + positive), within(1e-12));
        assertThat(once.negative() + once.neutral() + once.positive()).isCloseTo(1, within(1e-12));
    }

    @Test
    void damagedWeights_areRefused() {
        files.get(Lexicon.WEIGHTS)[1000] ^= 1;
        assertThatThrownBy(this::read)
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("lexicon-en.tsv.gz: wrong checksum")
                .hasMessageContaining("the test's files");
    }

    @Test
    void damagedEmojiNames_areRefused() {
        files.get(Lexicon.EMOJI_NAMES)[1000] ^= 1;
        assertThatThrownBy(this::read)
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("emoji-names.tsv.gz: wrong checksum");
    }

    @Test
    void missingFile_isNamed() {
        files.remove(Lexicon.EMOJI_NAMES);
        assertThatThrownBy(this::read)
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("emoji-names.tsv.gz: missing");
    }

    @Test
    void description_thatSaysTooLittleOrNoNumbers_isRefused() {
        edit("version=.*", "");
        assertThatThrownBy(this::read).isInstanceOf(ModelLoadException.class).hasMessageContaining("has no version");
        edit("id=", "version=1\nid=");
        edit("features=.*", "features=many");
        assertThatThrownBy(this::read)
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("features is no number");
    }

    @Test
    void weights_thatAreNone_areRefusedByLine() throws Exception {
        for (String lines : List.of("good\t1\t2\nbad\t1\n", "good\t1\t2\ngood\t1\t2\n", "good\t1\t2\nbad\tx\t2\n")) {
            replaceWeights(lines, 2);
            assertThatThrownBy(this::read)
                    .isInstanceOf(ModelLoadException.class)
                    .hasMessageContaining("line 2");
        }
        replaceWeights("good\t1\t2\n", 2);
        assertThatThrownBy(this::read)
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("holds 1 features, 2 expected");
    }
}
