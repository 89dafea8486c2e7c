package dev.sentiment4j.x;

import dev.sentiment4j.pipeline.SourceException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of all rules of a change.
 *
 * @param outcomes one for each rule that was wanted or deleted
 * @param dryRun whether nothing was changed
 */
public record XRuleReport(List<XRuleOutcome> outcomes, boolean dryRun) {
    public XRuleReport {
        outcomes = List.copyOf(outcomes);
    }

    /** How many rules met with this. */
    public long count(XRuleOutcome.Status status) {
        return outcomes.stream().filter(outcome -> outcome.status() == status).count();
    }

    /** Whether X has, or would have, exactly what was wanted. */
    public boolean isGood() {
        return outcomes.stream().allMatch(XRuleOutcome::isGood);
    }

    /**
     * This report, if it is good: X answers 2xx to rules that it refuses, and a stream then lacks them in silence.
     *
     * @throws SourceException saying what became of the others
     */
    public XRuleReport orElseThrow() {
        if (!isGood()) {
            String bad = outcomes.stream()
                    .filter(outcome -> !outcome.isGood())
                    .map(outcome -> "'" + outcome.rule().value() + "': " + outcome.status()
                            + outcome.detailText()
                                    .map(detail -> " (" + detail + ")")
                                    .orElse(""))
                    .collect(Collectors.joining("; "));
            throw SourceException.fatal("X does not have the rules that were wanted: " + bad, null);
        }
        return this;
    }
}
