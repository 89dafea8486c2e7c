package dev.sentiment4j.text;

import java.text.Normalizer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text steps that come with the library. Each is thread-safe, defined for every string, linear in its length, and
 * gives back the same instance where nothing changes.
 *
 * <p>A manifest spells a step by the name given with it here; {@code urls}, {@code mentions}, {@code url-tokens},
 * {@code mention-tokens} and {@code elongations} take a parameter behind a colon, such as {@code urls:HTTPURL}.
 */
public final class TextSteps {
    private static final String URL = "http";
    private static final String USER = "@user";
    private static final int ELONGATION = 2;
    private static final String EMOJI = "emoji";

    private TextSteps() {}

    /**
     * {@code html-entities}: HTML5 character references become characters, once, so that an escaped reference becomes a
     * reference. Names without a semicolon and numbers are read as browsers read them; what is no reference stays.
     *
     * <p><code>AT&amp;amp;T &amp;lt;3 it&amp;#39;s</code> gives <code>AT&amp;T &lt;3 it's</code>.
     */
    public static TextStep htmlEntities() {
        return TextStep.of("html-entities", HtmlEntities::unescape);
    }

    /** {@code urls}: {@link #urls(String)} with "http". */
    public static TextStep urls() {
        return TextStep.of("urls", text -> Links.urls(text, URL));
    }

    /**
     * {@code urls:REPLACEMENT}: everything from {@code http://}, {@code https://} or {@code www.}, in any case, up to
     * the next white space.
     *
     * <p>{@code "see https://t.co/x, ok"} gives {@code "see http ok"}.
     */
    public static TextStep urls(String replacement) {
        requireParameter(replacement);
        return TextStep.of("urls:" + replacement, text -> Links.urls(text, replacement));
    }

    /** {@code mentions}: {@link #mentions(String)} with "@user". */
    public static TextStep mentions() {
        return TextStep.of("mentions", text -> Links.mentions(text, USER));
    }

    /**
     * {@code mentions:REPLACEMENT}: an at sign and the letters, digits and underscores behind it, in any script; not
     * within a word, as in a mail address, and not behind another at sign.
     *
     * <p>{@code "hi @Jane_D! a@b.org"} gives {@code "hi @user! a@b.org"}.
     */
    public static TextStep mentions(String replacement) {
        requireParameter(replacement);
        return TextStep.of("mentions:" + replacement, text -> Links.mentions(text, replacement));
    }

    /**
     * {@code hashtags}: the sign stands alone and the words of the tag part where lower case meets upper case, letters
     * meet digits (of ASCII), an abbreviation meets a word, and at underscores.
     *
     * <p>{@code "#MondayMotivation #NASAFacts2024"} gives {@code "# Monday Motivation # NASA Facts 2024"}.
     */
    public static TextStep hashtags() {
        return TextStep.of("hashtags", Links::hashtags);
    }

    /** {@code url-tokens}: {@link #urlTokens(String)} with "http". */
    public static TextStep urlTokens() {
        return TextStep.of("url-tokens", text -> Links.tokens(text, "http", 4, URL));
    }

    /**
     * {@code url-tokens:REPLACEMENT}: what stands between two spaces and starts with "http" in lower case.
     *
     * <p>{@code "(https://t.co/x) https://t.co/x"} gives {@code "(https://t.co/x) http"}.
     */
    public static TextStep urlTokens(String replacement) {
        requireParameter(replacement);
        return TextStep.of("url-tokens:" + replacement, text -> Links.tokens(text, "http", 4, replacement));
    }

    /** {@code mention-tokens}: {@link #mentionTokens(String)} with "@user". */
    public static TextStep mentionTokens() {
        return TextStep.of("mention-tokens", text -> Links.tokens(text, "@", 2, USER));
    }

    /**
     * {@code mention-tokens:REPLACEMENT}: what stands between two spaces, starts with an at sign and is longer than it.
     *
     * <p>{@code "@Jane, meet me @ noon"} gives {@code "@user meet me @ noon"}.
     */
    public static TextStep mentionTokens(String replacement) {
        requireParameter(replacement);
        return TextStep.of("mention-tokens:" + replacement, text -> Links.tokens(text, "@", 2, replacement));
    }

    /** {@code skin-tones}: the five skin tone modifiers vanish, so that one name serves all tones of an emoji. */
    public static TextStep skinTones() {
        return TextStep.of("skin-tones", Letters::withoutSkinTones);
    }

    /**
     * {@code emoji}: a name in place of each emoji, as {@link EmojiNames#replaceIn} says. Goes behind
     * {@link #skinTones()} unless the names know the tones.
     */
    public static TextStep emoji(EmojiNames names) {
        Objects.requireNonNull(names, "names");
        return TextStep.of(EMOJI, names::replaceIn);
    }

    /**
     * {@code fold-punctuation}: typographic quotes, dashes and ellipses become ASCII, a zero-width joiner a space, and
     * the emoji variation selector vanishes.
     *
     * <p>{@code "“it’s… fine”"} gives {@code "\"it's... fine\""}.
     */
    public static TextStep foldPunctuation() {
        return TextStep.of("fold-punctuation", Letters::foldPunctuation);
    }

    /** {@code elongations}: {@link #elongations(int)} with 2. */
    public static TextStep elongations() {
        return TextStep.of("elongations", text -> Letters.shortenElongations(text, ELONGATION));
    }

    /**
     * {@code elongations:LIMIT}: no letter stands more than {@code limit} times in a row, whatever its case. Digits and
     * punctuation stay. That "www" and "III" shrink too is the price of having no dictionary.
     *
     * <p>With 2, {@code "soooOO goood 1000!!!"} gives {@code "soo good 1000!!!"}.
     *
     * @throws IllegalArgumentException if the limit is below 1
     */
    public static TextStep elongations(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("elongations:" + limit + ": the limit counts letters, from 1");
        }
        return TextStep.of("elongations:" + limit, text -> Letters.shortenElongations(text, limit));
    }

    /** {@code lower-case}: by the rules of Unicode for no language in particular, a final sigma included. */
    public static TextStep lowerCase() {
        return TextStep.of("lower-case", Letters::lowerCase);
    }

    /**
     * {@code whitespace}: a space in place of each run of white space, none at the ends. No-break spaces, line and
     * paragraph separators and the controls 0x1C to 0x1F are white space; zero-width spaces are not.
     */
    public static TextStep whitespace() {
        return TextStep.of("whitespace", Letters::whitespace);
    }

    /**
     * {@code nfc}: Unicode normal form C. Beyond 30 combining marks in a row, the marks are normalised in pieces, each
     * for itself, because ordering a long run takes the square of its length.
     */
    public static TextStep nfc() {
        return TextStep.of("nfc", text -> Letters.normalForm(text, Normalizer.Form.NFC));
    }

    /**
     * {@code nfkc}: Unicode normal form KC, with long runs of marks as in {@link #nfc()}.
     *
     * <p>{@code "ｆｕｎ 𝓯𝓾𝓷 ½"} gives {@code "fun fun 1⁄2"}.
     */
    public static TextStep nfkc() {
        return TextStep.of("nfkc", text -> Letters.normalForm(text, Normalizer.Form.NFKC));
    }

    /** The names of all steps here, without parameters. */
    public static List<String> names() {
        return List.of(
                "elongations",
                EMOJI,
                "fold-punctuation",
                "hashtags",
                "html-entities",
                "lower-case",
                "mention-tokens",
                "mentions",
                "nfc",
                "nfkc",
                "skin-tones",
                "url-tokens",
                "urls",
                "whitespace");
    }

    /**
     * The step of that name.
     *
     * @param name one of {@link #names()}, with a parameter behind a colon where the step takes one
     * @param emojiNames for {@code emoji}
     * @return empty if there is no such step
     * @throws IllegalArgumentException if the parameter does not fit, or the emoji names are missing, saying so
     */
    public static Optional<TextStep> named(String name, @Nullable EmojiNames emojiNames) {
        int colon = name.indexOf(':');
        return Optional.ofNullable(
                colon < 0
                        ? plain(name, emojiNames)
                        : withParameter(name.substring(0, colon), name.substring(colon + 1)));
    }

    private static @Nullable TextStep plain(String name, @Nullable EmojiNames emojiNames) {
        return switch (name) {
            case "html-entities" -> htmlEntities();
            case "urls" -> urls();
            case "mentions" -> mentions();
            case "hashtags" -> hashtags();
            case "url-tokens" -> urlTokens();
            case "mention-tokens" -> mentionTokens();
            case "skin-tones" -> skinTones();
            case EMOJI -> {
                if (emojiNames == null) {
                    throw new IllegalArgumentException("step \"emoji\" needs emoji names and there are none");
                }
                yield emoji(emojiNames);
            }
            case "fold-punctuation" -> foldPunctuation();
            case "elongations" -> elongations();
            case "lower-case" -> lowerCase();
            case "whitespace" -> whitespace();
            case "nfc" -> nfc();
            case "nfkc" -> nfkc();
            default -> null;
        };
    }

    private static @Nullable TextStep withParameter(String name, String parameter) {
        return switch (name) {
            case "urls" -> urls(parameter);
            case "mentions" -> mentions(parameter);
            case "url-tokens" -> urlTokens(parameter);
            case "mention-tokens" -> mentionTokens(parameter);
            case "elongations" -> elongations(limit(parameter));
            default -> {
                if (names().contains(name)) {
                    throw new IllegalArgumentException(
                            "step \"" + name + ":" + parameter + "\" takes no parameter: write \"" + name + "\"");
                }
                yield null;
            }
        };
    }

    private static int limit(String parameter) {
        try {
            return Integer.parseInt(parameter);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "step \"elongations:" + parameter + "\" takes a number: write \"elongations:2\"", e);
        }
    }

    private static void requireParameter(String replacement) {
        if (Objects.requireNonNull(replacement, "replacement").isEmpty()) {
            throw new IllegalArgumentException(
                    "the replacement is empty: give at least one character, a space if need be");
        }
    }
}
