package dev.sentiment4j.examples.analyze.io;

import dev.sentiment4j.Classification;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.model.HeadSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a result adds to a table: label, score, confidence and one probability per sentiment, then one
 * column per further head, then tokens, tokens_cut and error. Only columns that the model can fill are there.
 */
public final class ResultColumns {
    private static final String PREFIX = "sentiment_";

    private final Set<SentimentLabel> sentiments = EnumSet.noneOf(SentimentLabel.class);
    private final List<String> heads = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> renamed = new ArrayList<>();

    /**
     * @param specs the heads that results will have
     * @param taken the input's own columns; a result's column of the same name gets a prefix
     */
    public ResultColumns(List<HeadSpec> specs, List<String> taken) {
        List<String> wanted = new ArrayList<>();
        for (HeadSpec spec : specs) {
            if (spec.isSentiment()) {
                spec.meanings().values().forEach(m -> sentiments.add(m.label()));
            } else {
                heads.add(spec.name());
            }
        }
        if (!sentiments.isEmpty()) {
            Collections.addAll(wanted, "label", "score", "confidence");
            sentiments.forEach(label -> wanted.add("p_" + label.id()));
        }
        wanted.addAll(heads);
        Collections.addAll(wanted, "tokens", "tokens_cut", "error");
        Set<String> used = new HashSet<>();
        taken.forEach(name -> used.add(name.toLowerCase(Locale.ROOT)));
        for (String name : wanted) {
            String free = name;
            while (!used.add(free.toLowerCase(Locale.ROOT))) {
                free = PREFIX + free;
            }
            if (!free.equals(name)) {
                renamed.add("the input has a column '" + name + "' already; the result's is '" + free + "'");
            }
            names.add(free);
        }
    }

    /** The names, in order. */
    public List<String> names() {
        return Collections.unmodifiableList(names);
    }

    /** Which result columns could not have their own name, in words; empty when all could. */
    public List<String> renamed() {
        return Collections.unmodifiableList(renamed);
    }

    /** The values for {@link #names()}; empty strings where there is nothing to say. */
    public List<String> values(@Nullable SentimentResult result, @Nullable String error) {
        List<String> values = new ArrayList<>(names.size());
        if (!sentiments.isEmpty()) {
            SentimentResult s = result != null && result.hasSentiment() ? result : null;
            values.add(s != null ? s.label().id() : "");
            values.add(s != null ? number(s.score()) : "");
            values.add(s != null ? number(s.confidence()) : "");
            for (SentimentLabel label : sentiments) {
                Double p = s != null ? s.probabilities().get(label) : null;
                values.add(p == null ? "" : number(p));
            }
        }
        for (String head : heads) {
            values.add(
                    result == null
                            ? ""
                            : result.head(head).map(ResultColumns::head).orElse(""));
        }
        values.add(result == null ? "" : Integer.toString(result.input().tokens()));
        values.add(result == null ? "" : Integer.toString(result.input().tokensCut()));
        values.add(error == null ? "" : error);
        return values;
    }

    /** One cell for a head: its label, its only probability, or the labels that apply. */
    private static String head(Classification head) {
        if (head.isExclusive()) {
            return head.label();
        }
        return head.probabilities().size() == 1 ? number(head.probability()) : String.join("|", head.labels());
    }

    private static String number(double value) {
        return Numbers.rounded(value).toPlainString();
    }
}
