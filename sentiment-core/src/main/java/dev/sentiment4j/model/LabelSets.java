package dev.sentiment4j.model;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.model.HeadSpec.Meaning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What label names say about the question that a head answers. */
final class LabelSets {
    /** The head of models whose labels are none of the usual ones. */
    static final String CLASSIFICATION = "classification";

    static final String EMOTION = "emotion";
    static final String TOXICITY = "toxicity";

    private static final Pattern NAMELESS = Pattern.compile("(?i)label[_ -]?\\d+|\\d+");
    private static final Pattern STARS = Pattern.compile("[1-5] stars?");

    private static final Map<String, SentimentLabel> PLAIN = Map.of(
            "negative", SentimentLabel.NEGATIVE,
            "neg", SentimentLabel.NEGATIVE,
            "neutral", SentimentLabel.NEUTRAL,
            "neu", SentimentLabel.NEUTRAL,
            "positive", SentimentLabel.POSITIVE,
            "pos", SentimentLabel.POSITIVE);
    private static final Map<String, SentimentLabel> STRONG =
            Map.of("very negative", SentimentLabel.NEGATIVE, "very positive", SentimentLabel.POSITIVE);

    private static final Set<String> BASIC_EMOTIONS = Set.of("anger", "disgust", "fear", "joy", "sadness", "surprise");

    /** Names that stand beside the basic emotions: other Plutchik and SemEval ones, and those of GoEmotions. */
    private static final Set<String> FURTHER_EMOTIONS = Set.of(
            "neutral",
            "love",
            "optimism",
            "pessimism",
            "trust",
            "anticipation",
            "happiness",
            "admiration",
            "amusement",
            "annoyance",
            "approval",
            "caring",
            "confusion",
            "curiosity",
            "desire",
            "disappointment",
            "disapproval",
            "embarrassment",
            "excitement",
            "gratitude",
            "grief",
            "nervousness",
            "pride",
            "realization",
            "relief",
            "remorse");

    private LabelSets() {}

    /** Whether a label is only a number ("LABEL_0", "0"), so that nobody can tell what it means. */
    static boolean isNameless(String label) {
        return NAMELESS.matcher(label.strip()).matches();
    }

    /** Whether these are the stand-ins that exports carry when nobody named the labels: LABEL_0, LABEL_1 and so on. */
    static boolean areStandIns(List<String> labels) {
        return IntStream.range(0, labels.size()).allMatch(i -> labels.get(i).equals("LABEL_" + i));
    }

    /** A label without the differences that do not count: case, and what separates its words. */
    static String canonical(String label) {
        return label.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " ");
    }

    /** The head that these labels usually belong to. */
    static String head(List<String> labels) {
        List<String> names = labels.stream().map(LabelSets::canonical).toList();
        if (isSentiment(names, meanings(labels))) {
            return HeadSpec.SENTIMENT;
        }
        Predicate<String> basic = BASIC_EMOTIONS::contains;
        if (names.stream().allMatch(basic.or(FURTHER_EMOTIONS::contains))
                && names.stream().filter(basic).count() >= 2) {
            return EMOTION;
        }
        // results read the label "toxic" of this head, else its first one
        if (names.contains("toxic") || names.get(0).equals("toxicity")) {
            return TOXICITY;
        }
        return CLASSIFICATION;
    }

    /**
     * What labels of usual names mean as a sentiment: negative, neutral and positive in words or short, five stars, and
     * the five steps from very negative to very positive. Labels of other names are left out.
     */
    static Map<String, Meaning> meanings(List<String> labels) {
        Set<String> names = labels.stream().map(LabelSets::canonical).collect(Collectors.toSet());
        boolean stars = labels.size() == 5
                && names.size() == 5
                && names.stream().allMatch(name -> STARS.matcher(name).matches());
        boolean steps = names.containsAll(STRONG.keySet());
        Map<String, Meaning> meanings = new LinkedHashMap<>();
        for (String label : labels) {
            String name = canonical(label);
            if (stars) {
                int count = name.charAt(0) - '0';
                meanings.put(label, new Meaning(sign(count - 3), (count - 3) / 2.0));
            } else if (PLAIN.containsKey(name)) {
                Meaning full = Meaning.of(PLAIN.get(name));
                meanings.put(label, steps ? new Meaning(full.label(), full.value() / 2) : full);
            } else if (steps && STRONG.containsKey(name)) {
                meanings.put(label, Meaning.of(STRONG.get(name)));
            }
        }
        return meanings;
    }

    private static boolean isSentiment(List<String> names, Map<String, Meaning> meanings) {
        Set<SentimentLabel> known =
                meanings.values().stream().map(Meaning::label).collect(Collectors.toSet());
        long values = meanings.values().stream().map(Meaning::value).distinct().count();
        return meanings.size() == names.size()
                && values == names.size()
                && known.contains(SentimentLabel.NEGATIVE)
                && known.contains(SentimentLabel.POSITIVE);
    }

    private static SentimentLabel sign(int value) {
        return value < 0 ? SentimentLabel.NEGATIVE : value > 0 ? SentimentLabel.POSITIVE : SentimentLabel.NEUTRAL;
    }
}
