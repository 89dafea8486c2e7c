package dev.sentiment4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.postgres.PostFilter;
import dev.sentiment4j.postgres.SentimentQueries;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisSourceOptions;
import dev.sentiment4j.redis.RedisStreamOptions;
import dev.sentiment4j.redis.RedisStreamPublisher;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A whole application: web server, the model, Redis and PostgreSQL, seen over HTTP. */
class RealApplicationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Application {
        private final SentimentAnalyzer analyzer;

        Application(SentimentAnalyzer analyzer) {
            this.analyzer = analyzer;
        }

        @GetMapping("/mood")
        String mood(@RequestParam String text) {
            return analyzer.analyze(text).label().id();
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> get(ConfigurableApplicationContext context, String path) throws Exception {
        String port = context.getEnvironment().getProperty("local.server.port");
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonObject json(ConfigurableApplicationContext context, String path) throws Exception {
        return JsonParser.parseString(get(context, path).body()).getAsJsonObject();
    }

    private static ConfigurableApplicationContext start(Servers servers, String... more) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "server.port=0",
                        "server.shutdown=graceful",
                        "spring.threads.virtual.enabled=true",
                        "spring.main.banner-mode=off",
                        "management.endpoints.web.exposure.include=health,info,metrics",
                        "management.endpoint.health.show-details=always",
                        "spring.datasource.url=" + servers.jdbcUrl(),
                        "sentiment.redis.url=" + servers.redisUrl(),
                        "sentiment.redis.source.enabled=true",
                        "sentiment.redis.dead-letters.enabled=true",
                        "sentiment.redis.counters.enabled=true",
                        "sentiment.postgres.migrate=true",
                        "sentiment.postgres.sink.enabled=true")
                .properties(more)
                .run();
    }

    @Test
    void application_servesAnalyzesStoresAndTells(@TempDir Path directory) throws Exception {
        try (Servers servers = new Servers(directory);
                ConfigurableApplicationContext context = start(servers)) {
            assertThat(get(context, "/mood?text=I+love+this+phone").body()).isEqualTo("positive");

            List<PostEvent> posts = TestPosts.posts(0, 200);
            try (RedisStreamPublisher publisher = new RedisStreamPublisher(
                    RedisOptions.of(servers.redisUrl()), RedisStreamOptions.of(RedisSourceOptions.DEFAULT_STREAM))) {
                publisher.publish(posts);
            }
            SentimentQueries queries = context.getBean(SentimentQueries.class);
            await().atMost(PATIENCE)
                    .until(() -> queries.distribution(PostFilter.all()).posts() == 200);

            HttpResponse<String> health = get(context, "/actuator/health");
            assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
            JsonObject parts =
                    JsonParser.parseString(health.body()).getAsJsonObject().getAsJsonObject("components");
            assertThat(parts.keySet())
                    .contains("db", "sentimentAnalyzer", "sentimentPipeline", "sentimentRedis", "sentimentPostgres");
            assertThat(parts.getAsJsonObject("sentimentAnalyzer")
                            .getAsJsonObject("details")
                            .get("model")
                            .getAsString())
                    .startsWith("social-en:");
            JsonObject pipeline = parts.getAsJsonObject("sentimentPipeline")
                    .getAsJsonObject("components")
                    .getAsJsonObject("posts");
            assertThat(pipeline.getAsJsonObject("details").get("state").getAsString())
                    .isEqualTo("RUNNING");

            assertThat(json(context, "/actuator/metrics").get("names").toString())
                    .contains("sentiment.text.total", "sentiment.lanes", "sentiment.pipeline.acknowledged");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            json(context, "/actuator/metrics/sentiment.pipeline.acknowledged?tag=pipeline:posts")
                                    .getAsJsonArray("measurements")
                                    .get(0)
                                    .getAsJsonObject()
                                    .get("value")
                                    .getAsDouble())
                    .isEqualTo(200));

            JsonObject info =
                    json(context, "/actuator/info").getAsJsonObject("sentiment").getAsJsonObject("sentimentAnalyzer");
            assertThat(info.get("heads").toString()).contains("sentiment", "emotion", "toxicity");

            servers.stopRedis();
            await().atMost(PATIENCE).untilAsserted(() -> {
                HttpResponse<String> down = get(context, "/actuator/health");
                assertThat(down.statusCode()).isEqualTo(503);
                assertThat(down.body()).contains("not connected").contains("troubles");
            });
            assertThat(get(context, "/mood?text=I+love+this+phone").body()).isEqualTo("positive");
        }
    }

    @Test
    void tablesThatAreMissing_areToldInHealth(@TempDir Path directory) throws Exception {
        try (Servers servers = new Servers(directory);
                ConfigurableApplicationContext context =
                        start(servers, "sentiment.postgres.migrate=false", "sentiment.postgres.schema=nowhere")) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                HttpResponse<String> health = get(context, "/actuator/health");
                assertThat(health.statusCode()).isEqualTo(503);
                assertThat(health.body())
                        .contains("schema nowhere holds no tables of Sentiment4J")
                        .contains("FAILED");
            });
        }
    }
}
