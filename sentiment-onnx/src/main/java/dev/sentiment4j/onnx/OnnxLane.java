package dev.sentiment4j.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.internal.GuardedResource;
import dev.sentiment4j.spi.InferenceLane;
import dev.sentiment4j.spi.InferenceOutput;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One stream of calls into the shared session, with input buffers that it reuses.
 *
 * <p>Tensors are views of the buffers: making one copies nothing and costs about two microseconds. They are closed
 * before the call returns, so no native object outlives it. The guard keeps the session alive while a call runs; a call
 * takes the buffers into a local variable, so a concurrent {@link #close} only lets them go once it is done.
 */
final class OnnxLane implements InferenceLane {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final GuardedResource guard;
    private final Map<String, GraphPlan.Output> outputs;
    private final Set<String> wanted = new LinkedHashSet<>();
    private final int padId;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile @Nullable List<InputBuffer> buffers;

    OnnxLane(OrtEnvironment environment, OrtSession session, GuardedResource guard, GraphPlan plan, int padId) {
        this.environment = environment;
        this.session = session;
        this.guard = guard;
        this.outputs = plan.outputs();
        this.padId = padId;
        outputs.values().forEach(output -> wanted.add(output.name()));
        this.buffers = plan.inputs().stream().map(InputBuffer::of).toList();
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
                return run(batch, inputs);
            } finally {
                busy.set(false);
            }
        } catch (OrtException e) {
            throw new InferenceException("ONNX Runtime failed on " + batch + ": " + e.getMessage(), e);
        } finally {
            guard.exit();
        }
    }

    private InferenceOutput run(TokenBatch batch, List<InputBuffer> inputs) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            for (InputBuffer input : inputs) {
                tensors.put(input.name(), input.fill(environment, batch, padId));
            }
            try (OrtSession.Result result = session.run(tensors, wanted)) {
                InferenceOutput output = new InferenceOutput(batch.size());
                for (Map.Entry<String, GraphPlan.Output> entry : outputs.entrySet()) {
                    output.put(entry.getKey(), read(result, entry.getValue(), batch.size()));
                }
                return output;
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private static float[] read(OrtSession.Result result, GraphPlan.Output output, int rows) {
        OnnxValue value = result.get(output.name()).orElseThrow();
        if (!(value instanceof OnnxTensor tensor)) {
            throw new InferenceException("output '" + output.name() + "' is no tensor");
        }
        long[] shape = tensor.getInfo().getShape();
        if (shape.length != 2 || shape[0] != rows || shape[1] != output.columns()) {
            throw new InferenceException("output '" + output.name() + "' has the shape " + Arrays.toString(shape)
                    + " instead of [" + rows + ", " + output.columns() + "]");
        }
        if (tensor.getInfo().type == OnnxJavaType.DOUBLE) {
            DoubleBuffer doubles = tensor.getDoubleBuffer();
            float[] values = new float[doubles.remaining()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) doubles.get(i);
            }
            return values;
        }
        // Already a copy on the heap, and half precision is widened by now.
        FloatBuffer floats = tensor.getFloatBuffer();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        return values;
    }

    @Override
    public void close() {
        buffers = null;
    }
}
