package dev.sentiment4j.examples.small.api;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.Classification;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.SentimentResult;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Texts in, sentiment out: {@code POST /predict}, {@code POST /predict/batch}, {@code GET /healthz}, {@code GET
 * /metrics}. Requests that come at the same time are answered in common batches, by whichever engine fits the model;
 * that, and what stands in for it, is {@code sentiment-api.yaml}'s.
 */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class SentimentApi {
    private static final AnalysisOptions OPTIONS = AnalysisOptions.defaults().withTimeout(Duration.ofSeconds(5));

    private final SentimentAnalyzer analyzer;

    SentimentApi(SentimentAnalyzer analyzer) {
        this.analyzer = analyzer;
    }

    /** One text. */
    record Text(@NotBlank @Size(max = 10_000) String text) {}

    /** Up to a hundred texts. */
    record Texts(@NotNull @Size(min = 1, max = 100) List<@NotBlank @Size(max = 10_000) String> texts) {}

    /** What one text means; what a model does not offer is null. */
    record Prediction(
            String label,
            double score,
            double confidence,
            Optional<String> emotion,
            OptionalDouble toxicity,
            String engine) {
        static Prediction of(SentimentResult result) {
            return new Prediction(
                    result.label().id(),
                    result.score(),
                    result.confidence(),
                    result.emotion().map(Classification::label),
                    result.toxicity(),
                    result.backend());
        }
    }

    /** What became of one of several texts: a prediction, or an error that is its alone. */
    record Outcome(Optional<Prediction> prediction, Optional<String> error) {}

    @PostMapping("/predict")
    Prediction predict(@Valid @RequestBody Text request) {
        return Prediction.of(analyzer.analyze(request.text(), OPTIONS));
    }

    @PostMapping("/predict/batch")
    List<Outcome> predictAll(@Valid @RequestBody Texts request) {
        return analyzer.analyzeAll(request.texts(), OPTIONS).stream()
                .map(outcome -> new Outcome(
                        outcome.result().map(Prediction::of), outcome.failure().map(SentimentException::getMessage)))
                .toList();
    }

    @ExceptionHandler
    ProblemDetail failed(SentimentException e) {
        HttpStatus status = e.isRetriable() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.INTERNAL_SERVER_ERROR;
        return ProblemDetail.forStatusAndDetail(status, e.getMessage());
    }

    /** Configured by {@code sentiment-api.yaml}. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(SentimentApi.class).properties("spring.config.name=sentiment-api");
    }

    public static void main(String[] args) {
        application().run(args);
    }
}
