package dev.sentiment4j.benchmarks.rivals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.model.ModelManifest;
import dev.sentiment4j.text.TextProfile;
import dev.sentiment4j.tokenize.TextEncoder;
import dev.sentiment4j.tokenize.Tokenizer;
import dev.sentiment4j.tokenize.huggingface.HuggingFaceTokenizerProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The default model as a team would wire it up by hand: its tokenizer, and a session of ONNX Runtime with the stock
 * options but for the number of threads. Thread-safe; close it after the last call.
 */
public final class OnnxModel implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Tokenizer tokenizer;
    private final TextEncoder encoder;
    private final HeadSpec sentiment;
    private final int padId;

    /**
     * Opens a session.
     *
     * @param intraOpThreads threads that share the work of one call
     */
    public OnnxModel(int intraOpThreads) throws OrtException, IOException {
        ModelBundle bundle = ModelFiles.bundle();
        ModelManifest manifest = bundle.manifest();
        sentiment = manifest.head(HeadSpec.SENTIMENT).orElseThrow();
        try (InputStream in = bundle.source().open(bundle.weights("onnx").orElseThrow());
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(intraOpThreads);
            options.setInterOpNumThreads(1);
            session = environment.createSession(in.readAllBytes(), options);
        }
        tokenizer = new HuggingFaceTokenizerProvider().open(bundle.source(), manifest.tokenizer());
        encoder = new TextEncoder(TextProfile.none(), tokenizer, manifest.maxTokens(), manifest.longText());
        padId = tokenizer.specialTokens().padId();
    }

    /** Tokenises a prepared text, special tokens included, cut at the model's limit. */
    public int[] encode(String prepared) {
        return encoder.encode(prepared).inputs().get(0);
    }

    /** Tokenises texts and runs them as one batch, padded to the longest of them. */
    public List<double[]> run(List<String> prepared, BatchMeter meter) throws OrtException {
        List<int[]> batch = prepared.stream().map(this::encode).toList();
        return run(batch, batch.stream().mapToInt(ids -> ids.length).max().orElse(0), meter);
    }

    /**
     * Runs token ids as one batch.
     *
     * @param width tokens of a row, padding included; at least the longest text's
     * @return for each text the probabilities of the sentiment labels, in the model's order
     */
    public List<double[]> run(List<int[]> batch, int width, BatchMeter meter) throws OrtException {
        LongBuffer ids = buffer(batch.size() * width);
        LongBuffer mask = buffer(batch.size() * width);
        long tokens = 0;
        for (int[] text : batch) {
            tokens += text.length;
            for (int i = 0; i < width; i++) {
                ids.put(i < text.length ? text[i] : padId);
                mask.put(i < text.length ? 1 : 0);
            }
        }
        long[] shape = {batch.size(), width};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, ids.flip(), shape);
                OnnxTensor attention = OnnxTensor.createTensor(environment, mask.flip(), shape);
                OrtSession.Result result = session.run(Map.of("input_ids", input, "attention_mask", attention))) {
            FloatBuffer logits = ((OnnxTensor) result.get(sentiment.output()).orElseThrow()).getFloatBuffer();
            List<double[]> answers = new ArrayList<>(batch.size());
            for (int row = 0; row < batch.size(); row++) {
                float[] own = new float[sentiment.labels().size()];
                logits.get(own);
                answers.add(softmax(own, sentiment.temperature()));
            }
            meter.record(batch.size(), tokens, (long) batch.size() * width);
            return answers;
        }
    }

    /** Probabilities of labels that exclude each other. */
    static double[] softmax(float[] logits, double temperature) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double[] out = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.exp((logits[i] - max) / temperature);
            sum += out[i];
        }
        for (int i = 0; i < out.length; i++) {
            out[i] /= sum;
        }
        return out;
    }

    private static LongBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(size * Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
    }

    @Override
    public void close() throws OrtException {
        session.close();
        tokenizer.close();
    }
}
