package dev.sentiment4j.spi;

import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.model.ModelBundle;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An engine whose every call runs a function of the test's; for answers that a sound engine never gives. */
public final class ScriptedBackend implements InferenceBackendProvider {
    private final Function<TokenBatch, InferenceOutput> answer;
    private final AtomicInteger openBackends = new AtomicInteger();
    private final AtomicInteger openLanes = new AtomicInteger();
    private volatile boolean batchInvariant = true;
    private volatile Runnable onOpenLane = () -> {};
    private volatile Runnable onCloseLane = () -> {};
    private volatile Runnable onClose = () -> {};

    public ScriptedBackend(Function<TokenBatch, InferenceOutput> answer) {
        this.answer = answer;
    }

    public ScriptedBackend batchInvariant(boolean batchInvariant) {
        this.batchInvariant = batchInvariant;
        return this;
    }

    public ScriptedBackend onOpenLane(Runnable action) {
        this.onOpenLane = action;
        return this;
    }

    public ScriptedBackend onCloseLane(Runnable action) {
        this.onCloseLane = action;
        return this;
    }

    public ScriptedBackend onClose(Runnable action) {
        this.onClose = action;
        return this;
    }

    public int openBackends() {
        return openBackends.get();
    }

    public int openLanes() {
        return openLanes.get();
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Optional<String> refusal(ModelBundle bundle) {
        return Optional.empty();
    }

    @Override
    public InferenceBackend open(ModelBundle bundle, BackendContext context) {
        openBackends.incrementAndGet();
        return new InferenceBackend() {
            @Override
            public BackendInfo info() {
                return new BackendInfo(name(), "script", "cpu", batchInvariant, List.of());
            }

            @Override
            public BatchCost cost() {
                return BatchCost.PADDED;
            }

            @Override
            public InferenceLane openLane() {
                onOpenLane.run();
                openLanes.incrementAndGet();
                return new InferenceLane() {
                    @Override
                    public InferenceOutput infer(TokenBatch batch) {
                        return answer.apply(batch);
                    }

                    @Override
                    public void close() {
                        openLanes.decrementAndGet();
                        onCloseLane.run();
                    }
                };
            }

            @Override
            public void close() {
                openBackends.decrementAndGet();
                onClose.run();
            }
        };
    }

    /** What {@link FakeBackendProvider} answers. */
    public static InferenceOutput soundAnswer(ModelBundle bundle, TokenBatch batch) {
        InferenceOutput output = new InferenceOutput(batch.size());
        bundle.manifest().heads().forEach(head -> {
            int columns = head.labels().size();
            float[] values = new float[batch.size() * columns];
            for (int r = 0; r < batch.size(); r++) {
                float[] row = FakeBackendProvider.logits(head.output(), columns, batch.row(r));
                System.arraycopy(row, 0, values, r * columns, columns);
            }
            output.put(head.output(), values);
        });
        return output;
    }
}
