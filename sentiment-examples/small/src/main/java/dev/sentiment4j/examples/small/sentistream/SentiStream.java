package dev.sentiment4j.examples.small.sentistream;

import dev.sentiment4j.examples.small.parts.LivePosts;
import dev.sentiment4j.examples.small.parts.LocalServers;
import dev.sentiment4j.examples.small.parts.MadeUpPosts;
import dev.sentiment4j.examples.small.parts.PostView;
import dev.sentiment4j.postgres.LabelCounts;
import dev.sentiment4j.postgres.PostFilter;
import dev.sentiment4j.postgres.PostgresPosts;
import dev.sentiment4j.postgres.SentimentQueries;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code social_posts_stream} -> worker -> {@code processed_posts_stream} and PostgreSQL -> {@code GET /api/stats},
 * {@code GET /api/posts/recent}, WebSocket {@code /ws/posts}. The way of the posts is {@code sentistream.yaml}'s; here
 * is what is asked about them.
 */
@SpringBootApplication(proxyBeanMethods = false)
@Import({LocalServers.class, MadeUpPosts.class, LivePosts.class})
public class SentiStream {
    @RestController
    static class Api {
        private final SentimentQueries queries;
        private final PostgresPosts posts;

        Api(SentimentQueries queries, PostgresPosts posts) {
            this.queries = queries;
            this.posts = posts;
        }

        @GetMapping("/api/stats")
        LabelCounts stats() {
            return queries.distribution(PostFilter.all());
        }

        @GetMapping("/api/posts/recent")
        List<PostView> recent(@RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit) {
            return posts.recent(PostFilter.all(), limit).posts().stream()
                    .map(PostView::of)
                    .toList();
        }
    }

    /** Configured by {@code sentistream.yaml}. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(SentiStream.class).properties("spring.config.name=sentistream");
    }

    public static void main(String[] args) {
        application().run(args);
    }
}
