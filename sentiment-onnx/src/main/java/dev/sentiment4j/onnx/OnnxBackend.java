package dev.sentiment4j.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.internal.GuardedResource;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.spi.BackendContext;
import dev.sentiment4j.spi.BackendInfo;
import dev.sentiment4j.spi.BatchCost;
import dev.sentiment4j.spi.InferenceBackend;
import dev.sentiment4j.spi.InferenceLane;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session, shared by all lanes: ONNX Runtime lets any number of threads run it at once. This object alone owns it
 * and frees it when closed, or with the last call that is still running then.
 */
final class OnnxBackend implements InferenceBackend {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxBackend.class);

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final GuardedResource guard;
    private final GraphPlan plan;
    private final int padId;
    private final BackendInfo info;

    private OnnxBackend(
            OrtEnvironment environment,
            OrtSession session,
            GuardedResource guard,
            GraphPlan plan,
            int padId,
            BackendInfo info) {
        this.environment = environment;
        this.session = session;
        this.guard = guard;
        this.plan = plan;
        this.padId = padId;
        this.info = info;
    }

    /**
     * Opens and proves a graph.
     *
     * @param file the graph's name within the bundle
     * @throws ModelLoadException with every problem found; nothing native stays allocated then
     */
    static OnnxBackend open(ModelBundle bundle, String file, BackendContext context, OnnxOptions options) {
        String model = bundle.source().description();
        OrtEnvironment environment;
        try {
            environment = OnnxRuntime.environment();
        } catch (LinkageError e) {
            throw new ModelLoadException(model, OnnxRuntime.explain(e), e);
        } catch (OrtException e) {
            throw new ModelLoadException(model, "ONNX Runtime does not start (" + e.getMessage() + ")", e);
        }
        SessionFactory.Opened opened = new SessionFactory(
                        bundle.source(), file, options, context.threads().intraOpThreads())
                .open(environment);
        GuardedResource guard = new GuardedResource("the ONNX model of " + model, () -> close(opened.session(), model));
        boolean proven = false;
        try {
            OnnxBackend backend = prove(bundle, file, context, environment, opened, guard);
            proven = true;
            return backend;
        } catch (OrtException e) {
            throw new ModelLoadException(model, file + ": its signature cannot be read (" + e.getMessage() + ")", e);
        } finally {
            if (!proven) {
                guard.close();
            }
        }
    }

    private static OnnxBackend prove(
            ModelBundle bundle,
            String file,
            BackendContext context,
            OrtEnvironment environment,
            SessionFactory.Opened opened,
            GuardedResource guard)
            throws OrtException {
        OrtSession session = opened.session();
        String model = bundle.source().description();
        GraphPlan plan = GraphPlan.of(
                session.getInputInfo(),
                session.getOutputInfo(),
                bundle.manifest().heads());
        refuse(model, file, plan.problems(), null);
        List<String> notes = new ArrayList<>(opened.notes());
        notes.addAll(plan.notes());
        GraphScan.Facts facts = opened.facts();
        boolean batchInvariant = facts.batchDependentOps().isEmpty();
        if (!batchInvariant) {
            String note =
                    "answers depend on the other texts of a batch, because activations are quantised with one scale"
                            + " for all of them (" + String.join(", ", facts.batchDependentOps())
                            + "); use the fp32 or fp16 export, or a batch size of 1";
            LOG.warn("Model {}: {}: {}", model, file, note);
            notes.add(note);
        }
        OnnxRuntime.telemetryNote(environment.getVersion(), System.getenv()).ifPresent(note -> {
            LOG.warn("{}", note);
            notes.add(note);
        });
        BackendInfo info = new BackendInfo(
                "onnx",
                "ONNX Runtime " + environment.getVersion() + " (" + facts.precision() + ")",
                opened.device(),
                batchInvariant,
                notes);
        OnnxBackend backend = new OnnxBackend(environment, session, guard, plan, context.padId(), info);
        try (InferenceLane lane = backend.openLane()) {
            GraphProbe probe = new GraphProbe(lane, plan, context.padId());
            probe.run(context.vocabularySize(), bundle.manifest().maxTokens());
            refuse(model, file, probe.problems(), probe.cause());
        }
        return backend;
    }

    private static void refuse(String model, String file, List<String> problems, @Nullable Throwable cause) {
        if (!problems.isEmpty()) {
            throw new ModelLoadException(
                    model, problems.stream().map(p -> file + ": " + p).toList(), cause);
        }
    }

    private static void close(OrtSession session, String model) {
        try {
            session.close();
        } catch (OrtException e) {
            LOG.warn("Model {}: ONNX Runtime failed to close it", model, e);
        }
    }

    @Override
    public BackendInfo info() {
        return info;
    }

    @Override
    public BatchCost cost() {
        return BatchCost.PADDED;
    }

    @Override
    public InferenceLane openLane() {
        guard.enter();
        try {
            return new OnnxLane(environment, session, guard, plan, padId);
        } finally {
            guard.exit();
        }
    }

    @Override
    public void close() {
        guard.close();
    }

    @Override
    public String toString() {
        return info.engine() + " on " + info.device();
    }
}
