package dev.sentiment4j.examples.analyze.io;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as they are written to data. */
public final class Numbers {
    private static final int DECIMALS = 5;

    private Numbers() {}

    /** Rounded to five decimals, without trailing zeros, never in scientific notation: 0.97312, 1.0. */
    public static BigDecimal rounded(double value) {
        BigDecimal n = BigDecimal.valueOf(value)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return n.scale() < 1 ? n.setScale(1, RoundingMode.UNNECESSARY) : n;
    }
}
