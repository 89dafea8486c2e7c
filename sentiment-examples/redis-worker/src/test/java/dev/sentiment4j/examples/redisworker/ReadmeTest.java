package dev.sentiment4j.examples.redisworker;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.postgres.PostgresOptions;
import dev.sentiment4j.postgres.PostgresPool;
import dev.sentiment4j.postgres.PostgresSchema;
import dev.sentiment4j.postgres.PostgresSink;
import dev.sentiment4j.redis.RedisDeadLetters;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisSourceOptions;
import dev.sentiment4j.redis.RedisStreamSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What README.md shows is compiled here. */
class ReadmeTest {
    // @formatter:off
    static void worker() {
        RedisOptions redis = RedisOptions.of("redis://localhost:6379");
        try (SentimentAnalyzer analyzer = SentimentAnalyzer.create();
                HikariDataSource postgres = PostgresPool.to("jdbc:postgresql://localhost/posts")
                        .user("posts").password(System.getenv("POSTS_PASSWORD")).open();
                SentimentPipeline worker = SentimentPipeline.builder()
                        .name("worker-1")
                        .source(new RedisStreamSource(redis, RedisSourceOptions.builder()
                                .stream("social_posts_stream")
                                .consumer("worker-1")
                                .build()))
                        .analyzer(analyzer)
                        .sink(new PostgresSink(postgres, PostgresOptions.defaults()))
                        .deadLetters(new RedisDeadLetters(redis))
                        .build()) {
            PostgresSchema.migrate(postgres); // once would do; the worker connects when it runs
            Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
            worker.run();
        }
    }
    // @formatter:on

    @Test
    void readme_showsOnlyWhatIsCompiledHere() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String here = squeezed(
                Files.readString(Path.of("src/test/java/dev/sentiment4j/examples/redisworker/ReadmeTest.java")));
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(readme)
                .results()
                .map(block -> squeezed(block.group(1)))
                .toList();
        assertThat(blocks).hasSize(2).allSatisfy(block -> assertThat(here).contains(block));
        assertThat(blocks.get(1)).contains("SentimentPipeline.builder()");
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }
}
