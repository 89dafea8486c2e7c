package dev.sentiment4j.examples.small.platform;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.examples.small.parts.LivePosts;
import dev.sentiment4j.examples.small.parts.LocalServers;
import dev.sentiment4j.examples.small.parts.MadeUpPosts;
import dev.sentiment4j.examples.small.parts.PostView;
import dev.sentiment4j.postgres.Dimension;
import dev.sentiment4j.postgres.LabelCounts;
import dev.sentiment4j.postgres.PostCursor;
import dev.sentiment4j.postgres.PostFilter;
import dev.sentiment4j.postgres.PostPage;
import dev.sentiment4j.postgres.PostgresAlerts;
import dev.sentiment4j.postgres.PostgresPosts;
import dev.sentiment4j.postgres.SentimentQueries;
import dev.sentiment4j.postgres.StoredAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Generator -> Redis Streams -> workers of one group -> PostgreSQL (posts, analyses, alerts) -> REST, WebSocket, a
 * page. Each process is one worker; start as many as you like. The way of the posts, and the alerts, are
 * {@code redis-platform.yaml}'s.
 */
@SpringBootApplication(proxyBeanMethods = false)
@Import({LocalServers.class, MadeUpPosts.class, LivePosts.class})
public class RedisPlatform {
    /** One page of posts, and the cursor of the next. */
    record Posts(List<PostView> posts, Optional<String> next) {}

    @RestController
    static class Api {
        private final PostgresPosts posts;
        private final SentimentQueries queries;
        private final PostgresAlerts alerts;

        Api(PostgresPosts posts, SentimentQueries queries, PostgresAlerts alerts) {
            this.posts = posts;
            this.queries = queries;
            this.alerts = alerts;
        }

        @GetMapping("/api/posts")
        Posts posts(
                @RequestParam @Nullable SentimentLabel label,
                @RequestParam @Nullable String product,
                @RequestParam Optional<String> cursor) {
            PostFilter filter =
                    PostFilter.builder().label(label).product(product).build();
            PostPage page = cursor.map(PostCursor::parse)
                    .map(from -> posts.after(from, filter, 50))
                    .orElseGet(() -> posts.recent(filter, 50));
            return new Posts(
                    page.posts().stream().map(PostView::of).toList(),
                    page.next().map(PostCursor::token));
        }

        /** Of a cursor that is none. */
        @ExceptionHandler
        ProblemDetail refused(IllegalArgumentException e) {
            return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
        }

        @GetMapping("/api/stats")
        LabelCounts stats() {
            return queries.distribution(PostFilter.all());
        }

        @GetMapping("/api/products")
        Map<String, LabelCounts> products() {
            Map<String, LabelCounts> products = new LinkedHashMap<>();
            queries.distributionBy(Dimension.PRODUCT, PostFilter.all(), 20)
                    .forEach((product, counts) -> products.put(product.orElse("other"), counts));
            return products;
        }

        @GetMapping("/api/alerts")
        List<StoredAlert> alerts() {
            return alerts.between(Instant.now().minus(Duration.ofDays(1)), Instant.now(), 50);
        }
    }

    /** Configured by {@code redis-platform.yaml}. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(RedisPlatform.class).properties("spring.config.name=redis-platform");
    }

    public static void main(String[] args) {
        application().run(args);
    }
}
