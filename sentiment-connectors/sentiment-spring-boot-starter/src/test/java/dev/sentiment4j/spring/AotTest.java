package dev.sentiment4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.MapPropertySource;
import org.springframework.javapoet.ClassName;

class AotTest {
    @Test
    void beans_canBeWrittenAsCode() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "sentiment.analyzers.support.max-tokens", "64",
                                "sentiment.redis.source.enabled", "true")));
        context.register(
                SentimentAnalyzerAutoConfiguration.class,
                SentimentRedisAutoConfiguration.class,
                SentimentPipelineAutoConfiguration.class);
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get("dev.sentiment4j.spring", "Aot")), files);
        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        generation.writeGeneratedContent();

        assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
                .anyMatch(name -> name.contains("SentimentAnalyzerAutoConfiguration__"))
                .anyMatch(name -> name.contains("SentimentPipelineAutoConfiguration__"));
        assertThat(RuntimeHintsPredicates.resource().forResource("dev/sentiment4j/models/social-en/model.onnx"))
                .accepts(generation.getRuntimeHints());
    }
}
