package dev.sentiment4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.postgres.PostgresAlerts;
import dev.sentiment4j.postgres.StoredAlert;
import dev.sentiment4j.window.SentimentWindows;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts in a real PostgreSQL. */
class StoredAlertsTest {
    @Test
    void episodes_areInTheTableWhenTheyFire(@TempDir Path directory) throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.json"), """
                {"rules": [{"name": "many", "metric": "posts", "above": 5, "window": "1m"}]}
                """);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            Contexts.scripted()
                    .withUserConfiguration(PipelineAutoConfigurationTest.Memory.class)
                    .withPropertyValues(
                            "sentiment.postgres.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                            "sentiment.postgres.username=postgres",
                            "sentiment.postgres.migrate=true",
                            "sentiment.windows.enabled=true",
                            // as the posts are of long ago
                            "sentiment.windows.idle-timeout=1h",
                            "sentiment.alerts.enabled=true",
                            "sentiment.alerts.postgres.enabled=true",
                            "sentiment.alerts.rules=" + rules)
                    .run(context -> {
                        SentimentPipelines pipelines = context.getBean(SentimentPipelines.class);
                        await().atMost(Duration.ofSeconds(30))
                                .until(() -> pipelines
                                                .pipelines()
                                                .get("posts")
                                                .health()
                                                .acknowledged()
                                        == 20);
                        context.getBean(SentimentWindows.class).advanceTo(TestPosts.NOON.plus(Duration.ofMinutes(1)));
                        PostgresAlerts alerts = context.getBean(PostgresAlerts.class);
                        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                                        alerts.between(TestPosts.NOON.minus(Duration.ofDays(1)), Instant.now(), 10))
                                .singleElement()
                                .satisfies(alert -> {
                                    assertThat(alert.rule()).isEqualTo("many");
                                    assertThat(alert.state()).isEqualTo(StoredAlert.State.FIRING);
                                    assertThat(alert.postCount()).hasValue(20);
                                }));
                    });
        }
    }
}
