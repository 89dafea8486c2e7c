package dev.sentiment4j.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Memory of the process at the end of each iteration, in MiB, as {@link Memory} describes it. Stateless. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class MemoryCounters {
    private static final double MIB = 1 << 20;

    public double rssMiB() {
        return Memory.now().rss() / MIB;
    }

    public double rssAnonMiB() {
        return Memory.now().rssAnon() / MIB;
    }

    public double heapUsedMiB() {
        return Memory.now().heapUsed() / MIB;
    }

    public double nativeMiB() {
        return Memory.now().nativeEstimate() / MIB;
    }
}
