package dev.sentiment4j.spring;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.pipeline.SentimentPipeline;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Pipelines from the sources to the sinks among the beans, which start and stop with the application. */
@AutoConfiguration(after = SentimentAnalyzerAutoConfiguration.class)
@ConditionalOnClass(SentimentPipeline.class)
@EnableConfigurationProperties(PipelineProperties.class)
public final class SentimentPipelineAutoConfiguration {
    SentimentPipelineAutoConfiguration() {}

    /** Before the pipelines, whose complaint about missing sinks would say less. */
    @Bean
    ConnectorCheck sentimentConnectorCheck(Environment environment, ConfigurableListableBeanFactory beans) {
        ClassLoader loader = beans.getBeanClassLoader();
        return new ConnectorCheck(
                environment,
                loader == null ? ConnectorCheck.class.getClassLoader() : loader,
                beans.containsBeanDefinition("sentimentPostgres"));
    }

    @Bean
    @ConditionalOnMissingBean
    SentimentPipelines sentimentPipelines(
            ListableBeanFactory beans, ObjectProvider<SentimentAnalyzer> analyzers, PipelineProperties properties) {
        return new SentimentPipelines(new PipelineAssembly(beans, analyzers, properties), properties.autoStartup());
    }
}
