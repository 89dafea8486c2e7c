package dev.sentiment4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.TestThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every store of checkpoints promises. A store proves it by extending this class, over an empty place for each
 * test.
 */
public abstract class CheckpointStoreContract {
    private static final List<String> HARD_TEXTS = List.of(
            "",
            " ",
            "\r\n\t",
            "{\"after\":\"t3_a\"}",
            "it's 100 % \\ \"quoted\" $1 {}",
            "ü 漢 \ud83d\ude00 \u2028",
            "x".repeat(1 << 20));

    private final List<CheckpointStore> made = new ArrayList<>();

    /** A new store over the place of this test. The contract closes it. */
    protected abstract CheckpointStore store() throws Exception;

    /** Whether a new store over the same place finds what an earlier one has saved. */
    protected boolean isDurable() {
        return true;
    }

    @AfterEach
    final void closeStores() {
        made.forEach(CheckpointStore::close);
    }

    private CheckpointStore made() throws Exception {
        CheckpointStore store = store();
        made.add(store);
        return store;
    }

    @Test
    void load_ofWhatWasNeverSaved_isNothing() throws Exception {
        assertThat(made().load("nothing")).isEmpty();
    }

    @Test
    void load_givesWhatWasSaved() throws Exception {
        CheckpointStore store = made();
        for (String text : HARD_TEXTS) {
            store.save("reddit/java+kotlin", text);
            assertThat(store.load("reddit/java+kotlin")).contains(text);
        }
    }

    @Test
    void load_fromTheNextStore_givesWhatWasSaved() throws Exception {
        CheckpointStore first = made();
        first.save("a", "1");
        first.save("a", "2");
        first.close();
        org.assertj.core.api.Assumptions.assumeThat(isDurable()).isTrue();
        assertThat(made().load("a")).contains("2");
    }

    @Test
    void keys_areToldApart() throws Exception {
        CheckpointStore store = made();
        List<String> keys = List.of(
                "a",
                "A",
                "a/b",
                "a-b",
                "a:b",
                "a b",
                "../a",
                "a%2Fb",
                "*",
                "ä",
                "k".repeat(CheckpointStore.MAX_KEY),
                "k".repeat(CheckpointStore.MAX_KEY - 1) + "l");
        for (String key : keys) {
            store.save(key, "of " + key);
        }
        for (String key : keys) {
            assertThat(store.load(key)).as(key).contains("of " + key);
        }
    }

    @Test
    void delete_leavesNothing_andOthersAlone() throws Exception {
        CheckpointStore store = made();
        store.save("a", "1");
        store.save("b", "2");
        store.delete("a");
        assertThat(store.load("a")).isEmpty();
        assertThat(store.load("b")).contains("2");
        assertThatCode(() -> store.delete("a")).doesNotThrowAnyException();
        store.save("a", "3");
        assertThat(store.load("a")).contains("3");
    }

    @Test
    void save_fromManyThreads_leavesOneOfThem_whole() throws Exception {
        CheckpointStore store = made();
        List<TestThreads.Call<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String text = Integer.toString(i).repeat(10_000);
            calls.add(TestThreads.start(() -> {
                for (int n = 0; n < 20; n++) {
                    store.save("shared", text);
                    String found = store.load("shared").orElseThrow();
                    if (found.length() != 10_000 || found.chars().distinct().count() != 1) {
                        return false;
                    }
                }
                return true;
            }));
        }
        for (TestThreads.Call<Boolean> call : calls) {
            assertThat(call.get()).as("all that was read was whole").isTrue();
        }
    }

    @Test
    void badKeysAndTexts_areRefused_andChangeNothing() throws Exception {
        CheckpointStore store = made();
        store.save("good", "1");
        for (String key : Set.of("", "  ", "a\nb", "a\u0000", "\ud83d", "k".repeat(CheckpointStore.MAX_KEY + 1))) {
            assertThatThrownBy(() -> store.load(key)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.save(key, "2")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String text : List.of("a\u0000b", "\ude00", "x".repeat(CheckpointStore.MAX_VALUE + 1))) {
            assertThatThrownBy(() -> store.save("good", text)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(store.load("good")).contains("1");
    }

    @Test
    void name_isThere_andCloseIsIdempotent() throws Exception {
        CheckpointStore store = made();
        assertThat(store.name()).isNotBlank();
        store.close();
        assertThatCode(store::close).doesNotThrowAnyException();
    }
}
