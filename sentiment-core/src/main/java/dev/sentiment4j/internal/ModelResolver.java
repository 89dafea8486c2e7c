package dev.sentiment4j.internal;

import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.spi.ModelProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds a model on the class path by its id, or the default one. */
final class ModelResolver {
    private ModelResolver() {}

    static ModelSource resolve(@Nullable String id, ClassLoader loader) {
        Providers<ModelProvider> providers = Providers.load(ModelProvider.class, loader);
        List<ModelProvider> matching = providers.found().stream()
                .filter(p -> id == null ? p.isDefault() : p.id().equals(id))
                .toList();
        if (matching.size() == 1) {
            return matching.get(0).source();
        }
        List<String> there =
                providers.found().stream().map(ModelProvider::id).sorted().toList();
        String what = id == null ? "(default)" : "'" + id + "'";
        if (matching.isEmpty()) {
            throw new ModelLoadException(
                    what,
                    "is not on the class path, where there are " + there + providers.brokenNote()
                            + "; add dev.sentiment4j:sentiment-onnx, which brings the default model, or name a directory with"
                            + " SentimentAnalyzerBuilder.model(Path)");
        }
        throw new ModelLoadException(
                what,
                "is offered " + matching.size() + " times: "
                        + matching.stream()
                                .map(p -> p.id() + " (" + p.getClass().getName() + ")")
                                .sorted()
                                .toList()
                        + "; name one with SentimentAnalyzerBuilder.model(id)");
    }
}
