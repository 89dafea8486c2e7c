package dev.sentiment4j.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.model.ModelSource;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a graph's file and the options to an open session, or to the reasons why there is none. Used once. */
final class SessionFactory {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFactory.class);
    private static final byte[] LFS_POINTER = "version https://git-lfs".getBytes(StandardCharsets.US_ASCII);

    /**
     * An open session, owned by whoever asked for it.
     *
     * @param device what computes: "cpu", "cuda:0"
     * @param notes devices that were preferred and are missing
     */
    record Opened(OrtSession session, String device, GraphScan.Facts facts, List<String> notes) {}

    private final ModelSource source;
    private final String file;
    private final OnnxOptions options;
    private final int intraOpThreads;
    private final List<String> notes = new ArrayList<>();
    private final List<String> devices = new ArrayList<>();

    SessionFactory(ModelSource source, String file, OnnxOptions options, int intraOpThreads) {
        this.source = source;
        this.file = file;
        this.options = options;
        this.intraOpThreads = intraOpThreads;
    }

    /**
     * Opens the session.
     *
     * @throws ModelLoadException with every problem found
     */
    Opened open(OrtEnvironment environment) {
        Optional<Path> path = source.path(file);
        byte[] bytes = path.isPresent() ? null : read();
        path.ifPresent(this::checkStart);
        GraphScan.Facts facts = facts(path.orElse(null), bytes);
        try (SessionOptions session = new SessionOptions()) {
            apply(session);
            OrtSession opened = path.isPresent()
                    ? environment.createSession(path.get().toString(), session)
                    : environment.createSession(bytes, session);
            String device = devices.isEmpty() ? "cpu" : String.join(", ", devices);
            return new Opened(opened, device, facts, notes);
        } catch (OrtException e) {
            throw refused(explain(e, path.isPresent()), e);
        }
    }

    private void apply(SessionOptions session) throws OrtException {
        session.setIntraOpNumThreads(intraOpThreads);
        session.setInterOpNumThreads(options.interOpThreads());
        session.setExecutionMode(options.interOpThreads() > 1 ? ExecutionMode.PARALLEL : ExecutionMode.SEQUENTIAL);
        session.setCPUArenaAllocator(options.arena());
        session.setMemoryPatternOptimization(options.memoryPattern());
        session.setOptimizationLevel(
                switch (options.graphOptimization()) {
                    case NONE -> OptLevel.NO_OPT;
                    case BASIC -> OptLevel.BASIC_OPT;
                    case EXTENDED -> OptLevel.EXTENDED_OPT;
                    case ALL -> OptLevel.ALL_OPT;
                });
        // Failures come as exceptions with the same words; on standard error they would stand twice.
        session.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        String spinning = options.spinning() ? "1" : "0";
        session.addConfigEntry("session.intra_op.allow_spinning", spinning);
        session.addConfigEntry("session.inter_op.allow_spinning", spinning);
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, String> entry : options.configEntries().entrySet()) {
            try {
                session.addConfigEntry(entry.getKey(), entry.getValue());
            } catch (OrtException e) {
                problems.add("config entry " + entry.getKey() + " = " + entry.getValue() + ": " + e.getMessage());
            }
        }
        OrtException last = null;
        for (OnnxOptions.Device device : options.devices()) {
            try {
                add(session, device);
                devices.add(device.toString());
            } catch (OrtException e) {
                String reason = device + " is not available ("
                        + String.valueOf(e.getMessage()).strip() + ")";
                if (device.required()) {
                    last = e;
                    problems.add(reason + ": put a build of ONNX Runtime with it on the class path in place of"
                            + " onnxruntime (for NVIDIA onnxruntime_gpu), check the driver, or prefer it instead of"
                            + " requiring it");
                } else {
                    LOG.warn("Model {}: {}; going on without it", source.description(), reason);
                    notes.add(reason + ", runs without it");
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ModelLoadException(source.description(), problems, last);
        }
    }

    private static void add(SessionOptions session, OnnxOptions.Device device) throws OrtException {
        int id = device.deviceId();
        switch (device.provider()) {
            case CUDA -> session.addCUDA(id);
            case TENSOR_RT -> session.addTensorrt(id);
            case ROCM -> session.addROCM(id);
            case DIRECT_ML -> session.addDirectML(id);
            case CORE_ML -> session.addCoreML();
            case OPEN_VINO -> session.addOpenVINO("");
            case DNNL -> session.addDnnl(true);
            case XNNPACK -> session.addXnnpack(Map.of());
            case QNN -> session.addQnn(Map.of());
            case WEB_GPU -> session.addWebGPU(Map.of());
        }
    }

    private byte[] read() {
        try (InputStream in = source.open(file)) {
            byte[] bytes = in.readAllBytes();
            checkStart(bytes);
            return bytes;
        } catch (NoSuchFileException e) {
            throw refused("is missing; export the model to ONNX, or correct \"weights\" in sentiment4j.json", e);
        } catch (IOException e) {
            throw refused("cannot be read (" + e + ")", e);
        } catch (OutOfMemoryError e) {
            throw refused("is too large to be read into memory; put the bundle into a directory of a local disk", e);
        }
    }

    private void checkStart(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            checkStart(in.readNBytes(LFS_POINTER.length));
        } catch (IOException e) {
            throw refused("cannot be read (" + e + ")", e);
        }
    }

    /** What ONNX Runtime would only call a protobuf error. */
    private void checkStart(byte[] bytes) {
        if (bytes.length == 0) {
            throw refused("is empty; copy it again", null);
        }
        if (bytes.length >= LFS_POINTER.length
                && Arrays.equals(bytes, 0, LFS_POINTER.length, LFS_POINTER, 0, LFS_POINTER.length)) {
            throw refused("is a Git LFS pointer instead of the graph; fetch the file with git lfs pull", null);
        }
    }

    private GraphScan.Facts facts(@Nullable Path path, byte @Nullable [] bytes) {
        try (InputStream in = path == null
                ? new ByteArrayInputStream(bytes == null ? new byte[0] : bytes)
                : new BufferedInputStream(Files.newInputStream(path))) {
            return GraphScan.scan(in);
        } catch (IOException e) {
            return GraphScan.Facts.UNKNOWN;
        }
    }

    private String explain(OrtException e, boolean onDisk) {
        String reason = String.valueOf(e.getMessage()).strip();
        if (reason.contains("xternal data") || reason.contains("xternal initializer")) {
            return onDisk
                    ? "keeps its weights in a second file that is missing or damaged (" + reason
                            + "); copy all files of the export side by side"
                    : "keeps its weights in a second file, which works only for a bundle in a directory of a local disk ("
                            + reason + ")";
        }
        return switch (e.getCode()) {
            case ORT_INVALID_PROTOBUF ->
                "is damaged, cut off or no ONNX file (" + reason + "); copy or export it again";
            case ORT_NOT_IMPLEMENTED ->
                "uses operators that this version of ONNX Runtime does not have (" + reason
                        + "); export it with an older opset, or use a newer onnxruntime";
            default ->
                "is refused by ONNX Runtime (" + reason + "); check the export with onnx.checker, or export it again";
        };
    }

    private ModelLoadException refused(String problem, @Nullable Throwable cause) {
        return new ModelLoadException(source.description(), file + ": " + problem, cause);
    }
}
