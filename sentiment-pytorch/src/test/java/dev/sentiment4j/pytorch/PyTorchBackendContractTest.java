package dev.sentiment4j.pytorch;

import dev.sentiment4j.bundles.TestBundle;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.spi.BackendContext;
import dev.sentiment4j.spi.InferenceBackend;
import dev.sentiment4j.spi.InferenceBackendContract;
import dev.sentiment4j.tokenize.SpecialTokens;
import dev.sentiment4j.tokenize.Tokenizer;
import dev.sentiment4j.tokenize.huggingface.HuggingFaceTokenizerProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;

class PyTorchBackendContractTest {
    abstract static class Family extends InferenceBackendContract {
        private final ModelBundle bundle;

        Family(String name) {
            this.bundle = new TestBundle(name).load();
        }

        @Override
        protected Subject subject() {
            Map<String, Integer> outputs = new LinkedHashMap<>();
            for (HeadSpec head : bundle.manifest().heads()) {
                outputs.put(head.output(), head.labels().size());
            }
            try (Tokenizer tokenizer = new HuggingFaceTokenizerProvider()
                    .open(bundle.source(), bundle.manifest().tokenizer())) {
                SpecialTokens special = tokenizer.specialTokens();
                return new Subject(
                        outputs,
                        tokenizer.vocabularySize(),
                        bundle.manifest().maxTokens(),
                        special.prefix(),
                        special.suffix(),
                        special.padId());
            }
        }

        @Override
        protected InferenceBackend open(BackendContext context) {
            return new PyTorchBackendProvider().open(bundle, context);
        }
    }

    @Nested
    class Bert extends Family {
        Bert() {
            super("torch-bert");
        }
    }

    @Nested
    class BertInHalfPrecision extends Family {
        BertInHalfPrecision() {
            super("torch-fp16");
        }

        /** A logit of 2 has steps of 0.002 in half precision. */
        @Override
        protected double tolerance() {
            return 0.01;
        }
    }

    @Nested
    class DistilBertWithoutTokenTypes extends Family {
        DistilBertWithoutTokenTypes() {
            super("torch-distilbert");
        }
    }

    @Nested
    class Roberta extends Family {
        Roberta() {
            super("torch-roberta");
        }
    }

    @Nested
    class XlmRoberta extends Family {
        XlmRoberta() {
            super("torch-xlmr");
        }
    }

    @Nested
    class SeveralHeadsInATuple extends Family {
        SeveralHeadsInATuple() {
            super("torch-multihead");
        }
    }

    @Nested
    class SeveralHeadsByName extends Family {
        SeveralHeadsByName() {
            super("torch-dict");
        }
    }

    @Nested
    class DynamicInt8 extends Family {
        DynamicInt8() {
            super("torch-int8");
        }
    }
}
