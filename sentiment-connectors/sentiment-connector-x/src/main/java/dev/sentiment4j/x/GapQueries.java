package dev.sentiment4j.x;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Searches that find what a set of rules streams: rules joined with OR, as many as fit.
 *
 * @param queries the searches
 * @param unsearchable how many rules no search can stand for: too long, or with operators that it does not have
 */
record GapQueries(List<String> queries, int unsearchable) {
    private static final Pattern STREAM_ONLY = Pattern.compile("(?i)(^|[\\s(-])(sample|bio|bio_name|bio_location):");

    static GapQueries of(List<String> rules, int longest) {
        List<String> queries = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        int unsearchable = 0;
        for (String rule : rules) {
            if (STREAM_ONLY.matcher(rule).find() || rule.length() + 2 > longest) {
                unsearchable++;
                continue;
            }
            if (joined.length() > 0 && joined.length() + rule.length() + 6 > longest) {
                queries.add(joined.toString());
                joined.setLength(0);
            }
            joined.append(joined.length() == 0 ? "" : " OR ")
                    .append('(')
                    .append(rule)
                    .append(')');
        }
        if (joined.length() > 0) {
            queries.add(joined.toString());
        }
        return new GapQueries(queries, unsearchable);
    }
}
