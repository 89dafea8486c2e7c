package dev.sentiment4j.text;

import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.model.ProfileRef;
import java.util.List;
import java.util.Objects;

/** The text profiles that come with the library, and the way from a manifest to a profile. */
public final class TextProfiles {
    static final String SOCIAL = "social";
    static final String CARDIFF = "cardiff";
    static final int VERSION = 1;

    private TextProfiles() {}

    /**
     * {@code social/1}: what the library's own models are trained on. HTML entities, links to "http", mentions to
     * "@user", hashtags to words, skin tones off, emoji to names, punctuation to ASCII, white space.
     *
     * <p>{@code "@jane #BestDayEver 😂 https://t.co/x"} gives {@code "@user # Best Day Ever face with tears of joy
     * http"}.
     */
    public static TextProfile social(EmojiNames emojiNames) {
        return TextProfile.of(
                SOCIAL,
                VERSION,
                List.of(
                        TextSteps.htmlEntities(),
                        TextSteps.urls(),
                        TextSteps.mentions(),
                        TextSteps.hashtags(),
                        TextSteps.skinTones(),
                        TextSteps.emoji(emojiNames),
                        TextSteps.foldPunctuation(),
                        TextSteps.whitespace()));
    }

    /**
     * {@code cardiff/1}: what the Twitter models of Cardiff NLP are trained on (twitter-roberta-base-sentiment and its
     * kin). Between single spaces, a word that starts with an at sign becomes "@user" and one that starts with "http"
     * becomes that; nothing else changes, spaces included.
     */
    public static TextProfile cardiff() {
        return TextProfile.of(CARDIFF, VERSION, List.of(TextSteps.mentionTokens(), TextSteps.urlTokens()));
    }

    /** The names that a manifest can use without spelling out steps. */
    public static List<String> names() {
        return List.of(CARDIFF, TextProfile.none().name(), SOCIAL);
    }

    /**
     * Builds the profile that a manifest names: a built-in one by name and version, or one spelled out by the names of
     * its steps, which are sought in {@link TextSteps} and then among the
     * {@link dev.sentiment4j.spi.TextStepProvider}s.
     *
     * @param source where the file with emoji names lies, read only if a step needs it
     * @param loader asked for providers, only if a step is not built in
     * @throws ModelLoadException listing everything that is wrong, each with what is on offer and the remedy
     */
    public static TextProfile resolve(ProfileRef ref, ModelSource source, ClassLoader loader) {
        Objects.requireNonNull(ref, "ref");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(loader, "loader");
        return new ProfileResolver(ref, source, loader).resolve();
    }
}
