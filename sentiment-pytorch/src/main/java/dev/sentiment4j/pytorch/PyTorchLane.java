package dev.sentiment4j.pytorch;

import ai.djl.engine.EngineException;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.internal.GuardedResource;
import dev.sentiment4j.spi.InferenceLane;
import dev.sentiment4j.spi.InferenceOutput;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One stream of calls into the shared module, with input buffers that it reuses.
 *
 * <p>The guard keeps the module alive while a call runs; a call takes the buffers into a local variable, so a
 * concurrent {@link #close} only lets them go once it is done.
 */
final class PyTorchLane implements InferenceLane {
    private final TorchModule module;
    private final GuardedResource guard;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile @Nullable List<InputBuffer> buffers;

    PyTorchLane(TorchModule module, GuardedResource guard) {
        this.module = module;
        this.guard = guard;
        this.buffers = module.buffers();
    }

    @Override
    public InferenceOutput infer(TokenBatch batch) {
        List<InputBuffer> inputs = buffers;
        if (inputs == null) {
            throw new IllegalStateException("the lane is closed");
        }
        guard.enter();
        try {
            if (!busy.compareAndSet(false, true)) {
                throw new IllegalStateException("a lane takes one call at a time; open a lane for every thread");
            }
            try {
                InferenceOutput output = new InferenceOutput(batch.size());
                module.run(batch, inputs).forEach(output::put);
                return output;
            } finally {
                busy.set(false);
            }
        } catch (Outputs.UnfitException e) {
            throw new InferenceException("PyTorch's answer to " + batch + ": " + e.getMessage(), e);
        } catch (EngineException e) {
            String reason = PyTorchRuntime.reason(e);
            throw new InferenceException(
                    "PyTorch failed on " + batch + ": " + reason
                            + (isOutOfMemory(reason) ? "; lower maxBatchTokens, or give the process more memory" : ""),
                    e);
        } finally {
            guard.exit();
        }
    }

    private static boolean isOutOfMemory(String reason) {
        return reason.contains("out of memory")
                || reason.contains("not enough memory")
                || reason.contains("can't allocate memory");
    }

    @Override
    public void close() {
        buffers = null;
    }
}
