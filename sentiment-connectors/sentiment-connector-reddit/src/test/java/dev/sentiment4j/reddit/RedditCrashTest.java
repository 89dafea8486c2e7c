package dev.sentiment4j.reddit;

import static dev.sentiment4j.reddit.RedditHarness.deletions;
import static dev.sentiment4j.reddit.RedditHarness.ids;
import static dev.sentiment4j.reddit.RedditHarness.options;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.Post;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the next process knows after one that never closed its source. */
class RedditCrashTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RedditHarness h = new RedditHarness();

    @AfterEach
    void close() {
        h.close();
    }

    /** A process ends between two saves; the next one has what was saved by then. */
    private void crash() {
        h.open();
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 11, 20, 30, 45, 59, 70, 130})
    void afterACrash_atAnyMoment_thePostsThatAreKnownAreLookedAtAgain(int seconds) throws Exception {
        h.open().run(MINUTE);
        h.time.advance(Duration.ofSeconds(2));
        List<String> posts = h.write(3);
        h.run(Duration.ofSeconds(seconds));
        crash();
        h.run(MINUTE);
        assertThat(ids(h.got)).containsAll(posts);
        posts.forEach(h.reddit::delete);
        assertThat(deletions(h.run(Duration.ofMinutes(15)))).containsExactlyInAnyOrderElementsOf(posts);
    }

    @Test
    void afterACrash_aMomentAfterADeletionWasTold_itIsToldAgain() throws Exception {
        h.open(options().recheckAfter(List.of(Duration.ofSeconds(34))).build()).run(Duration.ofSeconds(65));
        h.time.advance(Duration.ofSeconds(2));
        String post = h.write(1).get(0);
        // Listed within thirty seconds, looked at after thirty-four, and told: nobody takes it.
        h.run(Duration.ofSeconds(33));
        h.reddit.delete(post);
        for (int i = 0; i < 40; i++) {
            h.reader.step();
            h.time.advance(Duration.ofSeconds(1));
        }
        assertThat(deletions(h.source.poll(10, Duration.ZERO))).containsExactly(post);
        crash();
        assertThat(deletions(h.run(Duration.ofHours(1)))).containsExactly(post);
    }

    @Test
    void afterACrash_anEditThatNobodyTook_isToldAgain() throws Exception {
        h.open().run(Duration.ofSeconds(65));
        h.time.advance(Duration.ofSeconds(2));
        String post = h.write(1).get(0);
        h.run(Duration.ofSeconds(31));
        h.reddit.edit(post, "changed my mind");
        for (int i = 0; i < 24; i++) {
            h.reader.step();
            h.time.advance(Duration.ofSeconds(1));
        }
        List<Delivery> edit = h.source.poll(10, Duration.ZERO);
        assertThat(ids(edit)).containsExactly(post);
        crash();
        List<Delivery> again = h.run(Duration.ofMinutes(15));
        assertThat(ids(again)).containsExactly(post);
        assertThat(((Post) again.get(0).event().orElseThrow()).text()).endsWith("changed my mind");
    }

    @Test
    void moreRecentPostsThanAreWorthATextOfTheirOwn_areAllSaved_andTheirTextEmptied() throws Exception {
        h.open().run(Duration.ofSeconds(65));
        h.time.advance(Duration.ofSeconds(2));
        String one = h.write(1).get(0);
        h.run(Duration.ofSeconds(31));
        assertThat(h.checkpoints.load("reddit/java/recent").orElseThrow()).contains(one);
        for (int i = 0; i < 3; i++) {
            h.write(900);
            h.run(Duration.ofSeconds(7));
        }
        assertThat(h.checkpoints.load("reddit/java/recent").orElseThrow()).doesNotContain(one);
        assertThat(h.checkpoints.load("reddit/java/watched").orElseThrow()).contains(one);
        assertThat(h.checkpoints.load("reddit/java/watched").orElseThrow().lines())
                .hasSizeGreaterThan(2_000);
    }
}
