package dev.sentiment4j.spring.test;

import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.pipeline.memory.InMemoryPostSink;
import dev.sentiment4j.pipeline.memory.InMemoryPostSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** An application without an engine on its class path: it starts with fakes only. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TestApplication {
    @Bean
    MoodService moods(SentimentAnalyzer analyzer) {
        return new MoodService(analyzer);
    }

    @Bean
    PostSource posts() {
        return InMemoryPostSource.of(TestPosts.posts(0, 3));
    }

    @Bean
    InMemoryPostSink sink() {
        return new InMemoryPostSink();
    }
}
