package dev.sentiment4j.batch;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether an analyzer measures, before it starts, which lanes, threads and batch limits suit this model on this
 * machine. Off by default: the defaults of {@link BatchOptions} are good for a processor and models like the embedded
 * one. On an accelerator, or with a much larger or smaller model, measuring pays.
 *
 * <p>A sweep runs made-up batches of growing size for some seconds (about five for the embedded model on two
 * processors) and should have the machine to itself. It fills in only what {@link BatchOptions} leaves at
 * {@link BatchOptions#AUTO}. What it found is in {@link dev.sentiment4j.AnalyzerInfo#tuning()}. Immutable and
 * thread-safe.
 */
public final class Tuning {
    private static final Tuning OFF = new Tuning(false, Optional.empty());
    private static final Tuning AT_START = new Tuning(true, Optional.empty());

    private final boolean on;
    private final Optional<Path> directory;

    private Tuning(boolean on, Optional<Path> directory) {
        this.on = on;
        this.directory = directory;
    }

    /** Measures nothing. */
    public static Tuning off() {
        return OFF;
    }

    /** Measures at every start. */
    public static Tuning atStart() {
        return AT_START;
    }

    /**
     * Measures once, and keeps the finding in a small file for the next start: one for each bundle, engine, number of
     * processors and choice of threads. A file that cannot be read or written costs a warning and another sweep,
     * nothing else.
     *
     * @param directory made if it is missing
     */
    public static Tuning remembered(Path directory) {
        return new Tuning(true, Optional.of(Objects.requireNonNull(directory, "directory")));
    }

    /** Whether anything is measured. */
    public boolean isOn() {
        return on;
    }

    /** Where findings are kept; empty for nowhere. */
    public Optional<Path> directory() {
        return directory;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Tuning t && on == t.on && directory.equals(t.directory);
    }

    @Override
    public int hashCode() {
        return Objects.hash(on, directory);
    }

    @Override
    public String toString() {
        return on ? directory.map(d -> "Tuning[remembered in " + d + "]").orElse("Tuning[at start]") : "Tuning[off]";
    }
}
