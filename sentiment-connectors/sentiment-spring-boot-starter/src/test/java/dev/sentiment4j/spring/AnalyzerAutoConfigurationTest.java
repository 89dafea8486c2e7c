package dev.sentiment4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.cache.CacheOptions;
import dev.sentiment4j.cache.ResultCache;
import dev.sentiment4j.pipeline.ScriptedAnalyzer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class AnalyzerAutoConfigurationTest {
    @Test
    void analyzer_isThereByItselfAndAnalyzes() {
        Contexts.real().run(context -> {
            SentimentAnalyzer analyzer = context.getBean(SentimentAnalyzer.class);
            assertThat(analyzer.analyze("so happy for you both").label()).isEqualTo(SentimentLabel.POSITIVE);
            assertThat(analyzer.info().name()).isEqualTo("sentiment");
            assertThat(analyzer.info().batching().queueCapacity()).isEqualTo(BatchOptions.DEFAULT_QUEUE_CAPACITY);
        });
    }

    @Test
    void properties_reachTheAnalyzer() {
        Contexts.real()
                .withPropertyValues(
                        "sentiment.analyzer.backend=onnx",
                        "sentiment.analyzer.max-tokens=64",
                        "sentiment.analyzer.long-text.windows=3",
                        "sentiment.analyzer.long-text.overlap=8",
                        "sentiment.analyzer.batching.lanes=1",
                        "sentiment.analyzer.batching.admission=wait",
                        "sentiment.analyzer.batching.max-wait=250ms",
                        "sentiment.analyzer.heads=sentiment")
                .run(context -> {
                    SentimentAnalyzer analyzer = context.getBean(SentimentAnalyzer.class);
                    assertThat(analyzer.info().maxTokens()).isEqualTo(64);
                    assertThat(analyzer.info().longText().windows()).isEqualTo(3);
                    assertThat(analyzer.info().longText().overlap()).isEqualTo(8);
                    assertThat(analyzer.info().threads().lanes()).isEqualTo(1);
                    assertThat(analyzer.info().batching().admission()).isEqualTo(BatchOptions.Admission.WAIT);
                    assertThat(analyzer.info().batching().maxWait()).isEqualTo(Duration.ofMillis(250));
                    assertThat(analyzer.analyze("fine").heads()).isEmpty();
                    assertThat(analyzer.analyzeAll(List.of("fine"))
                                    .get(0)
                                    .orElseThrow()
                                    .heads())
                            .isEmpty();
                    assertThat(analyzer.analyze("fine", AnalysisOptions.defaults())
                                    .heads())
                            .containsKey("emotion");
                });
    }

    @Test
    void unknownHead_isSaidAtTheStart() {
        Contexts.real().withPropertyValues("sentiment.analyzer.heads=mood").run(context -> assertThat(context)
                .hasFailed()
                .getFailure()
                .rootCause()
                .hasMessageContaining("heads = [mood]"));
    }

    @Test
    void hostsAnalyzer_winsAndIsClosed() {
        AtomicReference<ScriptedAnalyzer> own = new AtomicReference<>();
        Contexts.real()
                .withBean("mine", SentimentAnalyzer.class, () -> {
                    own.set(ScriptedAnalyzer.fast());
                    return own.get();
                })
                .run(context -> {
                    assertThat(context).hasSingleBean(SentimentAnalyzer.class);
                    assertThat(context.getBean(SentimentAnalyzer.class)).isSameAs(own.get());
                });
        assertThat(own.get().isClosed()).isTrue();
    }

    @Test
    void analyzer_canBeSwitchedOff() {
        Contexts.real()
                .withPropertyValues("sentiment.analyzer.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SentimentAnalyzer.class));
    }

    @Test
    void strayEngine_doesNotDecide() {
        Contexts.scripted()
                .withClassLoader(new FilteredClassLoader("ai.onnxruntime"))
                .run(context -> assertThat(context).hasSingleBean(SentimentAnalyzer.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class Consumer {
        @Bean
        String[] names(
                SentimentAnalyzer unqualified,
                @Qualifier("support") SentimentAnalyzer support,
                @Qualifier("sales") SentimentAnalyzer sales) {
            return new String[] {
                unqualified.info().name(), support.info().name(), sales.info().name()
            };
        }
    }

    @Test
    void severalAnalyzers_areFoundByQualifierAndDoNotDisturbTheFirst() {
        Contexts.scripted()
                .withUserConfiguration(Consumer.class)
                .withPropertyValues(
                        "sentiment.analyzers.support.max-tokens=64", "sentiment.analyzers.sales.cache.type=memory")
                .run(context -> {
                    assertThat(context.getBean("names", String[].class))
                            .containsExactly("sentiment", "support", "sales");
                    assertThat(BeanFactoryAnnotationUtils.qualifiedBeanOfType(
                                            context.getBeanFactory(), SentimentAnalyzer.class, "support")
                                    .info()
                                    .name())
                            .isEqualTo("support");
                });
    }

    @Test
    void namedAnalyzer_givesWayToABeanOfThatNameAndCanBeSwitchedOff() {
        ScriptedAnalyzer own = ScriptedAnalyzer.fast();
        Contexts.scripted()
                .withBean("support", SentimentAnalyzer.class, () -> own)
                .withPropertyValues(
                        "sentiment.analyzers.support.max-tokens=64", "sentiment.analyzers.sales.enabled=false")
                .run(context -> {
                    assertThat(context.getBean("support")).isSameAs(own);
                    assertThat(context).doesNotHaveBean("sales");
                });
    }

    @Test
    void namedAnalyzers_areClosed() {
        AtomicReference<Contexts.Named> support = new AtomicReference<>();
        Contexts.scripted()
                .withPropertyValues("sentiment.analyzers.support.max-tokens=64")
                .run(context -> support.set(context.getBean("support", Contexts.Named.class)));
        assertThat(support.get().script.isClosed()).isTrue();
    }

    @Test
    void cache_isTheBeanOrMemoryOrNone() {
        ResultCache bean = ResultCache.inMemory(CacheOptions.defaults());
        Contexts.real().withBean(ResultCache.class, () -> bean).run(context -> {
            twice(context.getBean(SentimentAnalyzer.class));
            assertThat(bean.stats().hits()).isEqualTo(1);
        });
        Contexts.real()
                .withBean(ResultCache.class, () -> bean)
                .withPropertyValues("sentiment.analyzer.cache.type=none")
                .run(context -> {
                    twice(context.getBean(SentimentAnalyzer.class));
                    assertThat(bean.stats().hits()).isEqualTo(1);
                });
        Contexts.real()
                .withBean(ResultCache.class, () -> bean)
                .withPropertyValues("sentiment.analyzer.cache.type=memory")
                .run(context -> {
                    twice(context.getBean(SentimentAnalyzer.class));
                    assertThat(bean.stats().hits()).isEqualTo(1);
                    assertThat(context.getBean(SentimentAnalyzer.class).toString())
                            .contains("Caching");
                });
    }

    private static void twice(SentimentAnalyzer analyzer) {
        assertThat(analyzer.analyze("again")).isEqualTo(analyzer.analyze("again"));
    }

    @Test
    void customizers_comeLast() {
        Contexts.real()
                .withPropertyValues("sentiment.analyzer.batching.lanes=1", "sentiment.analyzer.max-tokens=64")
                .withBean(SentimentAnalyzerBuilderCustomizer.class, () -> (name, builder) -> builder.maxTokens(32))
                .run(context -> {
                    SentimentAnalyzer analyzer = context.getBean(SentimentAnalyzer.class);
                    assertThat(analyzer.info().maxTokens()).isEqualTo(32);
                    assertThat(analyzer.info().threads().lanes()).isEqualTo(1);
                });
    }

    @Test
    void pipelineAnalyzer_thatIsNotThere_isNamedWithThoseThatAre() {
        Contexts.scripted()
                .withUserConfiguration(PipelineAutoConfigurationTest.Memory.class)
                .withPropertyValues("sentiment.pipeline.analyzer=gone")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasMessageContaining("sentiment.pipeline.analyzer = gone")
                        .hasMessageContaining("[sentimentAnalyzer]"));
    }
}
