package dev.sentiment4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.pipeline.PipelineState;
import dev.sentiment4j.spring.SentimentPipelines;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;

@SpringBootTest(properties = "sentiment.analyzers.support.max-tokens=64")
@AutoConfigureFakeSentiment
class AutoConfigureFakeSentimentTest {
    @Autowired
    SentimentAnalyzer analyzer;

    @Autowired
    FakeSentimentAnalyzer fake;

    @Autowired
    @Qualifier("support")
    SentimentAnalyzer support;

    @Autowired
    SentimentPipelines pipelines;

    @Autowired
    ApplicationContext context;

    @Test
    void everyAnalyzer_isAFake() {
        assertThat(analyzer).isSameAs(fake);
        assertThat(support).isInstanceOf(FakeSentimentAnalyzer.class).isNotSameAs(fake);
        assertThat(support.info().name()).isEqualTo("support");
        assertThat(context.getBeansOfType(SentimentAnalyzer.class)).hasSize(2);
    }

    @Test
    void pipelines_doNotStart() {
        assertThat(pipelines.pipelines().get("posts").state()).isEqualTo(PipelineState.NEW);
    }
}
