package dev.sentiment4j.pytorch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import dev.sentiment4j.batch.TokenBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A loaded module on a device, and the one place where native objects of a call are made: each is closed before
 * {@link #run} returns, also when the call fails. Any number of threads may run it at once. Whoever loads it closes it,
 * when no call runs.
 */
final class TorchModule implements AutoCloseable {
    private final PtNDManager manager;
    private final PtSymbolBlock block;
    private final ModulePlan plan;
    private final int padId;
    private final int intraOpThreads;
    private final boolean graphOptimizer;

    private TorchModule(
            PtNDManager manager,
            PtSymbolBlock block,
            ModulePlan plan,
            int padId,
            int intraOpThreads,
            boolean graphOptimizer) {
        this.manager = manager;
        this.block = block;
        this.plan = plan;
        this.padId = padId;
        this.intraOpThreads = intraOpThreads;
        this.graphOptimizer = graphOptimizer;
    }

    /**
     * Loads a file, wherever its tensors were when it was written.
     *
     * @throws EngineException if PyTorch refuses it; nothing native stays allocated then
     */
    static TorchModule load(
            Engine engine,
            Path file,
            Device device,
            ModulePlan plan,
            int padId,
            int intraOpThreads,
            boolean graphOptimizer) {
        PtNDManager manager = (PtNDManager) engine.newBaseManager(device);
        boolean loaded = false;
        try {
            PtSymbolBlock block = JniUtils.loadModule(manager, file, true, new String[0], new String[0], false);
            JniUtils.enableInferenceMode(block);
            loaded = true;
            return new TorchModule(manager, block, plan, padId, intraOpThreads, graphOptimizer);
        } finally {
            if (!loaded) {
                // Frees the block as well, if there is one.
                manager.close();
            }
        }
    }

    ModulePlan plan() {
        return plan;
    }

    List<InputBuffer> buffers() {
        return plan.inputs().stream().map(InputBuffer::new).toList();
    }

    /**
     * Runs a batch on the calling thread.
     *
     * @param buffers this lane's, from {@link #buffers}
     * @return by the heads' outputs the logits, row by row
     * @throws EngineException if PyTorch fails
     * @throws Outputs.UnfitException if what it gives does not fit the heads
     */
    Map<String, float[]> run(TokenBatch batch, List<InputBuffer> buffers) {
        PyTorchRuntime.prepare(intraOpThreads, graphOptimizer);
        try (PtNDManager scope = manager.newSubManager(manager.getDevice())) {
            List<IValue> arguments = new ArrayList<>(buffers.size());
            try {
                for (InputBuffer buffer : buffers) {
                    PtNDArray tensor = buffer.fill(scope, batch, padId);
                    arguments.add(IValue.from(tensor));
                }
                // Runs in inference mode: no gradients, no version counters.
                try (IValue result = block.forward(arguments.toArray(new IValue[0]))) {
                    return Outputs.read(result, plan.heads(), scope, batch.size());
                }
            } finally {
                arguments.forEach(IValue::close);
            }
        }
    }

    @Override
    public void close() {
        try {
            block.close();
        } finally {
            manager.close();
        }
    }
}
