package dev.sentiment4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.alert.Alert;
import dev.sentiment4j.alert.AlertEngine;
import dev.sentiment4j.alert.AlertSink;
import dev.sentiment4j.alert.AlertState;
import dev.sentiment4j.instagram.InstagramClient;
import dev.sentiment4j.instagram.InstagramSource;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.FileCheckpointStore;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.memory.InMemoryCheckpointStore;
import dev.sentiment4j.pipeline.memory.InMemoryPostSink;
import dev.sentiment4j.postgres.PostgresAlertSink;
import dev.sentiment4j.postgres.PostgresCheckpointStore;
import dev.sentiment4j.reddit.RedditSource;
import dev.sentiment4j.redis.RedisCheckpointStore;
import dev.sentiment4j.synthetic.SyntheticSource;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.WindowStore;
import dev.sentiment4j.x.XFilteredStreamSource;
import dev.sentiment4j.x.XOptions;
import dev.sentiment4j.x.XRecentSearchSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/** What is there under which condition; nothing here connects. */
class PlatformConditionsTest {
    private final ApplicationContextRunner runner =
            Contexts.scripted().withPropertyValues("sentiment.pipeline.enabled=false");

    private static final String[] REDDIT = {
        "sentiment.reddit.source.enabled=true",
        "sentiment.reddit.source.subreddits=java,kotlin",
        "sentiment.reddit.client-id=abc",
        "sentiment.reddit.client-secret=hidden",
        "sentiment.reddit.user-agent=server:com.example.mood:1.2 (by /u/ann)"
    };

    @Test
    void nothing_isThereUnlessAskedFor() {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context).doesNotHaveBean(XFilteredStreamSource.class);
            assertThat(context).doesNotHaveBean(XRecentSearchSource.class);
            assertThat(context).doesNotHaveBean(RedditSource.class);
            assertThat(context).doesNotHaveBean(InstagramSource.class);
            assertThat(context).doesNotHaveBean(SyntheticSource.class);
            assertThat(context).doesNotHaveBean(CheckpointStore.class);
            assertThat(context).doesNotHaveBean(SentimentWindows.class);
            assertThat(context).doesNotHaveBean(AlertEngine.class);
        });
    }

    @Test
    void x_sourcesAreThereWhereAskedFor() {
        runner.withPropertyValues(
                        "sentiment.x.bearer-token=hidden",
                        "sentiment.x.stream.enabled=true",
                        "sentiment.x.search.enabled=true",
                        "sentiment.x.search.query=acme lang:en")
                .run(context -> {
                    assertThat(context).hasSingleBean(XFilteredStreamSource.class);
                    assertThat(context).hasSingleBean(XRecentSearchSource.class);
                });
    }

    @Test
    void x_withoutCredentials_saysSoAndTakesTheHostsOptions() {
        ApplicationContextRunner asked = Contexts.scripted()
                .withUserConfiguration(Sink.class)
                .withPropertyValues("sentiment.x.stream.enabled=true", "sentiment.pipeline.auto-startup=false");
        asked.run(context -> assertThat(context)
                .hasFailed()
                .getFailure()
                .rootCause()
                .hasMessageContaining("sentiment.x.bearer-token"));
        asked.withBean(XOptions.class, () -> XOptions.bearer("hidden")).run(context -> assertThat(
                        context.getBean(SentimentPipelines.class).pipelines())
                .containsOnlyKeys("posts"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Sink {
        @Bean
        @Scope("prototype")
        PostSink sink() {
            return new InMemoryPostSink();
        }
    }

    @Test
    void x_saysAllProblemsAndNoToken() {
        runner.withPropertyValues(
                        "sentiment.x.bearer-token=hid den",
                        "sentiment.x.stream.search-delay=1s",
                        "sentiment.x.stream.connect-budget=0")
                .run(context -> {
                    assertThat(context).hasFailed();
                    String told = context.getStartupFailure().getCause() + " "
                            + Throwables.getRootCause(context.getStartupFailure());
                    assertThat(told)
                            .contains("searchDelay")
                            .contains("connectBudget")
                            .contains("secret must have");
                    assertThat(told).doesNotContain("hid den");
                });
    }

    @Test
    void reddit_needsACheckpointStore() {
        ApplicationContextRunner asked = Contexts.scripted()
                .withUserConfiguration(Sink.class)
                .withPropertyValues(REDDIT)
                .withPropertyValues("sentiment.pipeline.auto-startup=false");
        asked.run(context -> assertThat(context)
                .hasFailed()
                .getFailure()
                .rootCause()
                .hasMessageContaining("sentiment.checkpoints.store"));
        asked.withPropertyValues("sentiment.checkpoints.store=memory").run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(RedditSource.class);
            assertThat(context).hasSingleBean(InMemoryCheckpointStore.class);
        });
    }

    @Test
    void instagram_needsATokenAndACheckpointStore() {
        ApplicationContextRunner asked = Contexts.scripted()
                .withUserConfiguration(Sink.class)
                .withPropertyValues(
                        "sentiment.instagram.source.enabled=true",
                        "sentiment.instagram.source.user-id=17841400000000001",
                        "sentiment.instagram.source.hashtags=acme",
                        "sentiment.pipeline.auto-startup=false");
        ApplicationContextRunner stored = asked.withPropertyValues("sentiment.checkpoints.store=memory");
        stored.run(context -> assertThat(context)
                .hasFailed()
                .getFailure()
                .rootCause()
                .hasMessageContaining("sentiment.instagram.access-token"));
        asked.withPropertyValues("sentiment.instagram.access-token=hidden").run(context -> assertThat(context)
                .hasFailed()
                .getFailure()
                .rootCause()
                .hasMessageContaining("sentiment.checkpoints.store"));
        stored.withPropertyValues("sentiment.instagram.access-token=hidden").run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(InstagramSource.class);
            assertThat(context).hasSingleBean(InstagramClient.class);
        });
    }

    @Test
    void instagram_saysAllProblemsAndNoToken() {
        runner.withPropertyValues(
                        "sentiment.instagram.source.enabled=true",
                        "sentiment.instagram.access-token=hid den",
                        "sentiment.instagram.source.user-id=ann",
                        "sentiment.instagram.source.dedup-window=1")
                .run(context -> {
                    assertThat(context).hasFailed();
                    String told = context.getStartupFailure().getCause() + " "
                            + Throwables.getRootCause(context.getStartupFailure());
                    assertThat(told)
                            .contains("userId")
                            .contains("dedupWindow")
                            .contains("hashtags")
                            .contains("secret must have")
                            .doesNotContain("hid den");
                });
    }

    @Test
    void madeUpPosts_sayAllProblemsAtOnce() {
        runner.withPropertyValues(
                        "sentiment.synthetic.source.enabled=true",
                        "sentiment.synthetic.source.rate=0",
                        "sentiment.synthetic.source.authors=0",
                        "sentiment.synthetic.source.edit-share=2")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(Throwables.getRootCause(context.getStartupFailure()))
                            .hasMessageContaining("rate")
                            .hasMessageContaining("authors")
                            .hasMessageContaining("share of EDIT");
                });
    }

    @Test
    void checkpoints_areKeptWhereAskedFor(@TempDir Path directory) {
        runner.withPropertyValues("sentiment.checkpoints.store=file", "sentiment.checkpoints.directory=" + directory)
                .run(context -> assertThat(context).hasSingleBean(FileCheckpointStore.class));
        runner.withPropertyValues("sentiment.checkpoints.store=redis")
                .run(context -> assertThat(context).hasSingleBean(RedisCheckpointStore.class));
        runner.withPropertyValues(
                        "sentiment.checkpoints.store=postgres",
                        "sentiment.postgres.url=jdbc:postgresql://127.0.0.1:1/none")
                .run(context -> assertThat(context).hasSingleBean(PostgresCheckpointStore.class));
        runner.withPropertyValues("sentiment.checkpoints.store=file").run(context -> assertThat(context)
                .hasFailed()
                .getFailure()
                .rootCause()
                .hasMessageContaining("sentiment.checkpoints.directory"));
    }

    @Test
    void severalSources_needNoMoreThanTheirProperties() {
        Contexts.scripted()
                .withPropertyValues(REDDIT)
                .withPropertyValues(
                        "sentiment.checkpoints.store=memory",
                        "sentiment.x.bearer-token=hidden",
                        "sentiment.x.stream.enabled=true",
                        "sentiment.redis.sink.enabled=true",
                        "sentiment.windows.enabled=true",
                        "sentiment.pipeline.auto-startup=false")
                .run(context -> assertThat(
                                context.getBean(SentimentPipelines.class).pipelines())
                        .containsOnlyKeys("posts-x", "posts-reddit"));
    }

    @Test
    void withoutTheConnectors_saysWhatToAdd() {
        runner.withClassLoader(new FilteredClassLoader(
                        "dev.sentiment4j.x",
                        "dev.sentiment4j.reddit",
                        "dev.sentiment4j.instagram",
                        "dev.sentiment4j.synthetic",
                        "dev.sentiment4j.window",
                        "dev.sentiment4j.alert"))
                .withPropertyValues(
                        "sentiment.x.stream.enabled=true",
                        "sentiment.reddit.source.enabled=true",
                        "sentiment.instagram.source.enabled=true",
                        "sentiment.synthetic.source.enabled=true",
                        "sentiment.windows.enabled=true")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasMessageContaining("dev.sentiment4j:sentiment-connector-instagram")
                        .hasMessageContaining("dev.sentiment4j:sentiment-connector-synthetic")
                        .hasMessageContaining("dev.sentiment4j:sentiment-connector-x")
                        .hasMessageContaining("dev.sentiment4j:sentiment-connector-reddit")
                        .hasMessageContaining("dev.sentiment4j:sentiment-windows"));
    }

    @Test
    void alerts_needWindowsAndRules() {
        runner.withPropertyValues("sentiment.alerts.enabled=true").run(context -> assertThat(context)
                .hasFailed()
                .getFailure()
                .hasMessageContaining("set sentiment.windows.enabled=true"));
        runner.withPropertyValues("sentiment.alerts.enabled=true", "sentiment.windows.enabled=true")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("sentiment.alerts.rules"));
    }

    @Test
    void alertRules_mayBeOnTheClassPath() {
        ApplicationContextRunner asked =
                runner.withPropertyValues("sentiment.windows.enabled=true", "sentiment.alerts.enabled=true");
        asked.withPropertyValues("sentiment.alerts.rules=classpath:alerts/rules.json")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(AlertEngine.class));
        asked.withPropertyValues("sentiment.alerts.rules=classpath:alerts/gone.json")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("rules = classpath:alerts/gone.json: is not on the class path"));
    }

    @Test
    void storedAlerts_needAlertsAndADatabase(@TempDir Path directory) throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.json"), """
                {"rules": [{"name": "many", "metric": "posts", "above": 5, "window": "1m"}]}
                """);
        runner.withPropertyValues("sentiment.alerts.postgres.enabled=true").run(context -> assertThat(context)
                .hasFailed()
                .getFailure()
                .hasMessageContaining("set sentiment.alerts.enabled=true"));
        ApplicationContextRunner asked = runner.withPropertyValues(
                "sentiment.windows.enabled=true",
                "sentiment.alerts.enabled=true",
                "sentiment.alerts.rules=" + rules,
                "sentiment.alerts.postgres.enabled=true");
        asked.run(context -> assertThat(context)
                .hasFailed()
                .getFailure()
                .hasMessageContaining("sentiment.alerts.postgres.enabled")
                .hasMessageContaining("spring.datasource.url"));
        asked.withClassLoader(new FilteredClassLoader("dev.sentiment4j.postgres"))
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasMessageContaining("dev.sentiment4j:sentiment-connector-postgres"));
        asked.withPropertyValues("sentiment.postgres.url=jdbc:postgresql://127.0.0.1:1/none")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(PostgresAlertSink.class));
        runner.withPropertyValues(
                        "sentiment.windows.enabled=true",
                        "sentiment.alerts.enabled=true",
                        "sentiment.alerts.rules=" + rules,
                        "sentiment.postgres.url=jdbc:postgresql://127.0.0.1:1/none")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PostgresAlertSink.class));
    }

    @Test
    void windows_sayAllProblemsAtOnce() {
        runner.withPropertyValues(
                        "sentiment.windows.enabled=true",
                        "sentiment.windows.max-cells=0",
                        "sentiment.windows.keep=0",
                        "sentiment.windows.churn-threshold=2",
                        "sentiment.windows.state-interval=0s",
                        "sentiment.windows.groups=city+moon")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(Throwables.getRootCause(context.getStartupFailure())
                                    .getMessage())
                            .contains("maxCells")
                            .contains("keep")
                            .contains("churnThreshold")
                            .contains("stateInterval")
                            .contains("moon");
                });
    }

    @Test
    void posts_becomeWindowsAndAlerts(@TempDir Path directory) throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.json"), """
                {"rules": [{"name": "many", "metric": "posts", "above": 5, "window": "1m"}]}
                """);
        List<Alert> told = new CopyOnWriteArrayList<>();
        Contexts.scripted()
                .withUserConfiguration(PipelineAutoConfigurationTest.Memory.class)
                .withBean(AlertSink.class, () -> AlertSink.of("told", told::add))
                .withPropertyValues(
                        "sentiment.windows.enabled=true",
                        "sentiment.windows.dimensions=product",
                        "sentiment.alerts.enabled=true",
                        "sentiment.alerts.log=false",
                        "sentiment.alerts.rules=" + rules,
                        "sentiment.alerts.name=mine",
                        "sentiment.checkpoints.store=file",
                        "sentiment.checkpoints.directory=" + directory.resolve("state"))
                .run(context -> {
                    SentimentWindows windows = context.getBean(SentimentWindows.class);
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> windows.watermark().isPresent());
                    SentimentPipelines pipelines = context.getBean(SentimentPipelines.class);
                    await().atMost(Duration.ofSeconds(30))
                            .until(() ->
                                    pipelines.pipelines().get("posts").health().acknowledged() == 20);
                    windows.flush();
                    windows.advanceTo(Instant.now());
                    assertThat(context.getBean(WindowStore.class).latest("1m")).isPresent();
                    assertThat(told).extracting(Alert::state).contains(AlertState.FIRING);
                    assertThat(context.getBean(CheckpointStore.class).load("mine"))
                            .isPresent();
                });
    }
}
