package dev.sentiment4j.spi;

import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.tokenize.Tokenizer;
import java.util.Optional;

/**
 * A tokenizer library, found through {@link java.util.ServiceLoader} or handed to the builder. Thread-safe, cheap to
 * construct.
 */
public interface TokenizerProvider {
    /** A short name, such as "huggingface". */
    String name();

    /**
     * Whether this library reads the file.
     *
     * @param file its name within the source, "tokenizer.json"
     * @return empty if it does, else the reason why not
     */
    Optional<String> refusal(ModelSource source, String file);

    /**
     * Loads the tokenizer.
     *
     * @return a tokenizer that the caller owns and closes
     * @throws dev.sentiment4j.ModelLoadException if the file is damaged or unknown, naming it
     */
    Tokenizer open(ModelSource source, String file);
}
