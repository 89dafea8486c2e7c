package dev.sentiment4j.fallback;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.fallback.Ladder.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A portion of a list that may be answered by any step. For one thread. */
final class ListCall {
    private final Steps steps;
    private final List<String> texts;
    private final AnalysisOptions options;
    private final AnalysisOutcome[] outcomes;
    private final String[] reasons;

    ListCall(Steps steps, List<String> texts, AnalysisOptions options) {
        this.steps = steps;
        this.texts = texts;
        this.options = options;
        this.outcomes = new AnalysisOutcome[texts.size()];
        this.reasons = new String[texts.size()];
    }

    List<AnalysisOutcome> run(Position now) {
        Arrays.fill(reasons, steps.reason(now, now.step()));
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Optional<SentimentResult> kept = steps.cached(texts.get(i), options, now);
            if (kept.isPresent()) {
                outcomes[i] = new AnalysisOutcome.Success(kept.get());
            } else {
                open.add(i);
            }
        }
        for (int step = now.step(); !open.isEmpty(); step++) {
            open = refusedBy(step, open);
        }
        return Arrays.asList(outcomes);
    }

    /** Hands texts to a step; those that have to go on. */
    private List<Integer> refusedBy(int step, List<Integer> open) {
        List<AnalysisOutcome> answers = answers(step, open);
        List<Integer> refused = new ArrayList<>();
        for (int n = 0; n < open.size(); n++) {
            int i = open.get(n);
            AnalysisOutcome answer = answers.get(n);
            if (answer instanceof AnalysisOutcome.Success s) {
                answer = new AnalysisOutcome.Success(steps.mark(s.value(), step, reasons[i], options));
            } else if (answer.failure().orElseThrow() instanceof OverloadedException e && step < steps.last()) {
                reasons[i] = Steps.reason(e);
                refused.add(i);
            }
            outcomes[i] = answer;
        }
        return refused;
    }

    private List<AnalysisOutcome> answers(int step, List<Integer> open) {
        List<String> asked = open.stream().map(texts::get).toList();
        try {
            return steps.get(step).analyzeAll(asked, steps.optionsFor(step, options));
        } catch (OverloadedException e) {
            return Collections.nCopies(asked.size(), new AnalysisOutcome.Failure(e));
        }
    }
}
