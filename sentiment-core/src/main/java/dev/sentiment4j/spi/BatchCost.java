package dev.sentiment4j.spi;

/** What a batch costs an engine, in tokens. */
public enum BatchCost {
    /** Rows are padded to the longest: longest x count. */
    PADDED {
        @Override
        public long of(int longest, int count, long total) {
            return (long) longest * count;
        }
    },
    /** Rows are packed end to end: the sum of the lengths. */
    PACKED {
        @Override
        public long of(int longest, int count, long total) {
            return total;
        }
    };

    /**
     * The cost in tokens.
     *
     * @param longest tokens of the longest row
     * @param count rows
     * @param total sum of the rows' tokens
     */
    public abstract long of(int longest, int count, long total);
}
