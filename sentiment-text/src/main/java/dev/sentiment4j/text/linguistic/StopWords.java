package dev.sentiment4j.text.linguistic;

import dev.sentiment4j.text.TextStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.bg.BulgarianAnalyzer;
import org.apache.lucene.analysis.ca.CatalanAnalyzer;
import org.apache.lucene.analysis.cz.CzechAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;

/**
 * Steps that remove words which say little by themselves, by the lists that come with Lucene.
 *
 * <p>Those lists hold "not", "no" and "don't", and a post without them says the opposite of what it said; a few hold
 * judgements, such as the Russian for "good". All these stay unless {@link #complete} is asked for. Models that read
 * whole sentences, as transformers do, need no stop words removed at all; these steps are for models over bags of
 * words, for word counts and for topics.
 *
 * <p>{@code stop-words:en} makes {@code "this is not the best of phones, @the_one"} into {@code "not best
 * phones, @the_one"}.
 *
 * <p>Words are found whatever their case and the apostrophe's shape. Links, mentions, mail addresses and tags stay
 * whole. The steps are thread-safe and linear in the length of the text.
 */
public final class StopWords {
    private StopWords() {}

    /** The codes of the languages (ISO 639-1) that there are lists for. */
    public static List<String> languages() {
        return List.copyOf(SentimentWords.languages());
    }

    /**
     * {@code stop-words:LANGUAGE}: removes the stop words that carry no sentiment.
     *
     * @param language one of {@link #languages()}
     * @throws IllegalArgumentException if it is another, naming those
     */
    public static TextStep keepingSentiment(String language) {
        Set<String> words = new HashSet<>(words(language));
        words.removeIf(word -> SentimentWords.contains(language, word));
        return step("stop-words:" + language, words, Locale.forLanguageTag(language));
    }

    /**
     * {@code all-stop-words:LANGUAGE}: removes all stop words of the list.
     *
     * @param language one of {@link #languages()}
     * @throws IllegalArgumentException if it is another, naming those
     */
    public static TextStep complete(String language) {
        return step("all-stop-words:" + language, words(language), Locale.forLanguageTag(language));
    }

    /**
     * Removes words of one's own choice.
     *
     * @param name the name of the step
     * @param words whatever their case
     */
    public static TextStep of(String name, Set<String> words) {
        return step(name, words, Locale.ROOT);
    }

    /**
     * The list of a language as Lucene has it, in lower case, with the words that carry sentiment.
     *
     * @param language one of {@link #languages()}
     * @throws IllegalArgumentException if it is another, naming those
     */
    public static Set<String> words(String language) {
        Set<String> words = new TreeSet<>();
        for (Object word : list(Objects.requireNonNull(language, "language"))) {
            words.add(new String((char[]) word));
        }
        // the Hungarian list has "ill." beside "ill", which would leave a full stop behind
        words.removeIf(word -> word.endsWith("."));
        return words;
    }

    private static CharArraySet list(String language) {
        return switch (language) {
            case "bg" -> BulgarianAnalyzer.getDefaultStopSet();
            case "ca" -> CatalanAnalyzer.getDefaultStopSet();
            case "cs" -> CzechAnalyzer.getDefaultStopSet();
            case "da" -> DanishAnalyzer.getDefaultStopSet();
            case "de" -> GermanAnalyzer.getDefaultStopSet();
            case "en" -> english();
            case "es" -> SpanishAnalyzer.getDefaultStopSet();
            case "fi" -> FinnishAnalyzer.getDefaultStopSet();
            case "fr" -> FrenchAnalyzer.getDefaultStopSet();
            case "hu" -> HungarianAnalyzer.getDefaultStopSet();
            case "id" -> IndonesianAnalyzer.getDefaultStopSet();
            case "it" -> ItalianAnalyzer.getDefaultStopSet();
            case "nl" -> DutchAnalyzer.getDefaultStopSet();
            case "no" -> NorwegianAnalyzer.getDefaultStopSet();
            case "pt" -> PortugueseAnalyzer.getDefaultStopSet();
            case "ro" -> RomanianAnalyzer.getDefaultStopSet();
            case "ru" -> RussianAnalyzer.getDefaultStopSet();
            case "sv" -> SwedishAnalyzer.getDefaultStopSet();
            case "tr" -> TurkishAnalyzer.getDefaultStopSet();
            default ->
                throw new IllegalArgumentException("no stop words for language \"" + language + "\": use one of "
                        + languages() + " or a list of your own");
        };
    }

    /**
     * The list of the Snowball project: the analyzer's own has 33 words and none of the contractions that posts use.
     */
    private static CharArraySet english() {
        InputStream file = SnowballFilter.class.getResourceAsStream("english_stop.txt");
        if (file == null) {
            throw new IllegalStateException(
                    "english_stop.txt is missing in lucene-analysis-common: keep resources when repacking jars");
        }
        try (InputStreamReader reader = new InputStreamReader(file, StandardCharsets.UTF_8)) {
            return WordlistLoader.getSnowballWordSet(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("english_stop.txt in lucene-analysis-common cannot be read", e);
        }
    }

    private static TextStep step(String name, Set<String> words, Locale locale) {
        UnaryOperator<String> normal = word -> word.replace('\u2019', '\'').toLowerCase(locale);
        Set<String> wanted = new HashSet<>();
        words.forEach(word -> wanted.add(normal.apply(word)));
        // longer words need not be copied to know that they are not in the list
        int longest = wanted.stream().mapToInt(String::length).max().orElse(0);
        return TextStep.of(name, text -> {
            Removal removal = new Removal(text);
            Words.scan(text, (start, end, word) -> {
                if (word && end - start <= longest && wanted.contains(normal.apply(text.substring(start, end)))) {
                    removal.remove(start, end);
                }
            });
            return removal.result();
        });
    }

    /**
     * A text that loses words, each with the white space behind it, or before it where punctuation or the end follows.
     */
    private static final class Removal {
        private final String text;
        private final StringBuilder out = new StringBuilder();
        private int copied;

        Removal(String text) {
            this.text = text;
        }

        void remove(int start, int end) {
            out.append(text, copied, start);
            copied = end;
            while (copied < text.length() && Words.isSpace(text.charAt(copied))) {
                copied++;
            }
            if (copied == end || copied == text.length()) {
                int length = out.length();
                while (length > 0 && Words.isSpace(out.charAt(length - 1))) {
                    length--;
                }
                out.setLength(length);
            }
        }

        String result() {
            return copied == 0 ? text : out.append(text, copied, text.length()).toString();
        }
    }
}
