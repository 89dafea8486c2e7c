package dev.sentiment4j.benchmarks.rivals;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDList;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import dev.sentiment4j.model.HeadSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * DJL on its ONNX Runtime engine: a predictor for each processor, one text a call, one intra-op thread each.
 *
 * <p>The stock {@code TextClassificationTranslator} does not run on this engine alone: stacking, softmax and sorting
 * need a second engine such as PyTorch beside it. The translator here is the stock one without those three: it adds the
 * batch dimension itself, and computes the softmax in Java. That is less work than the stock way, so it favours DJL.
 *
 * <p>DJL wants to create ONNX Runtime's environment, of which a process has one: call {@link #startEngine} before
 * anything else uses ONNX Runtime.
 */
public final class DjlPredictor extends Rival {
    private static final String ENGINE = "OnnxRuntime";

    private final List<Runnable> freeing;

    private DjlPredictor(List<? extends WorkerPool.Runner> runners, BatchMeter meter, List<Runnable> freeing) {
        super("djlPredictor", meter, new WorkerPool("djl-predictor", runners, 1));
        this.freeing = freeing;
    }

    /**
     * Lets DJL create ONNX Runtime's environment, told to fetch and report nothing. Sets system properties of DJL for
     * good.
     *
     * @throws IllegalStateException if somebody else has used ONNX Runtime before
     */
    public static void startEngine() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("RUST_FLAVOR", "cpu");
        try {
            Objects.requireNonNull(Engine.getEngine(ENGINE));
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalStateException(
                    "DJL cannot start ONNX Runtime: call startEngine() before anything else uses it", e);
        }
    }

    /** Loads the model and opens the predictors. */
    public static DjlPredictor open(ModelFiles files) throws IOException, MalformedModelException {
        List<Runnable> freeing = new ArrayList<>();
        Model model = Model.newInstance("model", Device.cpu(), ENGINE);
        model.load(files.directory(), "model", Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1"));
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(
                files.directory(), Map.of("truncation", "true", "maxLength", "128", "padding", "false"));
        BatchMeter meter = new BatchMeter();
        List<WorkerPool.Runner> runners = new ArrayList<>();
        for (int p = 0; p < PROCESSORS; p++) {
            Predictor<String, Classifications> predictor =
                    model.newPredictor(new SentimentTranslator(tokenizer, meter));
            freeing.add(predictor::close);
            runners.add(texts -> List.of(probabilities(predictor.predict(texts.get(0)))));
        }
        freeing.add(tokenizer::close);
        freeing.add(model::close);
        return new DjlPredictor(runners, meter, freeing);
    }

    private static double[] probabilities(Classifications answer) {
        return answer.getProbabilities().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    @Override
    void free() {
        freeing.forEach(Runnable::run);
    }

    /** Text to ids to labels with probabilities, one text at a time. */
    private static final class SentimentTranslator implements NoBatchifyTranslator<String, Classifications> {
        private final HuggingFaceTokenizer tokenizer;
        private final BatchMeter meter;
        private final HeadSpec head =
                ModelFiles.bundle().manifest().head(HeadSpec.SENTIMENT).orElseThrow();

        SentimentTranslator(HuggingFaceTokenizer tokenizer, BatchMeter meter) {
            this.tokenizer = tokenizer;
            this.meter = meter;
        }

        @Override
        public NDList processInput(TranslatorContext context, String text) {
            Encoding encoding = tokenizer.encode(text);
            int tokens = encoding.getIds().length;
            meter.record(1, tokens, tokens);
            return Encoding.toNDList(new Encoding[] {encoding}, context.getNDManager(), false, false);
        }

        @Override
        public Classifications processOutput(TranslatorContext context, NDList outputs) {
            float[] logits = Objects.requireNonNull(outputs.get(head.output())).toFloatArray();
            List<Double> probabilities = new ArrayList<>();
            for (double probability : OnnxModel.softmax(logits, head.temperature())) {
                probabilities.add(probability);
            }
            return new Classifications(head.labels(), probabilities);
        }
    }
}
