package dev.sentiment4j.pytorch;

import dev.sentiment4j.InvalidOptionsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How PyTorch runs a model. The number of lanes and the threads of a call are not here: they belong to the analyzer's
 * one thread plan ({@link dev.sentiment4j.batch.BatchOptions}). Immutable and thread-safe.
 */
public final class PyTorchOptions {
    private static final PyTorchOptions DEFAULTS = builder().build();

    /**
     * A device to compute on besides the CPU.
     *
     * @param accelerator what to compute with
     * @param deviceId which one, counted from 0
     * @param required whether the model must not load without it
     */
    public record Device(Accelerator accelerator, int deviceId, boolean required) {
        public Device {
            Objects.requireNonNull(accelerator, "accelerator");
        }

        /** Its name in reports: "cuda:0", "mps". */
        @Override
        public String toString() {
            return accelerator.numbered() ? accelerator.id() + ":" + deviceId : accelerator.id();
        }
    }

    private final @Nullable Device device;
    private final boolean graphOptimizer;

    private PyTorchOptions(Builder b) {
        this.device = b.device;
        this.graphOptimizer = b.graphOptimizer;
    }

    /** What a host gets that asks for nothing: the CPU. */
    public static PyTorchOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these options. */
    public Builder toBuilder() {
        Builder b = new Builder().graphOptimizer(graphOptimizer);
        b.device = device;
        return b;
    }

    /** The device that was asked for; empty for the plain CPU. */
    public Optional<Device> device() {
        return Optional.ofNullable(device);
    }

    public boolean graphOptimizer() {
        return graphOptimizer;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof PyTorchOptions other
                && graphOptimizer == other.graphOptimizer
                && Objects.equals(device, other.device);
    }

    @Override
    public int hashCode() {
        return Objects.hash(device, graphOptimizer);
    }

    @Override
    public String toString() {
        String where = device == null ? "cpu" : (device.required() ? "requires " : "prefers ") + device;
        return "PyTorchOptions[device=" + where + ", graphOptimizer=" + graphOptimizer + "]";
    }

    /** Collects options; every setter may be called again, and the last call counts. Not thread-safe. */
    public static final class Builder {
        private @Nullable Device device;
        private boolean graphOptimizer;

        private Builder() {}

        /** Computes on the CPU, the default. */
        public Builder cpu() {
            this.device = null;
            return this;
        }

        /** Computes on device 0 of this kind; loading fails if that is not possible. */
        public Builder require(Accelerator accelerator) {
            return require(accelerator, 0);
        }

        /** Computes on this device; loading fails if that is not possible. */
        public Builder require(Accelerator accelerator, int deviceId) {
            this.device = new Device(accelerator, deviceId, true);
            return this;
        }

        /** Computes on device 0 of this kind if that is possible, else on the CPU, which is logged and reported. */
        public Builder prefer(Accelerator accelerator) {
            return prefer(accelerator, 0);
        }

        /** Computes on this device if that is possible, else on the CPU, which is logged and reported. */
        public Builder prefer(Accelerator accelerator, int deviceId) {
            this.device = new Device(accelerator, deviceId, false);
            return this;
        }

        /**
         * Whether TorchScript's executor may specialise the graph on the shapes that it sees first. By default false:
         * texts have all lengths, so it would specialise again and again, and the first answers would differ in the
         * last digits from later ones.
         */
        public Builder graphOptimizer(boolean graphOptimizer) {
            this.graphOptimizer = graphOptimizer;
            return this;
        }

        /**
         * The options.
         *
         * @throws InvalidOptionsException listing everything that cannot work
         */
        public PyTorchOptions build() {
            List<String> problems = new ArrayList<>();
            Device chosen = device;
            if (chosen != null && chosen.deviceId() < 0) {
                problems.add(chosen.accelerator().id() + " deviceId = " + chosen.deviceId() + ": must not be negative");
            }
            if (chosen != null && chosen.deviceId() > 0 && !chosen.accelerator().numbered()) {
                problems.add(chosen.accelerator().id() + " deviceId = " + chosen.deviceId()
                        + ": there is only one, so it must be 0");
            }
            if (!problems.isEmpty()) {
                throw new InvalidOptionsException("PyTorch options", problems);
            }
            return new PyTorchOptions(this);
        }
    }
}
