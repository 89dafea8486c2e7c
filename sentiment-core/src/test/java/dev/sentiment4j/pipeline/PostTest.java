package dev.sentiment4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sentiment4j.SentimentLabel;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts and what they are made of. */
class PostTest {
    static Stream<String> hardTexts() {
        return TestPosts.HARD_TEXTS.stream();
    }

    @ParameterizedTest
    @MethodSource("hardTexts")
    void text_isKeptWhateverItIs(String text) {
        Post post = TestPosts.post("1", text)
                .authorName(text)
                .url(text)
                .attribute("a", text)
                .build();
        assertThat(post.text()).isEqualTo(text);
        assertThat(post.authorName()).contains(text);
        assertThat(post.url()).contains(text);
        assertThat(post.attribute("a")).contains(text);
    }

    @Test
    void post_withTheLeast_knowsNothingElse() {
        Post post = TestPosts.post("1", "text").build();
        assertThat(post.key()).isEqualTo(new PostKey("test", "1"));
        assertThat(post.source()).isEqualTo("test");
        assertThat(post.id()).isEqualTo("1");
        assertThat(post.version()).isEqualTo(post.createdAt()).isEqualTo(TestPosts.NOON);
        assertThat(post.editedAt()).isEmpty();
        assertThat(post.supersedes()).isEmpty();
        assertThat(post.authorId()).isEmpty();
        assertThat(post.authorName()).isEmpty();
        assertThat(post.language()).isEmpty();
        assertThat(post.url()).isEmpty();
        assertThat(post.geo()).isEmpty();
        assertThat(post.attributes()).isEmpty();
    }

    @Test
    void post_edited_hasTheVersionOfTheEdit() {
        assertThat(TestPosts.full("1").version()).isEqualTo(TestPosts.NOON);
        assertThat(TestPosts.full("1").createdAt()).isEqualTo(TestPosts.NOON.minusSeconds(60));
    }

    static Stream<Post> otherPosts() {
        Post full = TestPosts.full("1");
        return Stream.of(
                TestPosts.full("2"),
                full.toBuilder().text("other").build(),
                full.toBuilder().createdAt(TestPosts.NOON.minusSeconds(61)).build(),
                full.toBuilder().editedAt(null).build(),
                full.toBuilder().supersedes(List.of()).build(),
                full.toBuilder().authorId("other").build(),
                full.toBuilder().authorName(null).build(),
                full.toBuilder().language("de").build(),
                full.toBuilder().url(null).build(),
                full.toBuilder().geo(Geo.of("Köln", "DE")).build(),
                full.toBuilder().attribute("empty", null).build());
    }

    @ParameterizedTest
    @MethodSource("otherPosts")
    void post_isAValueThatCanBeCopied(Post other) {
        assertThat(other.toBuilder().build()).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(other).isNotEqualTo(TestPosts.full("1"));
        assertThat(TestPosts.full("1")).isEqualTo(TestPosts.full("1"));
    }

    @Test
    void toString_holdsNothingThatSomebodyWrote() {
        Post post = TestPosts.full("1");
        assertThat(post.toString()).startsWith("Post[test/1, 25 characters");
        AnalyzedPost analyzed = TestPosts.analyzed(post, SentimentLabel.NEGATIVE);
        Delivery delivery = Delivery.of("e1", post).withHandle("handle");
        Delivery malformed = Delivery.malformed("e2", RawEntry.ofBody("everything is raw"), "a reason");
        for (Object holder : List.of(post, post.geo().orElseThrow(), analyzed, delivery, malformed)) {
            assertThat(holder.toString())
                    .doesNotContain("everything", "author 7", "Zoë", "Köln", "DE", "50.9", "example.com", "phone");
        }
    }

    @Test
    void post_holdsCopies() {
        Map<String, String> attributes = new LinkedHashMap<>(Map.of("a", "1"));
        Post.Builder builder = TestPosts.post("1", "text").attributes(attributes);
        Post post = builder.build();
        attributes.put("b", "2");
        builder.attribute("c", "3").supersedes(List.of("0"));
        assertThat(post.attributes()).isEqualTo(Map.of("a", "1"));
        assertThat(post.supersedes()).isEmpty();
        assertThatThrownBy(() -> post.attributes().put("x", "y")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void build_withEverythingWrong_saysAllOfItAndQuotesNothing() {
        InvalidPostException e = catchThrowableOfType(InvalidPostException.class, () -> Post.builder("test", "1")
                .createdAt(Instant.MAX)
                .editedAt(Post.MIN_TIME.minusNanos(1))
                .supersedes(List.of("1", " ", "secret\u0000"))
                .attribute("", "x")
                .build());
        assertThat(e.problems())
                .containsExactly(
                        "text: is missing",
                        "createdAt: must be in the years 0 to 9999",
                        "editedAt: must be in the years 0 to 9999",
                        "supersedes: a post cannot replace itself; set editedAt instead",
                        "supersedes: must not be blank",
                        "supersedes: must not have control characters or lone surrogates",
                        "attributes: a name must not be empty");
        assertThat(e).hasMessageStartingWith("post test/1: text: is missing").hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Post.builder("test", "1").text("text").build())
                .isInstanceOf(InvalidPostException.class)
                .hasMessage("post test/1: createdAt: is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"})
    void build_atTheEdgesOfTime_works(Instant time) {
        assertThat(TestPosts.post("1", "x")
                        .createdAt(time)
                        .editedAt(time)
                        .build()
                        .version())
                .isEqualTo(time);
        assertThat(new PostDeletion(TestPosts.key("1"), time).deletedAt()).isEqualTo(time);
    }

    @Test
    void deletion_outsideOfTime_isRefused() {
        assertThatThrownBy(() -> new PostDeletion(TestPosts.key("1"), Instant.MIN))
                .isInstanceOf(InvalidPostException.class)
                .hasMessage("deletion of a post: deletedAt: must be in the years 0 to 9999");
    }

    @Test
    void key_withEverythingWrong_saysAllOfItAndQuotesNothing() {
        assertThatThrownBy(() -> new PostKey(" ", "x".repeat(513) + "\ud800"))
                .isInstanceOf(InvalidPostException.class)
                .hasMessage("post key: source: must not be blank; id has 514 characters: must be at most 512;"
                        + " id: must not have control characters or lone surrogates");
        assertThat(new PostKey("x".repeat(100), "😍".repeat(256)).id()).hasSize(512);
    }

    @ParameterizedTest
    @CsvSource({"90.1, 0", "0, -180.1", "NaN, 0", "0, NaN", "Infinity, 0"})
    void geo_offTheGlobe_isRefused(double latitude, double longitude) {
        assertThatThrownBy(() -> Geo.at(latitude, longitude)).isInstanceOf(InvalidPostException.class);
    }

    @Test
    void geo_knowsWhatItWasTold() {
        Geo point = Geo.at(-90, 180);
        assertThat(point.city()).isEmpty();
        assertThat(point.latitude()).hasValue(-90);
        assertThat(point.longitude()).hasValue(180);
        Geo place = Geo.of("Köln", null);
        assertThat(place.city()).contains("Köln");
        assertThat(place.country()).isEmpty();
        assertThat(place.latitude()).isEmpty();
        assertThat(place.longitude()).isEmpty();
        assertThat(Geo.at(0.0, -0.0)).isEqualTo(Geo.at(-0.0, 0.0)).hasSameHashCodeAs(Geo.at(0, 0));
        assertThat(place).isNotEqualTo(Geo.of(null, "Köln")).isNotEqualTo(place.withCoordinates(1, 1));
        assertThat(place.withCoordinates(1, 1)).hasToString("Geo[city coordinates]");
    }

    @Test
    void rawEntry_keepsBytesAsTheyAre() {
        byte[] bytes = {(byte) 0xff, 'a', 0};
        RawEntry entry = RawEntry.of(Map.of("f", bytes));
        bytes[1] = 'b';
        assertThat(entry.bytes("f")).hasValueSatisfying(b -> assertThat(b).containsExactly(0xff, 'a', 0));
        assertThat(entry.text("f")).contains("\ufffda\u0000");
        assertThat(entry.text("g")).isEmpty();
        assertThat(entry.names()).containsExactly("f");
        assertThat(entry)
                .hasToString("RawEntry[1 fields, 3 bytes]")
                .isEqualTo(RawEntry.of(Map.of("f", new byte[] {(byte) 0xff, 'a', 0})))
                .isNotEqualTo(RawEntry.of(Map.of("f", bytes)))
                .isNotEqualTo(RawEntry.of(Map.of("g", bytes)));
        assertThat(RawEntry.ofBody("ü"))
                .isEqualTo(RawEntry.ofText(Map.of("body", "ü")))
                .hasSameHashCodeAs(RawEntry.ofBody("ü"));
        assertThat(RawEntry.ofBody("ü")).isEqualTo(RawEntry.ofBody(new byte[] {(byte) 0xc3, (byte) 0xbc}));
    }

    @Test
    void delivery_isEqualToItselfAlone() {
        Delivery delivery = Delivery.of("e1", TestPosts.post(1));
        assertThat(delivery).isEqualTo(delivery).isNotEqualTo(Delivery.of("e1", TestPosts.post(1)));
        assertThat(delivery.deliveryCount()).isEqualTo(1);
        assertThat(delivery.handle()).isEmpty();
        Delivery again = delivery.withDeliveryCount(3).withHandle(7L);
        assertThat(again.deliveryCount()).isEqualTo(3);
        assertThat(again.handle()).contains(7L);
        assertThat(again.event()).isEqualTo(delivery.event());
        assertThatThrownBy(() -> delivery.withDeliveryCount(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void smallRecords_refuseNonsense() {
        assertThatThrownBy(() -> Rejection.of(-1, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SourceGap(TestPosts.NOON, TestPosts.NOON.minusNanos(1), "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Rejection.of(1, "x", new IllegalStateException("c")).cause()).isPresent();
        assertThat(SinkException.batchRejected("m", null).kind()).isEqualTo(SinkException.Kind.BATCH_REJECTED);
    }
}
