package dev.sentiment4j.examples.small.parts;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisSourceOptions;
import dev.sentiment4j.redis.RedisStreamOptions;
import dev.sentiment4j.redis.RedisStreamPublisher;
import dev.sentiment4j.synthetic.SyntheticOptions;
import dev.sentiment4j.synthetic.SyntheticPosts;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Publishes made-up posts in {@code social_posts_stream}, {@code small.rate} a second; none with
 * {@code small.made-up-posts=false}. Two in five are about {@code small.unhappy-about}, if it is set, and angry.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@ConditionalOnBooleanProperty(name = "small.made-up-posts", matchIfMissing = true)
public class MadeUpPosts {
    private static final int TICKS_A_SECOND = 5;

    /** The generator itself. */
    static final class Generator implements AutoCloseable {
        private final RedisStreamPublisher publisher;
        private final SyntheticPosts everyday;
        private final SyntheticPosts unhappy;
        private final int rate;

        Generator(RedisStreamPublisher publisher, int rate, @Nullable String unhappyAbout) {
            this.publisher = publisher;
            this.everyday = posts(SyntheticOptions.builder().seed(System.nanoTime()));
            this.unhappy = unhappyAbout == null
                    ? everyday
                    : posts(SyntheticOptions.builder()
                            .seed(System.nanoTime())
                            .products(List.of(unhappyAbout))
                            .mix(0, 5, 95));
            this.rate = rate;
        }

        private static SyntheticPosts posts(SyntheticOptions.Builder options) {
            return new SyntheticPosts(options.build(), Clock.systemUTC());
        }

        @Scheduled(fixedRate = 1000 / TICKS_A_SECOND)
        void publish() throws InterruptedException {
            int portion = Math.max(1, rate / TICKS_A_SECOND);
            List<PostEvent> posts = Stream.concat(
                            Stream.generate(unhappy::next).limit(2L * portion / 5),
                            Stream.generate(everyday::next).limit(portion - 2L * portion / 5))
                    .map(Delivery::event)
                    .flatMap(Optional::stream)
                    .toList();
            publisher.publish(posts);
        }

        @Override
        public void close() {
            publisher.close();
        }
    }

    @Bean
    Generator generator(
            RedisOptions redis,
            @Value("${small.rate:10}") int rate,
            @Value("${small.unhappy-about:#{null}}") @Nullable String unhappyAbout) {
        RedisStreamOptions stream = RedisStreamOptions.builder(RedisSourceOptions.DEFAULT_STREAM)
                .maxLength(100_000)
                .build();
        return new Generator(new RedisStreamPublisher(redis, stream), rate, unhappyAbout);
    }
}
