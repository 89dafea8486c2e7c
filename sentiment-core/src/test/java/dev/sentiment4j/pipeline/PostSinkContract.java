package dev.sentiment4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.SentimentLabel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every sink promises. A sink proves it by extending this class: over an empty store for each test, into which
 * sinks made by {@link #sink()} write, and which {@link #stored} reads as readers do.
 */
public abstract class PostSinkContract {
    /**
     * What a reader of the store finds of a post.
     *
     * @param text the text
     * @param createdAt the post's time
     * @param label of the analysis that stands
     * @param score of the same
     * @param model of the same
     */
    public record Stored(String text, Instant createdAt, SentimentLabel label, double score, ModelInfo model) {}

    private final List<PostSink> made = new ArrayList<>();

    /** A new sink over the store of this test, not open. The contract closes it. */
    protected abstract PostSink sink() throws Exception;

    /** What is stored of a post now: for a sink that appends, the last that it appended. */
    protected abstract Optional<Stored> stored(PostKey key) throws Exception;

    /** How many posts are stored, each once however often it was written; for a sink that appends, any number. */
    protected abstract long count() throws Exception;

    /** Whether the sink compares what comes with what it has, rather than append it. */
    protected boolean comparesVersions() {
        return true;
    }

    /** What becomes of a text; by default nothing. */
    protected String keptText(String text) {
        return text;
    }

    /** What becomes of a time; by default nothing. */
    protected Instant keptTime(Instant time) {
        return time;
    }

    /** A post that the sink rejects, if there is one; its id must be "rejected". */
    protected Optional<Post> rejectedPost() {
        return Optional.empty();
    }

    @AfterEach
    final void closeSinks() {
        made.forEach(PostSink::close);
    }

    private PostSink opened() throws Exception {
        PostSink sink = sink();
        made.add(sink);
        sink.open();
        return sink;
    }

    private void assertStored(Post post, SentimentLabel label) throws Exception {
        Stored stored = stored(post.key()).orElseThrow(() -> new AssertionError(post.key() + " is not stored"));
        assertThat(stored.text()).isEqualTo(keptText(post.text()));
        assertThat(stored.createdAt()).isEqualTo(keptTime(post.createdAt()));
        assertThat(stored.label()).isEqualTo(label);
        assertThat(stored.score()).isCloseTo(TestPosts.result(label).score(), within(1e-6));
    }

    private static List<SinkEvent> analyzed(int from, int count) {
        List<SinkEvent> events = new ArrayList<>();
        for (PostEvent post : TestPosts.posts(from, count)) {
            events.add(TestPosts.analyzed((Post) post, SentimentLabel.POSITIVE));
        }
        return events;
    }

    @Test
    void name_isThereBeforeItIsOpen() throws Exception {
        PostSink sink = sink();
        made.add(sink);
        String name = sink.name();
        assertThat(name).isNotBlank();
        sink.open();
        assertThat(sink.name()).isEqualTo(name);
    }

    @Test
    void write_storesEveryPost() throws Exception {
        assertThat(opened().write(analyzed(0, 250))).isEmpty();
        for (PostEvent post : TestPosts.posts(0, 250)) {
            assertStored((Post) post, SentimentLabel.POSITIVE);
        }
    }

    @Test
    void write_ofAPostWithEverything_storesIt() throws Exception {
        Post full = TestPosts.full("full");
        Post bare = TestPosts.post("bare", "nothing else is known").build();
        Post early = TestPosts.post("early", "a").createdAt(Post.MIN_TIME).build();
        Post late = TestPosts.post("late", "z")
                .createdAt(Post.MAX_TIME.minusNanos(999_999_999))
                .build();
        List<SinkEvent> events = new ArrayList<>();
        for (Post post : List.of(full, bare, early, late)) {
            events.add(TestPosts.analyzed(post, SentimentLabel.NEUTRAL));
        }
        assertThat(opened().write(events)).isEmpty();
        for (Post post : List.of(full, bare, early, late)) {
            assertStored(post, SentimentLabel.NEUTRAL);
        }
    }

    @Test
    void write_ofHardTexts_storesOrRejectsEachAlone() throws Exception {
        List<Post> posts = new ArrayList<>();
        List<SinkEvent> events = new ArrayList<>();
        for (int i = 0; i < TestPosts.HARD_TEXTS.size(); i++) {
            Post post = TestPosts.post("hard" + i, TestPosts.HARD_TEXTS.get(i)).build();
            posts.add(post);
            events.add(TestPosts.analyzed(post, SentimentLabel.NEGATIVE));
        }
        List<Integer> rejected =
                opened().write(events).stream().map(Rejection::index).toList();
        for (int i = 0; i < posts.size(); i++) {
            if (rejected.contains(i)) {
                assertThat(stored(posts.get(i).key())).as("text %d", i).isEmpty();
            } else {
                assertStored(posts.get(i), SentimentLabel.NEGATIVE);
            }
        }
    }

    @Test
    void write_again_changesNothing() throws Exception {
        PostSink sink = opened();
        assertThat(sink.write(analyzed(0, 30))).isEmpty();
        assertThat(sink.write(analyzed(0, 30))).isEmpty();
        assertThat(opened().write(analyzed(20, 20))).isEmpty();
        for (PostEvent post : TestPosts.posts(0, 40)) {
            assertStored((Post) post, SentimentLabel.POSITIVE);
        }
        assumeThat(comparesVersions()).isTrue();
        assertThat(count()).isEqualTo(40);
    }

    @Test
    void write_ofOneKeyTwiceInABatch_keepsTheLast() throws Exception {
        Post first = TestPosts.post("twice", "first").build();
        Post second = first.toBuilder()
                .text("second")
                .editedAt(TestPosts.NOON.plusSeconds(1))
                .build();
        assertThat(opened().write(List.of(
                        TestPosts.analyzed(first, SentimentLabel.NEGATIVE),
                        TestPosts.analyzed(TestPosts.post(1), SentimentLabel.NEUTRAL),
                        TestPosts.analyzed(second, SentimentLabel.POSITIVE))))
                .isEmpty();
        assertStored(second, SentimentLabel.POSITIVE);
        assertStored(TestPosts.post(1), SentimentLabel.NEUTRAL);
    }

    @Test
    void write_ofALaterAnalysis_replacesTheEarlier() throws Exception {
        PostSink sink = opened();
        Post post = TestPosts.post(1);
        ModelInfo better = new ModelInfo("better", "2");
        assertThat(sink.write(List.of(TestPosts.analyzed(post, SentimentLabel.NEGATIVE))))
                .isEmpty();
        assertThat(sink.write(List.of(new AnalyzedPost(
                        post, TestPosts.result(SentimentLabel.POSITIVE, better), TestPosts.NOON.plusSeconds(60)))))
                .isEmpty();
        assertStored(post, SentimentLabel.POSITIVE);
        assertThat(stored(post.key()).orElseThrow().model()).isEqualTo(better);
        assumeThat(comparesVersions()).isTrue();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void write_ofAnEdit_replacesTheText() throws Exception {
        PostSink sink = opened();
        Post post = TestPosts.post("edited", "before").build();
        Post edited = post.toBuilder()
                .text("after")
                .editedAt(TestPosts.NOON.plusSeconds(30))
                .build();
        assertThat(sink.write(List.of(TestPosts.analyzed(post, SentimentLabel.NEGATIVE))))
                .isEmpty();
        assertThat(sink.write(List.of(TestPosts.analyzed(edited, SentimentLabel.POSITIVE))))
                .isEmpty();
        assertStored(edited, SentimentLabel.POSITIVE);
    }

    @Test
    void write_ofAnOlderVersion_changesNothing() throws Exception {
        assumeThat(comparesVersions()).isTrue();
        PostSink sink = opened();
        Post post = TestPosts.post("edited", "before").build();
        Post edited = post.toBuilder()
                .text("after")
                .editedAt(TestPosts.NOON.plusSeconds(30))
                .build();
        assertThat(sink.write(List.of(TestPosts.analyzed(edited, SentimentLabel.POSITIVE))))
                .isEmpty();
        assertThat(sink.write(List.of(TestPosts.analyzed(post, SentimentLabel.NEGATIVE))))
                .isEmpty();
        assertStored(edited, SentimentLabel.POSITIVE);
        assertThat(sink.write(List.of(
                        TestPosts.analyzed(edited, SentimentLabel.NEUTRAL),
                        TestPosts.analyzed(post, SentimentLabel.NEGATIVE))))
                .isEmpty();
        assertStored(edited, SentimentLabel.NEUTRAL);
    }

    @Test
    void write_ofAPostThatSupersedes_takesTheirPlace() throws Exception {
        assumeThat(comparesVersions()).isTrue();
        PostSink sink = opened();
        Post old = TestPosts.post("old", "before").build();
        Post current = TestPosts.post("new", "after")
                .createdAt(TestPosts.NOON.plusSeconds(30))
                .supersedes(List.of("old", "unseen"))
                .build();
        assertThat(sink.write(List.of(TestPosts.analyzed(old, SentimentLabel.NEGATIVE))))
                .isEmpty();
        assertThat(sink.write(List.of(TestPosts.analyzed(current, SentimentLabel.POSITIVE))))
                .isEmpty();
        assertStored(current, SentimentLabel.POSITIVE);
        assertThat(stored(old.key())).isEmpty();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void write_ofADeletion_removesThePost() throws Exception {
        assumeThat(comparesVersions()).isTrue();
        PostSink sink = opened();
        PostDeletion deletion = new PostDeletion(TestPosts.key("1"), TestPosts.NOON.plusSeconds(100));
        PostDeletion ofNothing = new PostDeletion(TestPosts.key("unseen"), TestPosts.NOON);
        assertThat(sink.write(analyzed(0, 3))).isEmpty();
        assertThat(sink.write(List.of(deletion, ofNothing))).isEmpty();
        assertThat(sink.write(List.of(deletion))).isEmpty();
        assertThat(stored(TestPosts.key("1"))).isEmpty();
        assertStored(TestPosts.post(0), SentimentLabel.POSITIVE);
        assertStored(TestPosts.post(2), SentimentLabel.POSITIVE);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void write_ofADeletionThatIsOlderThanThePost_removesItAllTheSame() throws Exception {
        assumeThat(comparesVersions()).isTrue();
        PostSink sink = opened();
        Post post = TestPosts.post("skewed", "dated by a clock that is ahead")
                .createdAt(TestPosts.NOON.plusSeconds(3_600))
                .build();
        assertThat(sink.write(List.of(TestPosts.analyzed(post, SentimentLabel.POSITIVE))))
                .isEmpty();
        assertThat(sink.write(List.of(new PostDeletion(post.key(), TestPosts.NOON))))
                .isEmpty();
        assertThat(stored(post.key())).isEmpty();
    }

    @Test
    void write_behindItsDeletion_bringsNothingBack() throws Exception {
        assumeThat(comparesVersions()).isTrue();
        PostSink sink = opened();
        Post post = TestPosts.post(1);
        PostDeletion deletion = new PostDeletion(post.key(), post.version());
        assertThat(sink.write(List.of(
                        TestPosts.analyzed(post, SentimentLabel.POSITIVE),
                        deletion,
                        TestPosts.analyzed(post, SentimentLabel.POSITIVE))))
                .isEmpty();
        assertThat(stored(post.key())).isEmpty();
        assertThat(opened().write(List.of(TestPosts.analyzed(post, SentimentLabel.POSITIVE))))
                .isEmpty();
        assertThat(stored(post.key())).isEmpty();
        PostKey unseen = TestPosts.key("unseen");
        assertThat(sink.write(List.of(new PostDeletion(unseen, TestPosts.NOON))))
                .isEmpty();
        assertThat(sink.write(List.of(
                        TestPosts.analyzed(TestPosts.post("unseen", "late").build(), SentimentLabel.POSITIVE))))
                .isEmpty();
        assertThat(stored(unseen)).isEmpty();
    }

    @Test
    void write_ofALaterVersionThanTheDeletion_restoresThePost() throws Exception {
        assumeThat(comparesVersions()).isTrue();
        PostSink sink = opened();
        Post post = TestPosts.post("restored", "first").build();
        Post restored = post.toBuilder()
                .text("approved after all")
                .editedAt(TestPosts.NOON.plusSeconds(60))
                .build();
        assertThat(sink.write(List.of(
                        TestPosts.analyzed(post, SentimentLabel.NEGATIVE),
                        new PostDeletion(post.key(), TestPosts.NOON.plusSeconds(30)))))
                .isEmpty();
        assertThat(sink.write(List.of(TestPosts.analyzed(restored, SentimentLabel.POSITIVE))))
                .isEmpty();
        assertStored(restored, SentimentLabel.POSITIVE);
    }

    @Test
    void write_withARejectedPost_storesItsNeighbours() throws Exception {
        Optional<Post> bad = rejectedPost();
        assumeThat(bad).isPresent();
        List<SinkEvent> events = new ArrayList<>(analyzed(0, 10));
        events.add(4, TestPosts.analyzed(bad.orElseThrow(), SentimentLabel.POSITIVE));
        List<Rejection> rejections = opened().write(events);
        assertThat(rejections).hasSize(1);
        assertThat(rejections.get(0).index()).isEqualTo(4);
        assertThat(rejections.get(0).reason()).isNotBlank();
        for (PostEvent post : TestPosts.posts(0, 10)) {
            assertStored((Post) post, SentimentLabel.POSITIVE);
        }
        assertThat(stored(TestPosts.key("rejected"))).isEmpty();
    }

    @Test
    void written_isThereForTheNextSink() throws Exception {
        PostSink sink = opened();
        assertThat(sink.write(analyzed(0, 5))).isEmpty();
        sink.close();
        assertThat(opened().write(analyzed(5, 5))).isEmpty();
        for (PostEvent post : TestPosts.posts(0, 10)) {
            assertStored((Post) post, SentimentLabel.POSITIVE);
        }
    }

    @Test
    void close_twiceAndBeforeOpen_isHarmless() throws Exception {
        PostSink never = sink();
        never.close();
        never.close();
        PostSink sink = opened();
        sink.close();
        assertThatCode(sink::close).doesNotThrowAnyException();
    }
}
