package dev.sentiment4j.tokenize.huggingface;

import dev.sentiment4j.bundles.TestBundle;
import dev.sentiment4j.tokenize.Tokenizer;
import dev.sentiment4j.tokenize.TokenizerContract;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;

class HuggingFaceTokenizerContractTest {
    abstract static class Family extends TokenizerContract {
        private final TestBundle bundle;

        Family(String bundle) {
            this.bundle = new TestBundle(bundle);
        }

        @Override
        protected Tokenizer open() {
            return new HuggingFaceTokenizerProvider().open(bundle.source(), "tokenizer.json");
        }

        @Override
        protected Map<String, int[]> expected() {
            Map<String, int[]> expected = new LinkedHashMap<>();
            bundle.expected().forEach(e -> expected.put(e.text(), e.ids()));
            return expected;
        }
    }

    @Nested
    class WordPiece extends Family {
        WordPiece() {
            super("bert");
        }
    }

    @Nested
    class WordPieceWithTruncationAndPaddingInItsFile extends Family {
        WordPieceWithTruncationAndPaddingInItsFile() {
            super("bert-toxic");
        }
    }

    @Nested
    class ByteLevelBpe extends Family {
        ByteLevelBpe() {
            super("roberta-cardiff");
        }
    }

    @Nested
    class Unigram extends Family {
        Unigram() {
            super("xlmr");
        }
    }

    @Nested
    class WithoutConfigFiles extends Family {
        WithoutConfigFiles() {
            super("multihead");
        }
    }
}
