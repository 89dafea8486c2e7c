package dev.sentiment4j.text.linguistic;

import dev.sentiment4j.spi.TextStepProvider;
import dev.sentiment4j.text.TextStep;
import java.util.List;
import java.util.stream.Stream;

/**
 * Offers {@code lemmas:en}, {@code stop-words:LANGUAGE} and {@code all-stop-words:LANGUAGE} to the profiles that name
 * them. Stateless and thread-safe; lists and models are loaded when a step is asked for.
 */
public final class LinguisticSteps implements TextStepProvider {
    private static final String LEMMAS = "lemmas:en";
    private static final String STOP_WORDS = "stop-words:";
    private static final String COMPLETE = "all-stop-words:";

    @Override
    public List<String> names() {
        return Stream.concat(
                        Stream.of(LEMMAS),
                        Stream.of(STOP_WORDS, COMPLETE).flatMap(prefix -> StopWords.languages().stream()
                                .map(prefix::concat)))
                .toList();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the name is none of them
     * @throws IllegalStateException if a model or list is not on the class path, naming the artifact
     */
    @Override
    public TextStep step(String name) {
        if (name.equals(LEMMAS)) {
            return Lemmas.english();
        }
        if (name.startsWith(STOP_WORDS)) {
            return StopWords.keepingSentiment(name.substring(STOP_WORDS.length()));
        }
        if (name.startsWith(COMPLETE)) {
            return StopWords.complete(name.substring(COMPLETE.length()));
        }
        throw new IllegalArgumentException("no step \"" + name + "\": use one of " + names());
    }
}
