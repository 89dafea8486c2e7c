package dev.sentiment4j.examples.small;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.examples.small.api.SentimentApi;
import java.net.http.HttpResponse;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The service with the real model; it names an engine that is not there, and one that stands in. */
class SentimentApiTest {
    private static Running api;

    @BeforeAll
    static void start() {
        api = new Running(
                SentimentApi.application(),
                "--sentiment.analyzer.backend=pytorch",
                "--sentiment.analyzer.fallbacks=onnx");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void oneText_isPredicted_byTheEngineThatStandsIn() throws Exception {
        HttpResponse<String> response = api.post("/predict", "{\"text\": \"I love this phone so much\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode prediction = Running.JSON.readTree(response.body());
        assertThat(prediction.get("label").asString()).isEqualTo("positive");
        assertThat(prediction.get("score").asDouble()).isBetween(0.5, 1.0);
        assertThat(prediction.get("emotion").asString()).isEqualTo("joy");
        assertThat(prediction.get("toxicity").asDouble()).isBetween(0.0, 0.5);
        assertThat(prediction.get("engine").asString()).isEqualTo("onnx");
    }

    @Test
    void severalTexts_arePredictedInTheirOrder() throws Exception {
        HttpResponse<String> response = api.post(
                "/predict/batch", "{\"texts\": [\"I love it\", \"worst service ever, I hate it\", \"I love it\"]}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(Running.JSON.readTree(response.body()).valueStream().map(outcome -> outcome.get("prediction")
                        .get("label")
                        .asString()))
                .containsExactly("positive", "negative", "positive");
    }

    @Test
    void hundredAndOneTexts_areTooMany() throws Exception {
        String texts = Running.JSON.writeValueAsString(Collections.nCopies(101, "fine"));
        assertThat(api.post("/predict/batch", "{\"texts\": " + texts + "}").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]", "{\"text\": \"  \"}", "{\"text\": null}"})
    void whatIsNoText_isRefusedAsAProblem(String body) throws Exception {
        HttpResponse<String> response = api.post("/predict", body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Running.JSON.readTree(response.body()).get("status").asInt()).isEqualTo(400);
        assertThat(response.body()).doesNotContain("Exception");
    }

    @Test
    void healthAndMetrics_areWhereTheyAreExpected() throws Exception {
        JsonNode health = api.json("/healthz");
        assertThat(health.get("status").asString()).isEqualTo("UP");
        assertThat(health.at("/components/sentimentAnalyzer/details/engine").toString())
                .containsIgnoringCase("onnx");
        api.post("/predict", "{\"text\": \"fine\"}");
        assertThat(api.get("/metrics").body())
                .contains("sentiment_text_total_seconds_count", "http_server_requests_seconds_count");
    }
}
