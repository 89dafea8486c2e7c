package dev.sentiment4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.pipeline.PipelineState;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.pipeline.memory.InMemoryPostSink;
import dev.sentiment4j.testkit.FakeInstagram;
import dev.sentiment4j.testkit.FakeReddit;
import dev.sentiment4j.testkit.FakeX;
import dev.sentiment4j.testkit.FakeXPost;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/** What meters and health tell of platforms that post, fall silent and come back. */
class PlatformWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ApplicationContextRunner runner = Contexts.scripted()
            .withUserConfiguration(Sinks.class)
            .withBean(SimpleMeterRegistry.class)
            .withPropertyValues("sentiment.checkpoints.store=memory");

    /** One for each run of a pipeline. */
    @Configuration(proxyBeanMethods = false)
    static class Sinks {
        final List<InMemoryPostSink> all = new CopyOnWriteArrayList<>();

        @Bean
        @Scope("prototype")
        PostSink sink() {
            InMemoryPostSink sink = new InMemoryPostSink();
            all.add(sink);
            return sink;
        }

        int posts() {
            return all.stream().mapToInt(sink -> sink.posts().size()).sum();
        }
    }

    private static SentimentPipeline pipeline(ApplicationContext context) {
        return context.getBean(SentimentPipelines.class).pipelines().get("posts");
    }

    private static Health health(ApplicationContext context) {
        CompositeHealthContributor all =
                context.getBean("sentimentPipelineHealthContributor", CompositeHealthContributor.class);
        HealthIndicator posts = (HealthIndicator) all.getContributor("posts");
        return posts.health();
    }

    private static double gauge(ApplicationContext context, String name) {
        return context.getBean(MeterRegistry.class)
                .get(name)
                .tag("pipeline", "posts")
                .gauge()
                .value();
    }

    private static double count(ApplicationContext context, String name, String... tags) {
        return context.getBean(MeterRegistry.class)
                .get(name)
                .tag("pipeline", "posts")
                .tags(tags)
                .functionCounter()
                .count();
    }

    /** The document's table and the registry have the same meters, of the same kind. */
    private static void assertDocumented(ApplicationContext context, String prefix) throws Exception {
        List<String> shown = context.getBean(MeterRegistry.class).getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(prefix))
                .map(meter -> meter.getId().getName() + " " + (meter instanceof FunctionCounter ? "counter" : "gauge"))
                .distinct()
                .toList();
        List<String> told = Pattern.compile("(?m)^\\| `(" + Pattern.quote(prefix) + "[a-z.]+)` \\| (\\w+) \\|")
                .matcher(Files.readString(Path.of("../../docs/spring-boot.md")))
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();
        assertThat(shown).isNotEmpty().containsExactlyInAnyOrderElementsOf(told);
    }

    private ApplicationContextRunner xRunner(FakeX x) {
        return runner.withPropertyValues(
                "sentiment.x.api-uri=" + x.uri(),
                "sentiment.x.bearer-token=" + FakeX.TOKEN,
                "sentiment.x.stream.enabled=true",
                "sentiment.x.stream.posts-per-day=1000",
                "sentiment.x.stream.rules[0].value=acme");
    }

    @Test
    void x_hasItsStatisticsAsMeters_alsoAfterARestart() {
        try (FakeX x = FakeX.start()) {
            xRunner(x).run(context -> {
                x.awaitStream();
                x.publish(FakeXPost.of("1790000000000000001", "I love it", Instant.now()));
                x.publishToStream(FakeXPost.of("1790000000000000001", "I love it", Instant.now()));
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(count(context, "sentiment.x.posts", "found.by", "stream"))
                            .isEqualTo(1);
                    assertThat(count(context, "sentiment.x.duplicates")).isEqualTo(1);
                });
                assertThat(gauge(context, "sentiment.x.connected")).isEqualTo(1);
                assertThat(gauge(context, "sentiment.x.budget.left")).isEqualTo(999);
                assertThat(gauge(context, "sentiment.x.connects.left")).isPositive();
                assertThat(gauge(context, "sentiment.x.lag")).isNotNegative().isLessThan(PATIENCE.toSeconds());
                assertThat(count(context, "sentiment.x.gaps")).isZero();
                assertDocumented(context, "sentiment.x.");

                context.getSourceApplicationContext().stop();
                assertThat(gauge(context, "sentiment.x.connected")).isZero();
                context.getSourceApplicationContext().start();
                x.awaitStreams(2);
                await().atMost(PATIENCE).until(() -> gauge(context, "sentiment.x.connected") == 1);
                assertThat(count(context, "sentiment.x.duplicates")).isZero();
            });
        }
    }

    @Test
    void x_thatStaysAway_isOutOfService_andUpWhenItIsBack() {
        try (FakeX x = FakeX.start()) {
            xRunner(x)
                    .withPropertyValues("sentiment.pipeline.health.max-disconnected=300ms")
                    .run(context -> {
                        x.awaitStream();
                        await().atMost(PATIENCE)
                                .until(() -> health(context).getStatus().equals(Status.UP));
                        assertThat(health(context).getDetails()).containsKeys("waiting", "pending");

                        x.everyConnect((request, connection) -> connection.reset());
                        x.stream().reset();
                        await().atMost(PATIENCE).untilAsserted(() -> {
                            Health away = health(context);
                            assertThat(away.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
                            assertThat(away.getDetails())
                                    .containsKey("disconnectedFor")
                                    .hasEntrySatisfying("disconnectedBecause", why -> assertThat(why.toString())
                                            .contains("X"));
                        });
                        assertThat(gauge(context, "sentiment.x.connected")).isZero();
                        assertThat(pipeline(context).state()).isEqualTo(PipelineState.RUNNING);

                        x.everyConnect(null);
                        await().atMost(PATIENCE).untilAsserted(() -> {
                            Health back = health(context);
                            assertThat(back.getStatus()).isEqualTo(Status.UP);
                            assertThat(back.getDetails()).doesNotContainKey("disconnectedFor");
                        });
                    });
        }
    }

    @Test
    void x_thatIsSilent_isOutOfServiceByTheAgeOfItsLastPost() {
        try (FakeX x = FakeX.start()) {
            xRunner(x)
                    .withPropertyValues("sentiment.pipeline.health.max-age=1h")
                    .run(context -> {
                        x.awaitStream();
                        x.publish(FakeXPost.of(
                                "1790000000000000001", "long ago", Instant.now().minus(Duration.ofHours(2))));
                        await().atMost(PATIENCE).untilAsserted(() -> {
                            assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
                            assertThat(health(context).getDetails())
                                    .containsEntry("problem", "the source is more than PT1H behind");
                        });
                    });
        }
    }

    @Test
    void reddit_hasItsStatisticsAsMeters() {
        try (FakeReddit reddit = FakeReddit.start()) {
            runner.withPropertyValues(
                            "sentiment.reddit.api-uri=" + reddit.uri(),
                            "sentiment.reddit.token-uri=" + reddit.uri(),
                            "sentiment.reddit.client-id=" + FakeReddit.CLIENT_ID,
                            "sentiment.reddit.client-secret=" + FakeReddit.CLIENT_SECRET,
                            "sentiment.reddit.user-agent=server:com.example.mood:1.2 (by /u/ann)",
                            "sentiment.reddit.source.enabled=true",
                            "sentiment.reddit.source.start=earliest",
                            "sentiment.reddit.source.subreddits=java")
                    .run(context -> {
                        reddit.post("java", "ann", "Java 27", "is out");
                        reddit.comment("java", "bob", "at last");
                        await().atMost(PATIENCE).untilAsserted(() -> {
                            assertThat(count(context, "sentiment.reddit.items", "kind", "post"))
                                    .isEqualTo(1);
                            assertThat(count(context, "sentiment.reddit.items", "kind", "comment"))
                                    .isEqualTo(1);
                        });
                        assertThat(count(context, "sentiment.reddit.requests")).isPositive();
                        assertThat(count(context, "sentiment.reddit.faults")).isZero();
                        assertDocumented(context, "sentiment.reddit.");
                        assertThat(gauge(context, "sentiment.reddit.requests.left"))
                                .isPositive();
                        assertThat(gauge(context, "sentiment.reddit.answer.age"))
                                .isNotNegative();
                        await().atMost(PATIENCE)
                                .until(() -> context.getBean(Sinks.class).posts() == 2);
                    });
        }
    }

    @Test
    void instagram_isReadByItsProperties_andMeasured() {
        try (FakeInstagram instagram = FakeInstagram.start()) {
            instagram.media("acme", "so happy with it #acme");
            instagram.comment(instagram.ownMedia(), "bob", "me too");
            runner.withPropertyValues(
                            "sentiment.instagram.graph-uri=" + instagram.uri(),
                            "sentiment.instagram.access-token=" + FakeInstagram.TOKEN,
                            "sentiment.instagram.source.enabled=true",
                            "sentiment.instagram.source.user-id=" + FakeInstagram.USER_ID,
                            "sentiment.instagram.source.hashtags=acme",
                            "sentiment.instagram.source.comments-of-latest=5")
                    .run(context -> {
                        await().atMost(PATIENCE)
                                .until(() -> context.getBean(Sinks.class).posts() == 2);
                        assertThat(count(context, "sentiment.instagram.items", "kind", "media"))
                                .isEqualTo(1);
                        assertThat(count(context, "sentiment.instagram.items", "kind", "comment"))
                                .isEqualTo(1);
                        assertThat(count(context, "sentiment.instagram.requests"))
                                .isPositive();
                    });
        }
    }

    @Test
    void madeUpPosts_comeAtTheirRateAndEnd() {
        runner.withPropertyValues(
                        "sentiment.synthetic.source.enabled=true",
                        "sentiment.synthetic.source.count=30",
                        "sentiment.synthetic.source.rate=1000",
                        "sentiment.synthetic.source.products=boat",
                        "sentiment.synthetic.source.mix.positive=1",
                        "sentiment.synthetic.source.mix.neutral=0",
                        "sentiment.synthetic.source.mix.negative=0")
                .run(context -> {
                    await().atMost(PATIENCE).until(() -> pipeline(context).state() == PipelineState.STOPPED);
                    assertThat(context.getBean(Sinks.class).all.get(0).posts())
                            .hasSize(30)
                            .allSatisfy(analyzed -> {
                                assertThat(analyzed.post().attribute("product")).contains("boat");
                                assertThat(analyzed.post().attribute("intended_label"))
                                        .contains("positive");
                            });
                    assertThat(context.getBean(MeterRegistry.class)
                                    .find("sentiment.x.connected")
                                    .gauge())
                            .isNull();
                });
    }
}
