package dev.sentiment4j;

import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.model.ModelManifest;
import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.spi.FakeBackendProvider;
import dev.sentiment4j.spi.InferenceBackendProvider;
import dev.sentiment4j.spi.TokenizerProvider;
import dev.sentiment4j.tokenize.FakeTokenizer;
import dev.sentiment4j.tokenize.Tokenizer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Analyzers over the fakes, built as a host builds them, and what they must answer. Each builder gets a name of its
 * own, so that {@link TestThreads#lanesOf} tells one test's threads from another's.
 */
public final class TestAnalyzers {
    public static final HeadSpec SENTIMENT = HeadSpec.builder(
                    HeadSpec.SENTIMENT, List.of("negative", "neutral", "positive"))
            .build();
    public static final HeadSpec EMOTION =
            HeadSpec.builder("emotion", List.of("joy", "anger", "fear")).build();
    public static final HeadSpec TOXICITY = HeadSpec.builder("toxicity", List.of("toxic"))
            .activation(HeadSpec.Activation.SIGMOID)
            .build();

    private static final AtomicInteger NAMES = new AtomicInteger();

    private TestAnalyzers() {}

    /** A manifest with three heads, 64 tokens, no text profile and no golden texts. */
    public static ModelManifest.Builder manifest() {
        return ModelManifest.builder(new ModelInfo("fake", "1"))
                .head(SENTIMENT)
                .head(EMOTION)
                .head(TOXICITY)
                .maxTokens(64);
    }

    /** A bundle of {@link #manifest()} whose files nobody looks at. */
    public static ModelBundle bundle() {
        return bundle(manifest().build());
    }

    public static ModelBundle bundle(ModelManifest manifest) {
        return ModelBundle.of(ModelSource.directory(Path.of("nowhere")), manifest);
    }

    /** A provider that hands out one tokenizer. */
    public static TokenizerProvider provider(Tokenizer tokenizer) {
        return provider(() -> tokenizer);
    }

    public static TokenizerProvider provider(Supplier<Tokenizer> tokenizer) {
        return new TokenizerProvider() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public Optional<String> refusal(ModelSource source, String file) {
                return Optional.empty();
            }

            @Override
            public Tokenizer open(ModelSource source, String file) {
                return tokenizer.get();
            }
        };
    }

    public static SentimentAnalyzerBuilder builder(InferenceBackendProvider backend, Tokenizer tokenizer) {
        return SentimentAnalyzer.builder()
                .name("test" + NAMES.incrementAndGet())
                .model(bundle())
                .backend(backend)
                .tokenizer(provider(tokenizer));
    }

    /** The model input of a short text. */
    public static int[] input(Tokenizer tokenizer, String text) {
        int[] ids = tokenizer.encode(text);
        return tokenizer.specialTokens().wrap(ids, 0, ids.length);
    }

    /** What the fakes make of a short text, computed without the code under test. */
    public static SentimentResult expected(AnalyzerInfo info, FakeTokenizer tokenizer, String text) {
        int[] input = input(tokenizer, text);
        double[] s = softmax(FakeBackendProvider.logits("sentiment", 3, input));
        Map<SentimentLabel, Double> sentiment = new EnumMap<>(
                Map.of(SentimentLabel.NEGATIVE, s[0], SentimentLabel.NEUTRAL, s[1], SentimentLabel.POSITIVE, s[2]));
        double[] e = softmax(FakeBackendProvider.logits("emotion", 3, input));
        double toxic = 1 / (1 + Math.exp(-FakeBackendProvider.logits("toxicity", 1, input)[0]));
        return SentimentResult.builder(info.model())
                .sentiment(sentiment, s[2] - s[0])
                .head("emotion", Classification.exclusive(Map.of("joy", e[0], "anger", e[1], "fear", e[2])))
                .head(
                        "toxicity",
                        Classification.independent(Map.of("toxic", toxic), toxic >= 0.5 ? List.of("toxic") : List.of()))
                .input(new InputInfo(input.length, 0, 1, info.profile()))
                .engine(info.backend().name(), info.backend().device())
                .build();
    }

    private static double[] softmax(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float z : logits) {
            max = Math.max(max, z);
        }
        double[] p = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(logits[i] - max);
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }
}
