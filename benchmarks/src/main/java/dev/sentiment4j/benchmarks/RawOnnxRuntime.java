package dev.sentiment4j.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The limit to measure against: ONNX Runtime alone, on the default model's file, with nothing around it. Texts are
 * tokenised beforehand, sorted by length over the whole list and cut into batches, so padding is as small as it can be;
 * every thread takes the next batch and runs it with one intra-op thread.
 */
final class RawOnnxRuntime implements AutoCloseable {
    private static final String MODEL = "dev/sentiment4j/models/social-en/model.onnx";

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final ExecutorService threads;
    private final int threadCount;

    RawOnnxRuntime(int threadCount) throws OrtException, IOException {
        this.threadCount = threadCount;
        this.threads = Executors.newFixedThreadPool(threadCount);
        try (InputStream in = Objects.requireNonNull(
                        RawOnnxRuntime.class.getClassLoader().getResourceAsStream(MODEL), MODEL);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            this.session = environment.createSession(in.readAllBytes(), options);
        }
    }

    /** Batches of the texts sorted by length. */
    static List<List<int[]>> idealBatches(List<int[]> texts, int batchSize) {
        List<int[]> sorted = new ArrayList<>(texts);
        sorted.sort(Comparator.comparingInt((int[] ids) -> ids.length).reversed());
        List<List<int[]>> batches = new ArrayList<>();
        for (int start = 0; start < sorted.size(); start += batchSize) {
            batches.add(List.copyOf(sorted.subList(start, Math.min(sorted.size(), start + batchSize))));
        }
        return batches;
    }

    /**
     * Runs every batch once.
     *
     * @return a sum over the answers, so that nothing can be optimised away
     */
    double run(List<List<int[]>> batches) throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        List<Future<Double>> sums = new ArrayList<>();
        for (int t = 0; t < threadCount; t++) {
            sums.add(threads.submit(() -> {
                double sum = 0;
                for (int b = next.getAndIncrement(); b < batches.size(); b = next.getAndIncrement()) {
                    sum += infer(batches.get(b));
                }
                return sum;
            }));
        }
        double total = 0;
        for (Future<Double> sum : sums) {
            total += sum.get();
        }
        return total;
    }

    /** Runs every batch once, and tells the rate. */
    double textsPerSecond(List<List<int[]>> batches) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        double sum = run(batches);
        long end = System.nanoTime();
        if (Double.isNaN(sum)) {
            throw new IllegalStateException("the model answers with NaN; its file is damaged");
        }
        return batches.stream().mapToInt(List::size).sum() * 1e9 / (end - start);
    }

    private double infer(List<int[]> batch) throws OrtException {
        int width = batch.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        LongBuffer ids = buffer(batch.size() * width);
        LongBuffer mask = buffer(batch.size() * width);
        for (int row = 0; row < batch.size(); row++) {
            int[] text = batch.get(row);
            for (int i = 0; i < text.length; i++) {
                ids.put(row * width + i, text[i]);
                mask.put(row * width + i, 1);
            }
        }
        long[] shape = {batch.size(), width};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, ids, shape);
                OnnxTensor attention = OnnxTensor.createTensor(environment, mask, shape);
                OrtSession.Result result = session.run(Map.of("input_ids", input, "attention_mask", attention))) {
            return ((OnnxTensor) result.get("sentiment").orElseThrow())
                    .getFloatBuffer()
                    .get(0);
        }
    }

    private static LongBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(size * Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
    }

    @Override
    public void close() throws OrtException {
        threads.shutdownNow();
        session.close();
    }
}
