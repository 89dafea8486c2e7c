package dev.sentiment4j.x;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.testkit.FakeStream;
import dev.sentiment4j.testkit.FakeXPost;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes down the wire, and what becomes of it. */
class XStreamWireTest extends XTestBase {
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void object_splitAtEveryByte_alsoInsideACharacterAndALineEnd() throws Exception {
        XFilteredStreamSource source = open();
        FakeStream stream = x.awaitStream();
        String text = "naïve 😍 \uD83D\uDC69\u200D\uD83D\uDC67 über";
        byte[] line = (raw(1, text) + "\r\n").getBytes(StandardCharsets.UTF_8);
        for (int at = 1; at < line.length; at++) {
            byte[] numbered = (raw(at, text) + "\r\n").getBytes(StandardCharsets.UTF_8);
            stream.write(Arrays.copyOfRange(numbered, 0, at));
            stream.write(Arrays.copyOfRange(numbered, at, numbered.length));
        }
        assertThat(pollPosts(source, line.length - 1))
                .allSatisfy(post -> assertThat(post.text()).isEqualTo(text));
    }

    /** Not escaped, so that characters have several bytes on the wire; all numbers have the same length. */
    private static String raw(int number, String text) {
        return "{\"data\":{\"id\":\"" + id(number) + "\",\"text\":\"" + text
                + "\",\"created_at\":\"2026-08-01T10:00:00.000Z\"}}";
    }

    @Test
    void twoObjects_inOneChunk_bothCome() throws Exception {
        XFilteredStreamSource source = open();
        x.awaitStream().write(raw(1, "a") + "\r\n\r\n" + raw(2, "b") + "\r\n");
        assertThat(pollIds(source, 2)).isEqualTo(ids(1, 3));
    }

    @Test
    void everyLine_isDeliveredAsSoonAsItsEndHasCome() throws Exception {
        XFilteredStreamSource source = open();
        x.awaitStream();
        for (int i = 1; i <= 20; i++) {
            x.publish(post(i));
            assertThat(pollIds(source, 1)).containsExactly(id(i));
        }
    }

    @Test
    void gzip_isUnpackedWithoutDelay() throws Exception {
        x.gzip(true);
        XFilteredStreamSource source = open();
        x.awaitStream();
        for (int i = 1; i <= 5; i++) {
            x.publish(post(i));
            assertThat(pollIds(source, 1)).containsExactly(id(i));
        }
        assertThat(x.connects().get(0).header("accept-encoding")).contains("identity");
    }

    @Test
    void post_hasAllThatXTells() throws Exception {
        XFilteredStreamSource source = open();
        x.awaitStream();
        x.publish(FakeXPost.builder(id(1), "look at this", START)
                .author("77", "zoe")
                .rule("11", "cats")
                .rule("12", null)
                .rule("13", "")
                .place("Köln")
                .withheldIn("DE", "FR")
                .reference("quoted", post(5))
                .build());
        Post post = pollPosts(source, 1).get(0);
        assertThat(post.source()).isEqualTo("x");
        assertThat(post.authorId()).contains("77");
        assertThat(post.authorName()).contains("zoe");
        assertThat(post.createdAt()).isEqualTo(START);
        assertThat(post.language()).contains("en");
        assertThat(post.url()).contains("https://x.com/zoe/status/" + id(1));
        assertThat(post.geo()).contains(Geo.of("Köln", "DE"));
        assertThat(post.attribute("matching_rule_ids")).contains("11,12,13");
        assertThat(post.attribute("matching_rule_tags")).contains("cats");
        assertThat(post.attribute("withheld_in")).contains("DE,FR");
        assertThat(post.attribute("withheld_copyright")).contains("false");
        assertThat(post.attribute("quote_of")).contains(id(5));
    }

    @Test
    void missingTag_andNoAuthor_areNoTrouble() throws Exception {
        XFilteredStreamSource source = open();
        x.awaitStream();
        x.publish(
                FakeXPost.builder(id(1), "a", START)
                        .rule("11", null)
                        .author(null, null)
                        .build(),
                FakeXPost.builder(id(2), "b", START)
                        .author("42", null)
                        .language(null)
                        .build());
        List<Post> posts = pollPosts(source, 2);
        assertThat(posts.get(0).attribute("matching_rule_tags")).isEmpty();
        assertThat(posts.get(0).authorId()).isEmpty();
        assertThat(posts.get(0).url()).contains("https://x.com/i/status/" + id(1));
        assertThat(posts.get(1).authorId()).contains("42");
        assertThat(posts.get(1).authorName()).isEmpty();
        assertThat(posts.get(1).language()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(FakeXPost.Spelling.class)
    void bothSpellings_areRead(FakeXPost.Spelling spelling) throws Exception {
        x.spelling(spelling);
        XFilteredStreamSource source = open();
        x.awaitStream();
        String whole = "a long post ".repeat(50);
        FakeXPost original = FakeXPost.builder(id(5), "the original, cut…", START)
                .author("7", "bob")
                .note("the original, all of it")
                .build();
        x.publish(
                FakeXPost.builder(id(1), "a long po…", START).note(whole).build(),
                FakeXPost.builder(id(2), "RT @bob: the origin…", START)
                        .reference("retweeted", original)
                        .build(),
                FakeXPost.builder(id(4), "edited", START).edits(id(2), id(3)).build());
        List<Post> posts = pollPosts(source, 3);
        assertThat(posts.get(0).text()).isEqualTo(whole);
        assertThat(posts.get(1).text()).isEqualTo("RT @bob: the original, all of it");
        assertThat(posts.get(1).attribute("repost_of")).contains(id(5));
        assertThat(posts.get(2).supersedes()).containsExactly(id(2), id(3));
    }

    @Test
    void editedPost_supersedesItsEarlierIds_whichThenComeNoMore() throws Exception {
        XFilteredStreamSource source = open();
        x.awaitStream();
        x.publish(post(1));
        x.publish(FakeXPost.builder(id(3), "better", START.plusSeconds(60))
                .edits(id(1), id(2))
                .build());
        x.publish(post(2), post(4));
        List<Post> posts = pollPosts(source, 3);
        assertThat(posts.stream().map(Post::id)).containsExactly(id(1), id(3), id(4));
        assertThat(posts.get(0).supersedes()).isEmpty();
        assertThat(posts.get(1).supersedes()).containsExactly(id(1), id(2));
        assertThat(source.stats().duplicates()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"in:id", "iw:he", "de:de", "zh-TW:zh-TW", "und:", "qme:", "zxx:", "qst:"})
    void language_isATagOfBcp47(String codeAndTag) throws Exception {
        XFilteredStreamSource source = open();
        x.awaitStream();
        String code = codeAndTag.substring(0, codeAndTag.indexOf(':'));
        String tag = codeAndTag.substring(codeAndTag.indexOf(':') + 1);
        x.publish(FakeXPost.builder(id(1), "a", START).language(code).build());
        Post post = pollPosts(source, 1).get(0);
        assertThat(post.language().orElse("")).isEqualTo(tag);
        assertThat(post.attribute("x_lang").isPresent()).isEqualTo(tag.isEmpty());
    }

    @Test
    void dataBesideErrors_isDelivered_andTheStreamGoesOn() throws Exception {
        XFilteredStreamSource source = open();
        x.awaitStream();
        x.publish(FakeXPost.builder(id(1), "quotes what is gone", START)
                .partialError("Not Found Error")
                .build());
        x.publish(post(2));
        assertThat(pollIds(source, 2)).isEqualTo(ids(1, 3));
        assertThat(x.streamsOpened()).isEqualTo(1);
    }

    @Test
    void unknownLineType_isLeftAlone_andCounted() throws Exception {
        XFilteredStreamSource source = open();
        x.awaitStream();
        x.sendLine("{\"control\":{\"of\":\"a new kind\"}}");
        x.sendLine("[1,2,3]");
        x.publish(post(1));
        assertThat(pollIds(source, 1)).containsExactly(id(1));
        assertThat(source.stats().unknown()).isEqualTo(2);
        assertThat(source.stats().connects()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":{\"id\":\"1\",\"text\":",
                "not json at all",
                "{\"data\":{\"id\":\"1\",\"id\":\"2\",\"text\":\"duplicate key\"}}",
                "{\"data\":{\"text\":\"no id\"}}",
                "{\"data\":{\"id\":\"1\"}}",
                "{\"data\":{\"id\":\"\\u0007\",\"text\":\"control character\"}}",
                "{\"data\":{\"id\":\"1\",\"text\":\"far future\",\"created_at\":\"+99999-01-01T00:00:00Z\"}}",
            })
    void badLine_comesAsMalformed_betweenItsNeighbours(String line) throws Exception {
        XFilteredStreamSource source = open();
        x.awaitStream();
        x.publish(post(1));
        x.sendLine(line);
        x.publish(post(2));
        List<Delivery> all = poll(source, 3);
        assertThat(all.get(0).id()).isEqualTo(id(1));
        assertThat(all.get(2).id()).isEqualTo(id(2));
        if (!line.contains("future")) {
            assertThat(all.get(1).malformed()).hasValueSatisfying(malformed -> {
                assertThat(malformed.raw().text("body")).contains(line);
                assertThat(malformed.reason()).isNotBlank().doesNotContain("duplicate key\"", "no id\"");
            });
        }
        assertThat(x.streamsOpened()).isEqualTo(1);
    }

    @Test
    void invalidUtf8_andDeepNesting_comeAsMalformed() throws Exception {
        XFilteredStreamSource source = open();
        FakeStream stream = x.awaitStream();
        ByteArrayOutputStream bad = new ByteArrayOutputStream();
        bad.writeBytes("{\"data\":{\"id\":\"1\",\"text\":\"".getBytes(StandardCharsets.UTF_8));
        bad.write(0xff);
        bad.writeBytes("\"}}\r\n".getBytes(StandardCharsets.UTF_8));
        stream.write(bad.toByteArray());
        x.sendLine("{\"data\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");
        x.publish(post(1));
        List<Delivery> all = poll(source, 3);
        assertThat(all.get(0).malformed().orElseThrow().reason()).contains("not UTF-8");
        assertThat(all.get(0).malformed().orElseThrow().raw().bytes("body").orElseThrow())
                .isEqualTo(Arrays.copyOf(bad.toByteArray(), bad.size() - 2));
        assertThat(all.get(1).malformed().orElseThrow().reason()).contains("nests deeper");
        assertThat(all.get(2).id()).isEqualTo(id(1));
    }

    @Test
    void lineOfTenMegabytes_comesAsMalformedWithItsBeginning() throws Exception {
        XFilteredStreamSource source = open();
        x.awaitStream();
        x.sendLine("{\"data\":{\"id\":\"1\",\"text\":\"" + "x".repeat(10 << 20) + "\"}}");
        x.publish(post(1));
        List<Delivery> all = poll(source, 2);
        assertThat(all.get(0).malformed()).hasValueSatisfying(malformed -> {
            assertThat(malformed.reason()).contains("maxLineBytes");
            assertThat(malformed.raw().bytes("body").orElseThrow()).hasSize(4 << 20);
        });
        assertThat(all.get(1).id()).isEqualTo(id(1));
    }

    @Test
    void numbersAsStrings_andStringsAsNumbers_areRead() throws Exception {
        XFilteredStreamSource source = open();
        x.awaitStream();
        x.sendLine(
                "{\"data\":{\"id\":1790000000000000001,\"text\":42,\"author_id\":7,\"possibly_sensitive\":\"true\"}}");
        Post post = pollPosts(source, 1).get(0);
        assertThat(post.id()).isEqualTo("1790000000000000001");
        assertThat(post.text()).isEqualTo("42");
        assertThat(post.authorId()).contains("7");
        // X's ids tell their time.
        assertThat(post.createdAt()).isEqualTo("2024-05-13T12:43:51.248Z");
    }

    @Test
    void keepAlives_areNoPosts_andKeepTheStreamOpen() throws Exception {
        XFilteredStreamSource source = open();
        x.awaitStream();
        for (int i = 0; i < 10; i++) {
            time.advance(Duration.ofSeconds(20));
            x.keepAlive();
            await(
                    "the sign of life is seen",
                    () -> source.stats().keepAliveAge().filter(Duration::isZero).isPresent());
        }
        assertThat(source.poll(10, SHORT)).isEmpty();
        assertThat(x.streamsOpened()).isEqualTo(1);
        assertThat(source.stats().connected()).isTrue();
    }
}
