package dev.sentiment4j.tokenize.huggingface;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.spi.TokenizerProvider;
import dev.sentiment4j.tokenize.SpecialTokens;
import dev.sentiment4j.tokenize.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code tokenizer.json}: WordPiece, byte-level BPE, unigram and whatever else the format describes. Truncation
 * and padding that the file asks for are ignored, because core cuts, splits and pads by itself.
 *
 * <p>Stateless and thread-safe. The first {@link #open} of a JVM loads native code, which comes out of the jar through
 * the temporary folder; nothing is ever fetched from a network. On a platform without a build, or to use another, name
 * the library with the system property {@code RUST_LIBRARY_PATH}.
 */
public final class HuggingFaceTokenizerProvider implements TokenizerProvider {
    private static final int MAX_BYTES = 512 << 20;

    @Override
    public String name() {
        return "huggingface";
    }

    @Override
    public Optional<String> refusal(ModelSource source, String file) {
        if (!file.toLowerCase(Locale.ROOT).endsWith(".json")) {
            return Optional.of("reads tokenizer.json, not " + file);
        }
        return source.exists(file) ? Optional.empty() : Optional.of("finds no " + file);
    }

    /**
     * Loads the tokenizer and proves that its model input is prefix, content, suffix.
     *
     * @throws ModelLoadException if there is no native library for this platform, or if the file is missing, damaged,
     *     of another format, or wraps texts in another way
     */
    @Override
    public Tokenizer open(ModelSource source, String file) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(file, "file");
        String json = read(source, file);
        NativeLibrary.load().ifPresent(failure -> {
            throw new ModelLoadException(source.description(), failure.message(), failure.cause());
        });
        long handle;
        try {
            handle = TokenizersLibrary.LIB.createTokenizerFromString(json);
        } catch (RuntimeException e) {
            throw refused(
                    source,
                    file,
                    "the tokenizer library cannot read it (" + e.getMessage()
                            + "); it is damaged, of another format, or written by a newer version of the library: export it"
                            + " again with tokenizer.save(\"tokenizer.json\")",
                    e);
        }
        boolean opened = false;
        try {
            TokenizersLibrary.LIB.disableTruncation(handle);
            TokenizersLibrary.LIB.disablePadding(handle);
            TokenizerFile contents = TokenizerFile.read(source, file, json);
            SpecialTokens special = SpecialTokenProbe.probe(
                    (text, withSpecial) -> NativeTokenizer.ids(handle, text, withSpecial), contents.padId());
            Tokenizer tokenizer = new NativeTokenizer(
                    handle, special, contents.vocabularySize(), "the tokenizer of " + source.description());
            opened = true;
            return tokenizer;
        } catch (IOException | RuntimeException e) {
            throw refused(source, file, e.getMessage() + "; export the tokenizer again", e);
        } finally {
            if (!opened) {
                TokenizersLibrary.LIB.deleteTokenizer(handle);
            }
        }
    }

    private static String read(ModelSource source, String file) {
        try (InputStream in = source.open(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length == 0) {
                throw refused(source, file, "is empty; copy it again", null);
            }
            if (bytes.length > MAX_BYTES) {
                throw refused(source, file, "has more than 512 MB, so it is no tokenizer; check the bundle", null);
            }
            String json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return json.startsWith("\ufeff") ? json.substring(1) : json;
        } catch (NoSuchFileException e) {
            throw refused(
                    source,
                    file,
                    "is missing; export it with tokenizer.save(\"tokenizer.json\"), from the fast tokenizer of the model",
                    e);
        } catch (CharacterCodingException e) {
            throw refused(source, file, "is not UTF-8 text, so it is damaged or no tokenizer.json; copy it again", e);
        } catch (IOException e) {
            throw refused(source, file, "cannot be read (" + e + ")", e);
        }
    }

    private static ModelLoadException refused(
            ModelSource source, String file, String problem, @Nullable Throwable cause) {
        return new ModelLoadException(source.description(), file + ": " + problem, cause);
    }
}
