package dev.sentiment4j.examples.dashboard.api;

import dev.sentiment4j.examples.dashboard.view.PostView;
import dev.sentiment4j.examples.dashboard.web.InvalidRequestException;
import dev.sentiment4j.postgres.PostCursor;
import dev.sentiment4j.postgres.PostFilter;
import dev.sentiment4j.postgres.PostPage;
import dev.sentiment4j.postgres.PostgresPosts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Posts, the newest first. */
@RestController
@Tag(name = "posts", description = "Posts as they are stored, the newest first")
final class PostsController {
    private final PostgresPosts posts;

    PostsController(PostgresPosts posts) {
        this.posts = posts;
    }

    @GetMapping("/api/posts")
    @Operation(summary = "Posts, page by page")
    Envelope<List<PostView>> posts(
            @Valid @ParameterObject PostQuery query,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @Parameter(description = "metadata.next of the page before; ask the same otherwise")
                    @RequestParam(required = false)
                    @Size(max = 2000)
                    @Nullable
                    String cursor) {
        PostFilter filter = query.openFilter();
        PostPage page = cursor == null ? posts.recent(filter, limit) : posts.after(parse(cursor), filter, limit);
        return envelope(page);
    }

    @GetMapping("/api/posts/recent")
    @Operation(summary = "The newest posts")
    Envelope<List<PostView>> recent(@RequestParam(defaultValue = "20") @Min(1) @Max(200) int limit) {
        return envelope(posts.recent(PostFilter.builder().to(PostQuery.soon()).build(), limit));
    }

    private static Envelope<List<PostView>> envelope(PostPage page) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("count", page.posts().size());
        page.next().ifPresent(next -> metadata.put("next", next.token()));
        return Envelope.of(page.posts().stream().map(PostView::of).toList(), metadata);
    }

    private static PostCursor parse(String cursor) {
        try {
            return PostCursor.parse(cursor);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(List.of("cursor: must be metadata.next of another page"));
        }
    }
}
