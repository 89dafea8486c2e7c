package dev.sentiment4j.onnx;

import dev.sentiment4j.InvalidOptionsException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How ONNX Runtime runs a model. The number of lanes and the threads of a call are not here: they belong to the
 * analyzer's one thread plan ({@link dev.sentiment4j.batch.BatchOptions}). Immutable and thread-safe.
 */
public final class OnnxOptions {
    /** Default of {@link Builder#interOpThreads}. */
    public static final int DEFAULT_INTER_OP_THREADS = 1;

    private static final OnnxOptions DEFAULTS = builder().build();

    /** How far ONNX Runtime rewrites the graph when it is loaded. */
    public enum GraphOptimization {
        /** As it is. */
        NONE,
        /** Constants folded, redundant nodes removed. */
        BASIC,
        /** Also fused operators, such as attention. */
        EXTENDED,
        /** Also layouts for this processor. */
        ALL
    }

    /**
     * A device to compute on.
     *
     * @param provider what to compute with
     * @param deviceId which one, counted from 0
     * @param required whether the model must not load without it
     */
    public record Device(ExecutionProvider provider, int deviceId, boolean required) {
        public Device {
            Objects.requireNonNull(provider, "provider");
        }

        /** Its name in reports: "cuda:0", "coreml". */
        @Override
        public String toString() {
            return provider.numbered() ? provider.id() + ":" + deviceId : provider.id();
        }
    }

    private final int interOpThreads;
    private final boolean arena;
    private final boolean memoryPattern;
    private final boolean spinning;
    private final GraphOptimization graphOptimization;
    private final List<Device> devices;
    private final Map<String, String> configEntries;

    private OnnxOptions(Builder b) {
        this.interOpThreads = b.interOpThreads;
        this.arena = b.arena;
        this.memoryPattern = b.memoryPattern;
        this.spinning = b.spinning;
        this.graphOptimization = b.graphOptimization;
        this.devices = List.copyOf(b.devices);
        this.configEntries = Collections.unmodifiableMap(new LinkedHashMap<>(b.configEntries));
    }

    /** What a host gets that asks for nothing. */
    public static OnnxOptions defaults() {
        return DEFAULTS;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these options. */
    public Builder toBuilder() {
        Builder b = new Builder()
                .interOpThreads(interOpThreads)
                .arena(arena)
                .memoryPattern(memoryPattern)
                .spinning(spinning)
                .graphOptimization(graphOptimization);
        b.devices.addAll(devices);
        b.configEntries.putAll(configEntries);
        return b;
    }

    public int interOpThreads() {
        return interOpThreads;
    }

    public boolean arena() {
        return arena;
    }

    public boolean memoryPattern() {
        return memoryPattern;
    }

    public boolean spinning() {
        return spinning;
    }

    public GraphOptimization graphOptimization() {
        return graphOptimization;
    }

    /** Devices in the order in which they are offered work; empty for the plain CPU. */
    public List<Device> devices() {
        return devices;
    }

    public Map<String, String> configEntries() {
        return configEntries;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof OnnxOptions other
                && interOpThreads == other.interOpThreads
                && arena == other.arena
                && memoryPattern == other.memoryPattern
                && spinning == other.spinning
                && graphOptimization == other.graphOptimization
                && devices.equals(other.devices)
                && configEntries.equals(other.configEntries);
    }

    @Override
    public int hashCode() {
        return Objects.hash(interOpThreads, arena, memoryPattern, spinning, graphOptimization, devices, configEntries);
    }

    @Override
    public String toString() {
        return "OnnxOptions[interOpThreads=" + interOpThreads + ", arena=" + arena + ", memoryPattern=" + memoryPattern
                + ", spinning=" + spinning + ", graphOptimization=" + graphOptimization + ", devices=" + devices
                + ", configEntries=" + configEntries + "]";
    }

    /** Collects options; every setter may be called again. Not thread-safe. */
    public static final class Builder {
        private int interOpThreads = DEFAULT_INTER_OP_THREADS;
        private boolean arena = true;
        private boolean memoryPattern;
        private boolean spinning;
        private GraphOptimization graphOptimization = GraphOptimization.ALL;
        private final List<Device> devices = new ArrayList<>();
        private final Map<String, String> configEntries = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Branches of the graph that run side by side within a call; above 1 they do. By default
         * {@value #DEFAULT_INTER_OP_THREADS}: an encoder is one long chain.
         */
        public Builder interOpThreads(int threads) {
            this.interOpThreads = threads;
            return this;
        }

        /**
         * Whether native memory is kept for the next call. By default true; false gives it back after every call, for
         * less memory at rest and slower calls.
         */
        public Builder arena(boolean arena) {
            this.arena = arena;
            return this;
        }

        /**
         * Whether the memory of a call is planned by the shapes seen before. By default false: texts have all lengths,
         * and each shape would keep a plan.
         */
        public Builder memoryPattern(boolean memoryPattern) {
            this.memoryPattern = memoryPattern;
            return this;
        }

        /**
         * Whether idle threads of a call burn the processor to be back sooner. By default false; matters only when a
         * call has several threads.
         */
        public Builder spinning(boolean spinning) {
            this.spinning = spinning;
            return this;
        }

        /** By default {@link GraphOptimization#ALL}. */
        public Builder graphOptimization(GraphOptimization level) {
            this.graphOptimization = Objects.requireNonNull(level, "level");
            return this;
        }

        /** Computes on device 0 of this kind; loading fails if that is not possible. */
        public Builder require(ExecutionProvider provider) {
            return require(provider, 0);
        }

        /** Computes on this device; loading fails if that is not possible. */
        public Builder require(ExecutionProvider provider, int deviceId) {
            devices.add(new Device(provider, deviceId, true));
            return this;
        }

        /** Computes on device 0 of this kind if that is possible, else without it, which is logged and reported. */
        public Builder prefer(ExecutionProvider provider) {
            return prefer(provider, 0);
        }

        /** Computes on this device if that is possible, else without it, which is logged and reported. */
        public Builder prefer(ExecutionProvider provider, int deviceId) {
            devices.add(new Device(provider, deviceId, false));
            return this;
        }

        /**
         * A session entry of ONNX Runtime by its own key, for what has no option here; wins over the options. Which
         * keys there are is documented there.
         */
        public Builder configEntry(String key, String value) {
            configEntries.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * The options.
         *
         * @throws InvalidOptionsException listing everything that cannot work
         */
        public OnnxOptions build() {
            List<String> problems = new ArrayList<>();
            if (interOpThreads < 1) {
                problems.add("interOpThreads = " + interOpThreads + ": must be at least 1");
            }
            for (int i = 0; i < devices.size(); i++) {
                Device device = devices.get(i);
                if (device.deviceId() < 0) {
                    problems.add(
                            device.provider().id() + " deviceId = " + device.deviceId() + ": must not be negative");
                }
                if (device.deviceId() > 0 && !device.provider().numbered()) {
                    problems.add(device.provider().id() + " deviceId = " + device.deviceId()
                            + ": there is only one, so it must be 0");
                }
                for (Device earlier : devices.subList(0, i)) {
                    if (earlier.provider() == device.provider()) {
                        problems.add("devices = " + devices + ": a session takes each kind once, drop one "
                                + device.provider().id());
                    }
                }
            }
            configEntries.forEach((key, value) -> {
                if (key.isBlank()) {
                    problems.add("configEntry key = '" + key + "': must not be blank");
                }
            });
            if (!problems.isEmpty()) {
                throw new InvalidOptionsException("ONNX options", problems);
            }
            return new OnnxOptions(this);
        }
    }
}
