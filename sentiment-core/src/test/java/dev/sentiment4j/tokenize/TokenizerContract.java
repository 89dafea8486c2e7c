package dev.sentiment4j.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every tokenizer promises. A library proves it by extending this class for each family that it reads. */
public abstract class TokenizerContract {
    private static final int THREADS = 4;

    private Tokenizer tokenizer;

    /** Opens the tokenizer under test. The contract closes it. */
    protected abstract Tokenizer open();

    /** Texts and the whole model inputs, special tokens included, that the library of reference gives for them. */
    protected abstract Map<String, int[]> expected();

    @BeforeEach
    final void openTokenizer() {
        tokenizer = open();
    }

    @AfterEach
    final void closeTokenizer() {
        if (tokenizer != null) {
            tokenizer.close();
        }
    }

    @Test
    void encode_wrappedInSpecialTokens_givesTheReferenceIds() {
        assertThat(expected()).isNotEmpty();
        expected().forEach((text, ids) -> {
            int[] content = tokenizer.encode(text);
            assertThat(tokenizer.specialTokens().wrap(content, 0, content.length))
                    .as("text of %d chars", text.length())
                    .isEqualTo(ids);
        });
    }

    @Test
    void encode_ids_lieInTheVocabulary() {
        for (String text : expected().keySet()) {
            for (int id : tokenizer.encode(text)) {
                assertThat(id).isBetween(0, tokenizer.vocabularySize() - 1);
            }
        }
        SpecialTokens special = tokenizer.specialTokens();
        for (int id : special.wrap(new int[] {special.padId()}, 0, 1)) {
            assertThat(id).isBetween(0, tokenizer.vocabularySize() - 1);
        }
    }

    @Test
    void encode_ofLongTexts_isNeverCutNorPadded() {
        int[] one = tokenizer.encode("phone");
        assertThat(one).isNotEmpty();
        assertThat(tokenizer.encode("phone ".repeat(100_000)).length).isGreaterThanOrEqualTo(100_000);
        assertThat(tokenizer.encode("a".repeat(1_000_000))).isNotEmpty();
    }

    @Test
    void encode_ofStrangeText_givesIdsOrNone() {
        for (String text : List.of(
                "",
                " ",
                "\t\n\r",
                "\u0000",
                "a\u0000b",
                "\u0001\u001f\u007f\u0085",
                "\u200f\u202e\u0645\u0631\u062d\u0628\u0627",
                "\ufeff\ufffd",
                "\ud83d\udc4d\ud83c\udffd",
                "e\u0301\u0301\u0301",
                "[CLS] [SEP] [PAD] <s> </s> <pad>")) {
            assertThat(tokenizer.encode(text).length).isBetween(0, 200);
        }
    }

    @Test
    void encode_ofEmptyText_givesNoIds() {
        assertThat(tokenizer.encode("")).isEmpty();
    }

    @Test
    void encode_fromSeveralThreads_givesTheSameIds() throws Exception {
        List<String> texts = new ArrayList<>(expected().keySet());
        List<int[]> alone = texts.stream().map(tokenizer::encode).toList();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<Boolean>> results = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                results.add(threads.submit(() -> {
                    start.await();
                    boolean same = true;
                    for (int round = 0; round < 20; round++) {
                        for (int i = 0; i < texts.size(); i++) {
                            same &= Arrays.equals(tokenizer.encode(texts.get(i)), alone.get(i));
                        }
                    }
                    return same;
                }));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void encode_afterClose_throws() {
        tokenizer.close();
        assertThatThrownBy(() -> tokenizer.encode("phone")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void close_twice_isHarmless() {
        tokenizer.close();
        tokenizer.close();
        assertThat(tokenizer.specialTokens()).isNotNull();
        assertThat(tokenizer.vocabularySize()).isPositive();
    }

    @Test
    void close_whileThreadsEncode_endsTheirWorkWithAnswersOrExceptions() throws Exception {
        String text = String.join(" ", expected().keySet()).repeat(20);
        int[] alone = tokenizer.encode(text);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS + 1);
            List<Future<Boolean>> results = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                results.add(threads.submit(() -> {
                    start.await();
                    boolean same = true;
                    while (true) {
                        try {
                            same &= Arrays.equals(tokenizer.encode(text), alone);
                        } catch (IllegalStateException closed) {
                            return same;
                        }
                    }
                }));
            }
            start.await();
            tokenizer.close();
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
