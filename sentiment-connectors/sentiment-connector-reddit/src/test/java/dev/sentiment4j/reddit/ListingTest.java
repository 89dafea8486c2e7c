package dev.sentiment4j.reddit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Walks whose pages fit together badly, page by page. */
class ListingTest {
    private final Listing listing = new Listing("/r/java/new", new SeenWindow(2_000));

    private static String name(int number) {
        return "t3_a" + Integer.toString(number, 36);
    }

    /** Items from one number down to another. */
    private static JsonNode page(int from, int to) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode data = root.putObject("data");
        data.put("after", to > 1 ? name(to) : null);
        for (int number = from; number >= to; number--) {
            data.withArray("children")
                    .addObject()
                    .put("kind", "t3")
                    .putObject("data")
                    .put("name", name(number))
                    .put("id", name(number).substring(3))
                    .put("author", "ann")
                    .put("title", "title")
                    .put("selftext", "")
                    .put("subreddit", "java")
                    .put("permalink", "/r/java/comments/x/")
                    .put("created_utc", 1_772_366_400.0 + number);
        }
        return root;
    }

    private List<String> found() {
        return listing.finish().fresh().stream().map(RedditItem::name).toList();
    }

    private static List<String> names(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(ListingTest::name).toList();
    }

    @Test
    void aPageThatShowsTooLittleAgain_isAskedForFartherBack() throws Exception {
        assertThat(listing.take(page(200, 101))).isFalse();
        assertThat(listing.query()).containsEntry("after", name(143));
        // The last items of the first page have vanished, and ten others moved across the seam.
        assertThat(listing.take(page(90, 1))).isFalse();
        assertThat(listing.query()).containsEntry("after", name(175));
        assertThat(listing.take(page(174, 75))).isFalse();
        assertThat(listing.take(page(116, 17))).isFalse();
        assertThat(listing.take(page(58, 1))).isTrue();
        assertThat(found()).isEqualTo(names(1, 200));
    }

    @Test
    void aWholePageThatHasVanished_isReadFromTheBeginningAgain() throws Exception {
        assertThat(listing.take(page(200, 101))).isFalse();
        assertThat(listing.take(page(90, 1))).isFalse();
        assertThat(listing.take(page(90, 1))).isFalse();
        assertThat(listing.query()).doesNotContainKey("after");
        assertThat(listing.take(page(100, 1))).isTrue();
        assertThat(found()).isEqualTo(names(1, 200));
    }

    @Test
    void pagesThatNeverShowAnythingAgain_areTakenAsTheyAre() throws Exception {
        assertThat(listing.take(page(200, 101))).isFalse();
        assertThat(listing.take(page(100, 1))).isFalse();
        assertThat(listing.take(page(100, 1))).isFalse();
        assertThat(listing.take(page(200, 101))).isFalse();
        assertThat(listing.query()).containsEntry("after", name(143));
        assertThat(listing.take(page(100, 1))).isTrue();
        assertThat(found()).isEqualTo(names(1, 200));
    }
}
