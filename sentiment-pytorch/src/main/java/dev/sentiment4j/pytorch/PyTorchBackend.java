package dev.sentiment4j.pytorch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.internal.GuardedResource;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.spi.BackendContext;
import dev.sentiment4j.spi.BackendInfo;
import dev.sentiment4j.spi.BatchCost;
import dev.sentiment4j.spi.InferenceBackend;
import dev.sentiment4j.spi.InferenceLane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One module, shared by all lanes: PyTorch lets any number of threads run it at once. This object alone owns it and
 * frees it when closed, or with the last call that is still running then.
 */
final class PyTorchBackend implements InferenceBackend {
    private static final Logger LOG = LoggerFactory.getLogger(PyTorchBackend.class);

    private final TorchModule module;
    private final GuardedResource guard;
    private final BackendInfo info;

    private PyTorchBackend(TorchModule module, GuardedResource guard, BackendInfo info) {
        this.module = module;
        this.guard = guard;
        this.info = info;
    }

    /**
     * Loads and proves a module.
     *
     * @param file the module's name within the bundle
     * @throws ModelLoadException with every problem found; nothing native stays allocated then
     */
    static PyTorchBackend open(ModelBundle bundle, String file, BackendContext context, PyTorchOptions options) {
        String model = bundle.source().description();
        try (ModuleFile source = ModuleFile.of(bundle.source(), file)) {
            TorchArchive archive =
                    TorchArchive.read(source.path(), !bundle.manifest().sha256().containsKey(file));
            ModulePlan plan = ModulePlan.of(archive, bundle.manifest().heads());
            refuse(model, file, plan.problems(), null);
            Engine engine = PyTorchRuntime.engine(model);
            List<String> notes = new ArrayList<>(plan.notes());
            Device device = TorchDevices.choose(engine, options, model, notes);
            if (!archive.batchInvariant()) {
                String note = "answers depend on the other texts of a batch, because activations are quantised with one"
                        + " scale for all of them (quantized.linear_dynamic); use the fp32 export, or a batch size of 1";
                LOG.warn("Model {}: {}: {}", model, file, note);
                notes.add(note);
            }
            BackendInfo info = new BackendInfo(
                    "pytorch",
                    "PyTorch " + engine.getVersion() + " (" + archive.precision() + ")",
                    TorchDevices.name(device),
                    archive.batchInvariant(),
                    notes);
            Loading loading = new Loading(
                    engine,
                    source.path(),
                    plan,
                    context,
                    options,
                    bundle.manifest().maxTokens(),
                    archive,
                    model,
                    file);
            return new PyTorchBackend(loading.on(device), info, model);
        } catch (TorchArchive.UnfitException e) {
            throw new ModelLoadException(model, file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ModelLoadException(model, file + ": cannot be read (" + e + ")", e);
        } catch (LinkageError e) {
            throw new ModelLoadException(model, PyTorchRuntime.explain(e), e);
        }
    }

    private PyTorchBackend(TorchModule module, BackendInfo info, String model) {
        this(module, new GuardedResource("the TorchScript model of " + model, module::close), info);
    }

    /** From a file to a module that is proven to fit. */
    private record Loading(
            Engine engine,
            Path path,
            ModulePlan plan,
            BackendContext context,
            PyTorchOptions options,
            int maxTokens,
            TorchArchive archive,
            String model,
            String file) {

        TorchModule on(Device device) {
            if (!device.equals(Device.cpu())) {
                proveOnCpu();
            }
            TorchModule module = load(device);
            boolean proven = false;
            try {
                ModuleProbe probe = probe(module);
                if (probe.shapes(archive.batchInvariant()) && device.equals(Device.cpu())) {
                    probe.limits(maxTokens);
                }
                refuse(model, file, probe.problems(), probe.cause());
                proven = true;
                return module;
            } finally {
                if (!proven) {
                    module.close();
                }
            }
        }

        /** The limits of a module that will run elsewhere, if it runs here as well. */
        private void proveOnCpu() {
            try (TorchModule module = load(Device.cpu())) {
                ModuleProbe probe = probe(module);
                if (probe.shapes(archive.batchInvariant())) {
                    probe.limits(maxTokens);
                    refuse(model, file, probe.problems(), probe.cause());
                } else {
                    LOG.debug("Model {}: {} runs on its device only; its limits are not known", model, file);
                }
            }
        }

        private ModuleProbe probe(TorchModule module) {
            return new ModuleProbe(module, context.vocabularySize(), context.padId());
        }

        private TorchModule load(Device device) {
            try {
                return TorchModule.load(
                        engine,
                        path,
                        device,
                        plan,
                        context.padId(),
                        context.threads().intraOpThreads(),
                        options.graphOptimizer());
            } catch (EngineException e) {
                throw new ModelLoadException(model, file + ": " + explain(e), e);
            }
        }

        private static String explain(EngineException e) {
            String reason = PyTorchRuntime.reason(e);
            String all = String.valueOf(e.getMessage());
            if (all.contains("maximum supported version")
                    || all.contains("Unknown builtin op")
                    || all.contains("Unknown type name")) {
                return "was written by a newer PyTorch than this one (" + reason
                        + "); trace it again with an older torch, such as 2.7";
            }
            if (all.contains("not enough memory") || all.contains("out of memory")) {
                return "does not fit into memory (" + reason + "); give the process more, or use a smaller model";
            }
            return "is refused by PyTorch (" + reason + "); copy or export it again";
        }
    }

    private static void refuse(String model, String file, List<String> problems, @Nullable Throwable cause) {
        if (!problems.isEmpty()) {
            throw new ModelLoadException(
                    model, problems.stream().map(p -> file + ": " + p).toList(), cause);
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
            return new PyTorchLane(module, guard);
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
