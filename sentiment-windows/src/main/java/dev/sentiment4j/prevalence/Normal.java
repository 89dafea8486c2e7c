package dev.sentiment4j.prevalence;

/** The standard normal distribution. */
final class Normal {
    private static final int STEPS = 200;

    private Normal() {}

    /** The z for which a normal value lies within plus or minus z with this probability. */
    static double twoSided(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "confidence = " + confidence + ": must be between 0 and 1, such as 0.95");
        }
        double low = 0;
        double high = 40;
        for (int i = 0; i < STEPS && high - low > 1e-12; i++) {
            double middle = (low + high) / 2;
            if (within(middle) < confidence) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /**
     * The probability within plus or minus z: the error function of z over the root of two, by its power series
     * (Abramowitz and Stegun 7.1.6), whose terms are all positive; beyond 8 it is one to the last digit.
     */
    private static double within(double z) {
        if (z > 8) {
            return 1;
        }
        double x = z / Math.sqrt(2);
        double term = x;
        double sum = x;
        for (int n = 1; n < 500 && term > 1e-17 * sum; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }
}
