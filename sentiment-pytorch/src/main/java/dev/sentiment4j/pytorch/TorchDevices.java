package dev.sentiment4j.pytorch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.sentiment4j.ModelLoadException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the device that a host asked for to one that works. */
final class TorchDevices {
    private static final Logger LOG = LoggerFactory.getLogger(TorchDevices.class);

    private TorchDevices() {}

    /**
     * The device asked for, or the CPU where it was preferred and does not work.
     *
     * @param notes takes a remark in that case
     * @throws ModelLoadException if it was required and does not work
     */
    static Device choose(Engine engine, PyTorchOptions options, String model, List<String> notes) {
        PyTorchOptions.Device wanted = options.device().orElse(null);
        if (wanted == null) {
            return Device.cpu();
        }
        Device device =
                switch (wanted.accelerator()) {
                    case CUDA -> Device.gpu(wanted.deviceId());
                    case MPS -> Device.of("mps", -1);
                };
        try (NDManager manager = engine.newBaseManager(device)) {
            // The native library alone knows; a tensor there is the proof.
            manager.zeros(new Shape(1), DataType.FLOAT32).close();
            return device;
        } catch (EngineException | IllegalArgumentException | IllegalStateException e) {
            String reason = wanted + " is not available (" + PyTorchRuntime.reason(e) + ")";
            if (wanted.required()) {
                throw new ModelLoadException(
                        model,
                        reason + ": use a build of PyTorch that has it (for NVIDIA name one for CUDA 12.8 with"
                                + " PYTORCH_LIBRARY_PATH, see docs/pytorch.md), check the driver, or prefer it instead of"
                                + " requiring it",
                        e);
            }
            LOG.warn("Model {}: {}; going on without it", model, reason);
            notes.add(reason + ", runs without it");
            return Device.cpu();
        }
    }

    /** Its name in reports: "cpu", "cuda:0", "mps". */
    static String name(Device device) {
        return device.isGpu() ? "cuda:" + device.getDeviceId() : device.getDeviceType();
    }
}
