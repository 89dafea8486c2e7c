package dev.sentiment4j.batch;

/**
 * How an analyzer uses the processor: lanes run side by side, each call with so many threads of its own.
 *
 * @param processors what the JVM may use, container limits included
 * @param lanes streams of inference calls
 * @param intraOpThreads threads that one call may use
 */
public record ThreadPlan(int processors, int lanes, int intraOpThreads) {
    /**
     * Fills in what the options leave open, so that lanes x intra-op threads fill the processors: on a CPU several
     * lanes of one thread beat one lane of several.
     */
    public static ThreadPlan of(BatchOptions options, int processors) {
        int intraOp = options.intraOpThreads() > 0 ? options.intraOpThreads() : 1;
        int lanes = options.lanes() > 0 ? options.lanes() : Math.max(1, processors / intraOp);
        return new ThreadPlan(processors, lanes, intraOp);
    }

    @Override
    public String toString() {
        return lanes
                + (lanes == 1 ? " lane x " : " lanes x ")
                + intraOpThreads
                + (intraOpThreads == 1 ? " thread on " : " threads on ")
                + processors
                + (processors == 1 ? " processor" : " processors");
    }
}
