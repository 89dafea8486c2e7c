package dev.sentiment4j.churn;

/** What a churn risk is made of. */
public enum ChurnPart {
    /** How negative the post is: the negative part of its score. */
    SENTIMENT,
    /** How much it shows anger, disgust or sadness: the sum of their probabilities. */
    EMOTION,
    /** How toxic it is. */
    TOXICITY,
    /** How surely it speaks of leaving: the strongest cue that is not denied. */
    CUES
}
