package dev.sentiment4j.examples.dashboard.api;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.examples.dashboard.view.ResultView;
import dev.sentiment4j.examples.dashboard.web.RateLimits;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Texts in, sentiment out. */
@RestController
@Tag(name = "predict", description = "Sentiment, emotion and toxicity of texts")
final class PredictController {
    static final int MAX_TEXT = 10_000;
    static final int MAX_BATCH = 100;

    private static final AnalysisOptions OPTIONS = AnalysisOptions.defaults().withTimeout(Duration.ofSeconds(5));
    private static final AnalysisOptions BATCH = AnalysisOptions.defaults().withTimeout(Duration.ofSeconds(30));

    private final SentimentAnalyzer analyzer;
    private final RateLimits limits;

    PredictController(SentimentAnalyzer analyzer, RateLimits limits) {
        this.analyzer = analyzer;
        this.limits = limits;
    }

    /**
     * One text.
     *
     * @param text 1 to 10,000 characters, not blank
     */
    @Schema(name = "PredictRequest")
    record One(
            @Schema(example = "the update broke my phone again, two hours on hold 😡")
            @NotBlank
            @Size(max = MAX_TEXT, message = "must have at most {max} characters")
            String text) {}

    /**
     * Several texts.
     *
     * @param texts 1 to 100, each as in a single request
     */
    @Schema(name = "PredictBatchRequest")
    record Many(
            @NotNull @Size(min = 1, max = MAX_BATCH, message = "must be {min} to {max} texts")
            List<@NotBlank @Size(max = MAX_TEXT, message = "must have at most {max} characters") String> texts) {}

    /**
     * What became of one of several texts: a result, or an error.
     *
     * @param index its place in the request, from 0
     */
    @Schema(name = "Outcome")
    record Outcome(
            int index,
            @Nullable ResultView result,
            @Nullable String error) {}

    @PostMapping("/predict")
    @Operation(summary = "Analyze one text")
    Envelope<ResultView> predict(@Valid @RequestBody One request) {
        long start = System.nanoTime();
        ResultView result = ResultView.of(analyzer.analyze(request.text(), OPTIONS));
        return Envelope.of(result, Map.of("tookMillis", millisSince(start)));
    }

    @PostMapping("/predict/batch")
    @Operation(summary = "Analyze up to 100 texts; one that fails does not harm the others")
    Envelope<List<Outcome>> batch(@Valid @RequestBody Many request, HttpServletRequest http) {
        // The request itself has been counted.
        limits.take(http.getRemoteAddr(), request.texts().size() - 1L);
        long start = System.nanoTime();
        List<AnalysisOutcome> outcomes = analyzer.analyzeAll(request.texts(), BATCH);
        List<Outcome> answers = new ArrayList<>(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            AnalysisOutcome outcome = outcomes.get(i);
            answers.add(new Outcome(
                    i,
                    outcome.result().map(ResultView::of).orElse(null),
                    outcome.failure().map(SentimentException::getMessage).orElse(null)));
        }
        return Envelope.of(answers, Map.of("count", answers.size(), "tookMillis", millisSince(start)));
    }

    private static double millisSince(long start) {
        return Math.round((System.nanoTime() - start) / 10_000.0) / 100.0;
    }
}
