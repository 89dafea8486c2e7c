package dev.sentiment4j.redis;

import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.pipeline.AnalyzedPost;
import java.util.Map;

/** The names under which a result stands beside the fields of its post. */
public final class ResultFields {
    /** {@value}: negative, neutral or positive; with score and confidence left out by a model without a sentiment. */
    public static final String LABEL = "sentiment_label";
    /** {@value}: -1 to 1. */
    public static final String SCORE = "sentiment_score";
    /** {@value}: the probability of the label, 0 to 1. */
    public static final String CONFIDENCE = "confidence_score";
    /** {@value}: the label of the head "emotion", if there is one. */
    public static final String EMOTION = "emotion";
    /** {@value}: the probability that the text is toxic, 0 to 1, if the model tells. */
    public static final String TOXICITY = "toxicity";
    /** {@value}. */
    public static final String MODEL = "model_name";
    /** {@value}. */
    public static final String MODEL_VERSION = "model_version";
    /** {@value}: ISO 8601 in UTC. */
    public static final String ANALYZED_AT = "analyzed_at";

    private ResultFields() {}

    static void put(AnalyzedPost analyzed, Map<String, byte[]> fields) {
        SentimentResult result = analyzed.result();
        if (result.hasSentiment()) {
            put(fields, LABEL, result.label().id());
            put(fields, SCORE, Double.toString(result.score()));
            put(fields, CONFIDENCE, Double.toString(result.confidence()));
        }
        result.emotion().ifPresent(emotion -> put(fields, EMOTION, emotion.label()));
        result.toxicity().ifPresent(toxicity -> put(fields, TOXICITY, Double.toString(toxicity)));
        put(fields, MODEL, result.model().id());
        put(fields, MODEL_VERSION, result.model().version());
        put(fields, ANALYZED_AT, analyzed.analyzedAt().toString());
    }

    private static void put(Map<String, byte[]> fields, String name, String value) {
        fields.put(name, Utf8.bytes(value));
    }
}
