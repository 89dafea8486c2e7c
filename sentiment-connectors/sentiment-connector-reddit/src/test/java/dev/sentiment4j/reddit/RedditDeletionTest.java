package dev.sentiment4j.reddit;

import static dev.sentiment4j.reddit.RedditHarness.deletions;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.testkit.FakeReply;
import dev.sentiment4j.testkit.FakeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an answer about items proves: it is asked for one that is listed, too, and must have it to be believed. */
class RedditDeletionTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Empty answers in a row until one is believed. */
    private static final int UNPROVEN = 5;

    private final RedditHarness h = new RedditHarness();

    @AfterEach
    void close() {
        h.close();
    }

    private List<FakeRequest> looks() {
        return h.reddit.requests().stream()
                .filter(r -> r.path().equals("/api/info"))
                .toList();
    }

    private static List<String> names(FakeRequest look) {
        return List.of(look.parameter("id").orElseThrow().split(",", -1));
    }

    /** Answers nothing to anybody, until so many looks have been answered so. */
    private void answerNothing(int looks) throws Exception {
        int before = looks().size();
        for (int requests = 0; looks().size() < before + looks; requests++) {
            assertThat(requests).as("requests without a look").isLessThan(1_000);
            h.reddit.replyNext(FakeReply.json(200, "{\"kind\":\"Listing\",\"data\":{\"children\":[],\"after\":null}}"));
            h.request();
        }
    }

    @Test
    void everyLook_asksForOneThatIsListed_too() throws Exception {
        h.open().run(MINUTE);
        List<String> posts = h.write(150);
        h.run(Duration.ofMinutes(8));
        String newest = h.write(1).get(0);
        h.run(Duration.ofMinutes(4));
        assertThat(looks()).hasSize(2).allSatisfy(look -> assertThat(names(look))
                .hasSizeLessThanOrEqualTo(100)
                .doesNotHaveDuplicates()
                .contains(newest));
        List<String> asked = new ArrayList<>();
        looks().forEach(look -> asked.addAll(names(look)));
        assertThat(asked).containsAll(posts);
    }

    @Test
    void answersWithoutAnyItem_makeNothingDeleted() throws Exception {
        h.open().run(MINUTE);
        h.write(3);
        h.run(Duration.ofMinutes(9));
        answerNothing(UNPROVEN - 1);
        assertThat(deletions(h.run(Duration.ofHours(1)))).isEmpty();
        // An answer with items has come in between: these are not in a row with those before.
        h.run(Duration.ofHours(4));
        answerNothing(UNPROVEN - 1);
        assertThat(deletions(h.run(Duration.ofHours(50)))).isEmpty();
        assertThat(h.source.stats().orElseThrow().faults()).isEqualTo(2 * (UNPROVEN - 1));
        assertThat(h.source.stats().orElseThrow().watched())
                .as("all ages passed")
                .isZero();
    }

    @Test
    void answersWithoutAnyItem_areBelieved_theFifthTimeInARow() throws Exception {
        h.open().run(MINUTE);
        List<String> posts = h.write(3);
        h.run(MINUTE);
        posts.forEach(h.reddit::purge);
        while (deletions(h.got).isEmpty() && looks().size() <= 2 * UNPROVEN) {
            h.run(Duration.ofSeconds(1));
        }
        // Missing once, and two minutes later again, as one that is missing alone.
        assertThat(looks()).hasSize(2 * UNPROVEN);
        assertThat(deletions(h.got)).containsExactlyInAnyOrderElementsOf(posts);
    }
}
