package dev.sentiment4j.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What is read from the class path by name: models, text tables, migrations. */
final class SentimentRuntimeHints implements RuntimeHintsRegistrar {
    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        hints.resources()
                .registerPattern("dev/sentiment4j/models/**")
                .registerPattern("dev/sentiment4j/model/*.json")
                .registerPattern("dev/sentiment4j/text/*.tsv")
                .registerPattern("dev/sentiment4j/postgres/migration/**")
                .registerPattern("META-INF/services/dev.sentiment4j.*");
    }
}
