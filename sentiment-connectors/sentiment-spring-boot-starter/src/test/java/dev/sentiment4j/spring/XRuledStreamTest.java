package dev.sentiment4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.PipelineState;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.pipeline.memory.InMemoryPostSink;
import dev.sentiment4j.testkit.FakeReply;
import dev.sentiment4j.testkit.FakeX;
import dev.sentiment4j.testkit.FakeXPost;
import dev.sentiment4j.x.XFilteredStreamSource;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Rules that properties name, over a real connection to an X of one's own. */
class XRuledStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FakeX x = FakeX.start();
    private final ApplicationContextRunner runner = Contexts.scripted()
            .withBean(InMemoryPostSink.class)
            .withPropertyValues(
                    "sentiment.x.api-uri=" + x.uri(),
                    "sentiment.x.bearer-token=" + FakeX.TOKEN,
                    "sentiment.x.stream.enabled=true",
                    "sentiment.pipeline.retry.max-delay=200ms");
    private final ApplicationContextRunner ruled = runner.withPropertyValues(
            "sentiment.x.stream.rules[0].value=acme lang:en",
            "sentiment.x.stream.rules[0].tag=acme",
            "sentiment.x.stream.rules[1].value=acme phone");

    @AfterEach
    void close() {
        x.close();
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

    @Test
    void rules_areThereBeforeTheStream_andOthersStay() {
        x.requireRules(true);
        x.addRule("somebody else's", null);
        ruled.run(context -> {
            x.awaitStream();
            assertThat(x.rules().values()).containsExactlyInAnyOrder("somebody else's", "acme lang:en", "acme phone");
            assertThat(x.requests("/2/tweets/search/stream/rules").get(0).at())
                    .isBeforeOrEqualTo(x.connects().get(0).at());
            x.publish(FakeXPost.of("1790000000000000001", "I love it", Instant.now()));
            InMemoryPostSink sink = context.getBean(InMemoryPostSink.class);
            await().atMost(PATIENCE).until(() -> sink.posts().size() == 1);
            assertThat(sink.posts()).first().extracting(AnalyzedPost::post).satisfies(post -> assertThat(post.text())
                    .isEqualTo("I love it"));
            await().atMost(PATIENCE).until(() -> pipeline(context).health().acknowledged() == 1);
        });
    }

    @Test
    void otherRules_areDeletedWhereAskedFor() {
        x.addRule("from an earlier run", null);
        ruled.withPropertyValues("sentiment.x.stream.delete-other-rules=true").run(context -> {
            x.awaitStream();
            assertThat(x.rules().values()).containsExactlyInAnyOrder("acme lang:en", "acme phone");
        });
    }

    @Test
    void withoutRules_noneAreTouched() {
        x.addRule("from the console", null);
        runner.run(context -> {
            assertThat(context).hasSingleBean(XFilteredStreamSource.class);
            x.awaitStream();
            assertThat(x.rules().values()).containsExactly("from the console");
            assertThat(x.requests("/2/tweets/search/stream/rules"))
                    .noneMatch(request -> request.method().equals("POST"));
        });
    }

    @Test
    void whileXIsAway_theApplicationRunsAndTriesAgain() {
        for (int i = 0; i < 3; i++) {
            x.nextRequest(FakeReply.status(503));
        }
        ruled.run(context -> {
            assertThat(context).hasNotFailed();
            x.awaitStream();
            assertThat(x.requests("/2/tweets/search/stream/rules")).hasSizeGreaterThan(3);
            assertThat(x.rules().values()).containsExactlyInAnyOrder("acme lang:en", "acme phone");
            await().atMost(PATIENCE).until(() -> health(context).getStatus().equals(Status.UP));
        });
    }

    @Test
    void whileXStaysAway_healthSaysWhy() {
        for (int i = 0; i < 10_000; i++) {
            x.nextRequest(FakeReply.status(503));
        }
        ruled.run(context -> await().atMost(PATIENCE).untilAsserted(() -> {
            Health now = health(context);
            assertThat(now.getStatus()).isEqualTo(Status.DOWN);
            assertThat(now.getDetails().get("troubles").toString()).contains("rules of X");
        }));
    }

    @Test
    void ruleThatXRefuses_failsThePipeline_whichSaysWhich() {
        runner.withPropertyValues(
                        "sentiment.x.stream.rules[0].value=cat and dog", "sentiment.x.stream.rules[1].value=bird")
                .run(context -> {
                    await().atMost(PATIENCE).until(() -> pipeline(context).state() == PipelineState.FAILED);
                    Health now = health(context);
                    assertThat(now.getStatus()).isEqualTo(Status.DOWN);
                    assertThat(now.getDetails().get("problem").toString())
                            .contains("'cat and dog': INVALID (Ambiguous use of and");
                    assertThat(x.connects()).isEmpty();
                });
    }

    @Test
    void rulesThatCannotWork_areRefusedAtTheStart() {
        runner.withPropertyValues(
                        "sentiment.x.stream.rules[0].value=acme",
                        "sentiment.x.stream.rules[1].value=acme",
                        "sentiment.x.stream.rules[2].tag=forgotten")
                .run(context -> assertThat(Throwables.getRootCause(context.getStartupFailure()))
                        .hasMessageContaining("'acme' is there twice")
                        .hasMessageContaining("each needs a value"));
        runner.withPropertyValues("sentiment.x.stream.delete-other-rules=true")
                .run(context -> assertThat(Throwables.getRootCause(context.getStartupFailure()))
                        .hasMessageContaining("deleteOtherRules")
                        .hasMessageContaining("needs stream.rules"));
    }
}
