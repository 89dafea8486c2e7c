package dev.sentiment4j.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.synthetic.SyntheticOptions.Feature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyntheticPostsTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    private static List<Delivery> make(SyntheticOptions options) {
        List<Delivery> all = new ArrayList<>();
        new SyntheticPosts(options, NOON).forEachRemaining(all::add);
        return all;
    }

    private static List<Post> posts(List<Delivery> deliveries) {
        return deliveries.stream()
                .flatMap(d -> d.event().stream())
                .filter(Post.class::isInstance)
                .map(Post.class::cast)
                .toList();
    }

    @Test
    void next_withTheSameSeed_isTheSame() {
        SyntheticOptions options = SyntheticOptions.builder()
                .count(2000)
                .share(Feature.EDIT, 0.1)
                .share(Feature.DELETION, 0.1)
                .share(Feature.DUPLICATE, 0.1)
                .build();
        assertThat(make(options).stream().map(d -> d.event().orElseThrow()))
                .containsExactlyElementsOf(
                        make(options).stream().map(d -> d.event().orElseThrow()).toList());
        assertThat(posts(make(options)).get(0).text())
                .isNotEqualTo(
                        posts(make(options.toBuilder().seed(2).build())).get(0).text());
    }

    @Test
    void next_keepsTheMix() {
        List<Post> posts = posts(make(SyntheticOptions.builder().count(20_000).build()));
        assertThat(posts).hasSize(20_000);
        Map<String, Integer> labels = new HashMap<>();
        posts.forEach(
                p -> labels.merge(p.attribute(SyntheticPosts.INTENDED_LABEL).orElseThrow(), 1, Integer::sum));
        assertThat(labels.get(SentimentLabel.POSITIVE.id()) / 20_000.0).isCloseTo(0.4, within(0.02));
        assertThat(labels.get(SentimentLabel.NEUTRAL.id()) / 20_000.0).isCloseTo(0.3, within(0.02));
        assertThat(labels.get(SentimentLabel.NEGATIVE.id()) / 20_000.0).isCloseTo(0.3, within(0.02));
    }

    @Test
    void next_isVaried() {
        List<Post> posts = posts(make(SyntheticOptions.builder().count(10_000).build()));
        assertThat(posts.stream().map(Post::key).distinct()).hasSize(10_000);
        assertThat(posts.stream().map(Post::text).distinct().count()).isGreaterThan(7_000);
        assertThat(posts.stream()
                        .map(p -> p.authorId().orElseThrow())
                        .distinct()
                        .count())
                .isGreaterThan(300);
        assertThat(posts).allSatisfy(p -> assertThat(p.text()).doesNotContain("{", "}"));
        assertThat(share(posts, p -> p.text().contains("#"))).isCloseTo(0.25, within(0.02));
        assertThat(share(posts, p -> p.text().startsWith("@"))).isCloseTo(0.2, within(0.02));
        assertThat(share(posts, p -> p.text().contains("https://"))).isCloseTo(0.1, within(0.02));
        assertThat(share(posts, p -> p.geo().isPresent())).isCloseTo(0.8, within(0.02));
        assertThat(share(posts, p -> p.text().codePoints().anyMatch(c -> c >= 0x1F300)))
                .isBetween(0.15, 0.25);
        assertThat(posts)
                .allMatch(p -> p.attribute(Post.PRODUCT).isPresent()
                        && p.attribute(Post.CHANNEL).isPresent()
                        && p.language().equals(java.util.Optional.of("en")));
    }

    private static double share(List<Post> posts, java.util.function.Predicate<Post> of) {
        return posts.stream().filter(of).count() / (double) posts.size();
    }

    @Test
    void next_ofEverySort_isAsOftenAsItsShare() {
        List<Delivery> all = make(SyntheticOptions.builder()
                .count(10_000)
                .share(Feature.DUPLICATE, 0.05)
                .share(Feature.EDIT, 0.1)
                .share(Feature.DELETION, 0.04)
                .share(Feature.MALFORMED, 0.01)
                .build());
        assertThat(all.stream().filter(d -> d.malformed().isPresent()).count()).isBetween(60L, 150L);
        assertThat(all.stream()
                        .filter(d ->
                                d.event().filter(PostDeletion.class::isInstance).isPresent())
                        .count())
                .isBetween(330L, 470L);
        Map<PostKey, Instant> versions = new HashMap<>();
        Set<PostKey> deleted = new HashSet<>();
        int duplicates = 0;
        int edits = 0;
        for (Delivery delivery : all) {
            if (delivery.event().orElse(null) instanceof PostDeletion deletion) {
                assertThat(deletion.deletedAt()).isAfter(versions.get(deletion.key()));
                deleted.add(deletion.key());
            } else if (delivery.event().orElse(null) instanceof Post post) {
                assertThat(deleted).doesNotContain(post.key());
                Instant before = versions.put(post.key(), post.version());
                if (before != null) {
                    assertThat(post.version()).isAfterOrEqualTo(before);
                    duplicates += post.version().equals(before) ? 1 : 0;
                    edits += post.version().equals(before) ? 0 : 1;
                }
            }
        }
        assertThat(duplicates).isBetween(400, 600);
        assertThat(edits).isBetween(850, 1150);
    }

    @Test
    void next_inOtherLanguages_isTagged() {
        List<Post> posts = posts(make(SyntheticOptions.builder()
                .count(3000)
                .languages(Map.of("en", 2.0, "de", 1.0, "es", 1.0))
                .build()));
        assertThat(share(posts, p -> p.language().orElseThrow().equals("de"))).isCloseTo(0.25, within(0.04));
        assertThat(share(posts, p -> p.language().orElseThrow().equals("es"))).isCloseTo(0.25, within(0.04));
    }

    @Test
    void next_afterTheLast_isRefused() {
        SyntheticPosts posts =
                new SyntheticPosts(SyntheticOptions.builder().count(0).build(), NOON);
        assertThat(posts.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(posts::next);
    }

    @Test
    void options_listEverythingThatIsWrong() {
        assertThatExceptionOfType(InvalidOptionsException.class)
                .isThrownBy(() -> SyntheticOptions.builder()
                        .count(-1)
                        .rate(0)
                        .burstEvery(Duration.ofSeconds(1))
                        .burstFactor(0.5)
                        .mix(0, 0, 0)
                        .languages(Map.of("fr", 1.0))
                        .platforms(List.of())
                        .products(List.of())
                        .channels(List.of())
                        .cities(List.of())
                        .authors(0)
                        .share(Feature.EMOJI, 2)
                        .share(Feature.EDIT, 0.7)
                        .share(Feature.DELETION, 0.7)
                        .build())
                .satisfies(e -> assertThat(e.problems()).hasSize(13));
    }
}
