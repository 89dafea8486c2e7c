package dev.sentiment4j.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.DeadLetter;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.RawEntry;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.TestPosts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is deleted is gone everywhere, and does not come back; and the dead letters. */
class PostgresDeletionTest {
    private final PostgresOptions options = TestPostgres.migrated();
    private final PostgresPosts posts = new PostgresPosts(TestPostgres.dataSource(), options);
    private final PostgresDeadLetters letters = new PostgresDeadLetters(TestPostgres.dataSource(), options);
    private final PostgresSink sink = new PostgresSink(TestPostgres.dataSource(), options);

    private final Post mine = TestPosts.full("mine");
    private final Post other =
            TestPosts.post("other", "not mine").authorId("author 8").build();

    @BeforeEach
    void fill() throws Exception {
        sink.open();
        letters.open();
        write();
    }

    private void write() throws InterruptedException {
        assertThat(sink.write(List.<SinkEvent>of(
                        TestPostgres.analyzed(mine, SentimentLabel.NEGATIVE),
                        TestPostgres.analyzed(other, SentimentLabel.POSITIVE))))
                .isEmpty();
    }

    private static DeadLetter letter(Delivery delivery, String message) {
        return new DeadLetter(
                "src", delivery, DeadLetter.Stage.SINK, Optional.of("sink"), "Rejected", message, 3, TestPosts.NOON);
    }

    @Test
    void deleteByAuthor_forgetsTheAuthorForGood() throws Exception {
        letters.write(List.of(letter(Delivery.of("1", mine), "a"), letter(Delivery.of("2", other), "b")));
        assertThat(posts.deleteByAuthor(TestPosts.SOURCE, "author 7")).isEqualTo(1);
        assertThat(posts.deleteByAuthor("elsewhere", "author 8")).isZero();
        write();
        assertThat(posts.find(mine.key())).isEmpty();
        assertThat(posts.find(other.key())).isPresent();
        assertThat(letters.list(Long.MAX_VALUE, 10)).hasSize(1);
        assertThat(TestPostgres.count(options, "sentiment_analysis")).isEqualTo(1);
        Post later = mine.toBuilder().editedAt(Post.MAX_TIME).build();
        sink.write(List.of(TestPostgres.analyzed(later, SentimentLabel.NEUTRAL)));
        assertThat(posts.find(mine.key())).as("a later version").isPresent();
    }

    @Test
    void delete_ofKeys_forgetsThem() throws Exception {
        assertThat(posts.delete(List.of(mine.key(), TestPosts.key("unseen")))).isEqualTo(1);
        assertThat(posts.delete(List.of())).isZero();
        write();
        assertThat(posts.find(mine.key())).isEmpty();
        assertThat(posts.history(other.key()).orElseThrow().analyses()).hasSize(1);
    }

    @Test
    void delete_ofAKeyThatIsNotStored_takesItsLettersAndIsRemembered() throws Exception {
        Post unseen = TestPosts.post("unseen", "on its way").authorId("a").build();
        letters.write(List.of(letter(Delivery.of("1", unseen), "failed before")));
        assertThat(posts.delete(List.of(unseen.key()))).isZero();
        assertThat(letters.list(Long.MAX_VALUE, 10)).isEmpty();
        assertThat(sink.write(List.of(TestPostgres.analyzed(unseen, SentimentLabel.NEUTRAL))))
                .isEmpty();
        assertThat(posts.find(unseen.key())).isEmpty();
    }

    @Test
    void letters_ofADeletedVersion_areNotKept() throws Exception {
        PostDeletion deletion = new PostDeletion(mine.key(), mine.version());
        sink.write(List.of(deletion));
        Post later = mine.toBuilder().editedAt(mine.version().plusSeconds(1)).build();
        letters.write(List.of(
                letter(Delivery.of("1", mine), "deleted"),
                letter(Delivery.of("2", later), "later than that"),
                letter(Delivery.of("3", deletion), "another sink refused it")));
        assertThat(letters.list(Long.MAX_VALUE, 10))
                .extracting(PostgresDeadLetters.StoredLetter::deliveryId)
                .containsExactly("3", "2");
    }

    @Test
    void deleteOlderThan_takesWhatIsOlder() throws Exception {
        letters.write(List.of(letter(Delivery.of("1", mine), "a")));
        assertThat(posts.deleteOlderThan(TestPosts.NOON)).isEqualTo(1);
        assertThat(letters.list(Long.MAX_VALUE, 10)).hasSize(1);
        posts.deleteOlderThan(TestPosts.NOON.plusMillis(1));
        assertThat(letters.list(Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void deleteOlderThan_leavesWhatIsNot() throws Exception {
        assertThat(posts.deleteOlderThan(TestPosts.NOON)).isEqualTo(1);
        assertThat(posts.find(mine.key())).isEmpty();
        assertThat(posts.find(other.key())).isPresent();
        assertThat(TestPostgres.count(options, "sentiment_analysis")).isEqualTo(1);
    }

    @Test
    void letters_areKeptOnceEach_withAllThatIsNeeded() throws Exception {
        Delivery malformed = Delivery.malformed(
                "9", RawEntry.of(Map.of("a", new byte[] {(byte) 0xff, 0}, "b", "text".getBytes("UTF-8"))), "no text");
        letters.write(List.of(letter(Delivery.of("1", mine), "first"), letter(malformed, "bad \u0000")));
        letters.write(List.of(letter(Delivery.of("1", mine), "second")));
        List<PostgresDeadLetters.StoredLetter> stored = letters.list(Long.MAX_VALUE, 10);
        assertThat(stored).hasSize(2);
        assertThat(stored.get(0).raw().orElseThrow()).contains("base64", "/wA=").contains("\"text\"");
        assertThat(stored.get(1).message()).isEqualTo("second");
        assertThat(stored.get(1).key()).contains(mine.key());
        assertThat(stored.get(1).event().orElseThrow()).contains(mine.text(), "author 7");
        assertThat(stored.toString()).doesNotContain(mine.text());
        assertThat(letters.delete(List.of(stored.get(0).id()))).isEqualTo(1);
        assertThat(letters.list(Long.MAX_VALUE, 10)).hasSize(1);
    }
}
