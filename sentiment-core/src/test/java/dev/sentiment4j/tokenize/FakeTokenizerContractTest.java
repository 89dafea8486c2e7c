package dev.sentiment4j.tokenize;

import java.util.Map;

class FakeTokenizerContractTest extends TokenizerContract {
    private static final FakeTokenizer WORDS = new FakeTokenizer();

    @Override
    protected Tokenizer open() {
        return new FakeTokenizer();
    }

    @Override
    protected Map<String, int[]> expected() {
        return Map.of(
                "good phone", new int[] {2, WORDS.id("good"), WORDS.id("phone"), 3},
                "  ", new int[] {2, 3},
                "\u4f60\u597d", new int[] {2, WORDS.id("\u4f60\u597d"), 3});
    }
}
