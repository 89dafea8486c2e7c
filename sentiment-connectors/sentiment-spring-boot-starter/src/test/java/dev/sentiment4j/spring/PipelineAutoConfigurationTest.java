package dev.sentiment4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.pipeline.DeadLetters;
import dev.sentiment4j.pipeline.PipelineState;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.pipeline.memory.InMemoryPostSink;
import dev.sentiment4j.pipeline.memory.InMemoryPostSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

class PipelineAutoConfigurationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static List<PostEvent> posts(int from, int count) {
        return TestPosts.posts(from, count);
    }

    @Configuration(proxyBeanMethods = false)
    static class Memory {
        @Bean
        PostSource memorySource() {
            return InMemoryPostSource.of(posts(0, 20));
        }

        @Bean
        InMemoryPostSink memorySink() {
            return new InMemoryPostSink();
        }
    }

    /** What belongs to a pipeline is made for each, and kept for the test. */
    @Configuration(proxyBeanMethods = false)
    static class Prototypes {
        final List<InMemoryPostSink> sinks = new CopyOnWriteArrayList<>();

        @Bean
        @Scope("prototype")
        PostSource alphaPostSource() {
            return InMemoryPostSource.of(posts(0, 10));
        }

        @Bean
        @Scope("prototype")
        PostSource betaSource() {
            return InMemoryPostSource.of(posts(10, 20));
        }

        @Bean
        @Scope("prototype")
        PostSink sink() {
            InMemoryPostSink sink = new InMemoryPostSink();
            sinks.add(sink);
            return sink;
        }
    }

    private static PipelineState state(ConfigurableApplicationContext context, String name) {
        return context.getBean(SentimentPipelines.class).pipelines().get(name).state();
    }

    @Test
    void sourceAndSink_becomeAPipelineThatRuns() {
        Contexts.scripted().withUserConfiguration(Memory.class).run(context -> {
            await().atMost(PATIENCE)
                    .until(() -> state(context.getSourceApplicationContext(), "posts") == PipelineState.STOPPED);
            assertThat(context.getBean(InMemoryPostSink.class).posts()).hasSize(20);
        });
    }

    @Test
    void noSource_isNoPipeline() {
        Contexts.scripted().run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(SentimentPipelines.class).pipelines()).isEmpty();
        });
    }

    @Test
    void sourceWithoutSink_saysWhatToDo() {
        Contexts.scripted()
                .withBean(PostSource.class, () -> InMemoryPostSource.of(posts(0, 1)))
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasMessageContaining("no PostSink")
                        .hasMessageContaining("sentiment.pipeline.enabled=false"));
    }

    @Test
    void pipeline_canBeSwitchedOff() {
        Contexts.scripted()
                .withBean(PostSource.class, () -> InMemoryPostSource.of(posts(0, 1)))
                .withPropertyValues("sentiment.pipeline.enabled=false")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(SentimentPipelines.class).pipelines())
                            .isEmpty();
                });
    }

    @Test
    void autoStartup_canBeSwitchedOff() {
        Contexts.scripted()
                .withUserConfiguration(Memory.class)
                .withPropertyValues("sentiment.pipeline.auto-startup=false")
                .run(context -> {
                    assertThat(state(context.getSourceApplicationContext(), "posts"))
                            .isEqualTo(PipelineState.NEW);
                    context.getBean(SentimentPipelines.class).start();
                    await().atMost(PATIENCE)
                            .until(() ->
                                    state(context.getSourceApplicationContext(), "posts") == PipelineState.STOPPED);
                });
    }

    @Test
    void severalSources_getAPipelineEach() {
        Contexts.scripted().withUserConfiguration(Prototypes.class).run(context -> {
            SentimentPipelines pipelines = context.getBean(SentimentPipelines.class);
            assertThat(pipelines.pipelines()).containsOnlyKeys("posts-alpha", "posts-beta");
            await().atMost(PATIENCE).until(() -> pipelines.pipelines().values().stream()
                    .allMatch(p -> p.state() == PipelineState.STOPPED));
            assertThat(context.getBean(Prototypes.class).sinks)
                    .extracting(sink -> sink.posts().size())
                    .containsExactlyInAnyOrder(10, 20);
        });
    }

    @Test
    void severalSources_cannotShareASingletonSink() {
        Contexts.scripted()
                .withUserConfiguration(Memory.class)
                .withBean("other", PostSource.class, () -> InMemoryPostSource.of(posts(0, 1)))
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasMessageContaining("bean 'memorySink'")
                        .hasMessageContaining("prototype scope"));
    }

    @Test
    void hostsPipeline_winsAndIsStarted() {
        InMemoryPostSink sink = new InMemoryPostSink();
        Contexts.scripted()
                .withUserConfiguration(Memory.class)
                .withBean(SentimentPipeline.class, () -> SentimentPipeline.builder()
                        .name("mine")
                        .source(InMemoryPostSource.of(posts(0, 3)))
                        .analyzer(new Contexts.Named("x"))
                        .sink(sink)
                        .deadLetters(DeadLetters.logging())
                        .build())
                .run(context -> {
                    assertThat(context.getBean(SentimentPipelines.class).pipelines())
                            .containsOnlyKeys("mine");
                    await().atMost(PATIENCE).until(() -> sink.posts().size() == 3);
                });
    }

    @Test
    void restart_makesPrototypesAnew() {
        Contexts.scripted().withUserConfiguration(Prototypes.class).run(context -> {
            SentimentPipelines pipelines = context.getBean(SentimentPipelines.class);
            SentimentPipeline before = pipelines.pipelines().get("posts-alpha");
            context.getSourceApplicationContext().stop();
            assertThat(pipelines.isRunning()).isFalse();
            assertThat(before.state()).isEqualTo(PipelineState.STOPPED);
            context.getSourceApplicationContext().start();
            SentimentPipeline after = pipelines.pipelines().get("posts-alpha");
            assertThat(after).isNotSameAs(before);
            await().atMost(PATIENCE).until(() -> after.health().acknowledged() == 10);
        });
    }

    @Test
    void restart_leavesSingletonsAsTheyEnded() {
        Contexts.scripted().withUserConfiguration(Memory.class).run(context -> {
            SentimentPipelines pipelines = context.getBean(SentimentPipelines.class);
            SentimentPipeline before = pipelines.pipelines().get("posts");
            context.getSourceApplicationContext().stop();
            context.getSourceApplicationContext().start();
            assertThat(pipelines.pipelines().get("posts")).isSameAs(before);
            assertThat(before.state()).isEqualTo(PipelineState.STOPPED);
        });
    }

    @Test
    void customizer_hearsThePipelinesName() {
        List<String> names = new CopyOnWriteArrayList<>();
        Contexts.scripted()
                .withUserConfiguration(Memory.class)
                .withPropertyValues("sentiment.pipeline.name=inbox")
                .withBean(SentimentPipelineBuilderCustomizer.class, () -> (name, builder) -> names.add(name))
                .run(context -> assertThat(names).containsExactly("inbox"));
    }

    @Test
    void health_tellsOfEachPipeline() {
        Contexts.scripted()
                .withUserConfiguration(Memory.class)
                .withPropertyValues("sentiment.pipeline.auto-startup=false")
                .run(context -> {
                    CompositeHealthContributor health =
                            context.getBean("sentimentPipelineHealthContributor", CompositeHealthContributor.class);
                    HealthIndicator posts = (HealthIndicator) health.getContributor("posts");
                    assertThat(posts.health().getStatus()).isEqualTo(Status.UNKNOWN);
                    assertThat(health.getContributor("gone")).isNull();
                    context.getBean(SentimentPipelines.class).start();
                    await().atMost(PATIENCE)
                            .until(() ->
                                    state(context.getSourceApplicationContext(), "posts") == PipelineState.STOPPED);
                    assertThat(posts.health().getStatus()).isEqualTo(Status.UP);
                    assertThat(posts.health().getDetails()).containsEntry("acknowledged", 20L);
                    assertThat(context.getBean(SentimentAnalyzer.class)).isNotNull();
                });
    }
}
