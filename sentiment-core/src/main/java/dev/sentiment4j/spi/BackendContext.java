package dev.sentiment4j.spi;

import dev.sentiment4j.batch.ThreadPlan;
import java.util.Objects;

/**
 * What core tells an engine when it opens a model.
 *
 * @param threads the one thread plan of the analyzer: how many lanes will be opened and how many threads each call may
 *     use
 * @param padId the token id that fills a padded row behind its end
 * @param vocabularySize how many token ids the tokenizer can produce: 0 to this minus 1
 */
public record BackendContext(ThreadPlan threads, int padId, int vocabularySize) {
    public BackendContext {
        Objects.requireNonNull(threads, "threads");
    }
}
