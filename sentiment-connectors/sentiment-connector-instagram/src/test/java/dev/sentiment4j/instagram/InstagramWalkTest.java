package dev.sentiment4j.instagram;

import static dev.sentiment4j.instagram.InstagramHarness.options;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.testkit.FakeInstagram;
import dev.sentiment4j.testkit.FakeReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How lists are read: to the first page without anything new, and to the end from time to time. */
class InstagramWalkTest {
    private static final Duration TEN = Duration.ofMinutes(10);

    private final InstagramHarness h = new InstagramHarness();

    @AfterEach
    void close() {
        h.close();
    }

    @Test
    void aPageThatIsPushedDown_whileItIsTurned_arrives() throws Exception {
        List<String> all = new ArrayList<>(h.media("coke", 80));
        h.open(options().hashtags(List.of("coke")).build());
        h.request();
        h.request();
        all.addAll(h.media("coke", 50));
        h.run(TEN);
        assertThat(h.got.stream().map(Delivery::id)).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void whatMovesWhileAPageIsTurned_arrivesWithinTheDay_howeverSeldomItIsAskedFor() throws Exception {
        List<String> all = h.media("coke", 160);
        h.open(options()
                .hashtags(List.of("coke"))
                .hashtagInterval(Duration.ofHours(2))
                .build());
        h.request();
        h.request();
        h.request();
        // The third page begins five items later than it would have.
        all.subList(155, 160).forEach(h.instagram::delete);
        h.run(TEN);
        assertThat(h.got).hasSize(155);
        assertThat(h.run(Duration.ofHours(11))).isEmpty();
        assertThat(h.run(Duration.ofHours(2))).isEqualTo(all.subList(55, 60));
    }

    @Test
    void refusedInTheMidst_whatWasShownArrives_andTheRestAnHourLater() throws Exception {
        List<String> all = h.media("coke", 120);
        h.open(options().hashtags(List.of("coke")).build());
        h.request();
        h.request();
        h.instagram.replyNext(FakeInstagram.error(400, 100));
        assertThat(h.run(TEN)).isEqualTo(all.subList(70, 120));
        assertThat(h.source.stats().orElseThrow().resting()).isEqualTo(1);
        assertThat(h.run(Duration.ofHours(1))).isEqualTo(all.subList(0, 70));
        assertThat(h.source.stats().orElseThrow().resting()).isZero();
        assertThat(h.gaps).isEmpty();
    }

    @Test
    void aMediaWithoutComments_costsNoMoreRequests() throws Exception {
        String media = h.instagram.ownMedia();
        h.open(options().mediaIds(List.of(media)).build()).run(Duration.ofMinutes(59));
        assertThat(h.instagram.requests()).hasSize(30);
    }

    @Test
    void anAnswerWithoutAnyItem_isBelieved_theFifthTimeInARow() throws Exception {
        List<String> first = h.media("coke", 1);
        h.open(options().hashtags(List.of("coke")).build());
        h.request();
        FakeReply nothing = FakeReply.json(200, "{\"data\":[]}");
        h.instagram.replyNext(nothing, nothing, nothing, nothing);
        assertThat(h.run(Duration.ofMinutes(1))).isEqualTo(first);
        h.instagram.replyNext(nothing, nothing, nothing, nothing, nothing);
        h.time.advance(TEN);
        List<String> second = h.media("coke", 1);
        assertThat(h.run(Duration.ofMinutes(1))).isEmpty();
        assertThat(h.run(TEN)).isEqualTo(second);
    }

    @Test
    void whatIsForgotten_isWhatIsOfferedNoMore() throws Exception {
        h.open(options().hashtags(List.of("coke")).dedupWindow(1_000).build());
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.addAll(h.media("coke", 20));
            h.run(Duration.ofHours(1));
        }
        assertThat(h.got.stream().map(Delivery::id).toList()).isEqualTo(all);
        String kept = h.checkpoints.load("instagram/" + FakeInstagram.USER_ID).orElseThrow();
        assertThat(kept.lines().count()).as("a line an id, and two more").isLessThanOrEqualTo(1_002);
    }

    @Test
    void whatCanBeReadAgain_restsNoMore() throws Exception {
        h.open(options().hashtags(List.of("later")).build()).run(TEN);
        assertThat(h.source.stats().orElseThrow().resting()).isEqualTo(1);
        List<String> first = h.media("later", 1);
        assertThat(h.run(Duration.ofMinutes(70))).isEqualTo(first);
        assertThat(h.source.stats().orElseThrow().resting()).isZero();
    }
}
