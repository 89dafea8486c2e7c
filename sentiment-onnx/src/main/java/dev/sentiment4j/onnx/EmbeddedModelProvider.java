package dev.sentiment4j.onnx;

import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.spi.ModelProvider;

/**
 * The model inside this jar: English posts, one forward pass for sentiment, emotion and toxicity. Its card is in
 * {@code docs/model-card.md}. Stateless and thread-safe; nothing is read before the model is used.
 */
public final class EmbeddedModelProvider implements ModelProvider {
    private static final String FOLDER = "dev/sentiment4j/models/social-en";

    @Override
    public String id() {
        return "social-en";
    }

    @Override
    public String description() {
        return "English social-media posts: sentiment, emotion, toxicity (6-layer MiniLM, 23 MB, inside the jar)";
    }

    @Override
    public boolean isDefault() {
        return true;
    }

    @Override
    public ModelSource source() {
        return ModelSource.classPath(EmbeddedModelProvider.class.getClassLoader(), FOLDER);
    }
}
