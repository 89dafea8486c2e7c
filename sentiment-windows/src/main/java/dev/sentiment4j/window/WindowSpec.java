package dev.sentiment4j.window;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Which stretches of time are looked at: windows of one size that begin every {@code slide}, aligned to
 * 1970-01-01T00:00:00Z. A post is in a window from its start to before its end. Immutable.
 *
 * @param name how rules and stores call it
 * @param size from start to end of a window; whole milliseconds
 * @param slide from one start to the next: the size for tumbling windows, a part of it for sliding ones
 */
public record WindowSpec(String name, Duration size, Duration slide) {
    public WindowSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(slide, "slide");
    }

    /** Windows side by side, named by their size, such as "1m". */
    public static WindowSpec tumbling(Duration size) {
        return new WindowSpec(text(size), size, size);
    }

    /** Windows that overlap, named by size and slide, such as "10m/1m". */
    public static WindowSpec sliding(Duration size, Duration slide) {
        return new WindowSpec(text(size) + "/" + text(slide), size, slide);
    }

    /** The same windows under another name. */
    public WindowSpec named(String name) {
        return new WindowSpec(name, size, slide);
    }

    /** Adds what cannot work. */
    void check(List<String> problems) {
        if (name.isBlank() || name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
            problems.add("window name: must have 1 to 100 characters, not blank, without control characters");
        }
        String what = "window " + name;
        if (!isWhole(size) || size.compareTo(Duration.ofDays(366)) > 0) {
            problems.add(what + ", size = " + size + ": must be whole milliseconds, positive, and at most 366 days");
        } else if (!isWhole(slide)) {
            problems.add(what + ", slide = " + slide + ": must be whole milliseconds, and positive");
        } else if (slide.compareTo(size) > 0 || size.toMillis() % slide.toMillis() != 0) {
            problems.add(what + ", slide = " + slide + ": must divide the size, " + size);
        } else if (size.toMillis() / slide.toMillis() > 1440) {
            problems.add(what + ", slide = " + slide + ": must be at least a 1440th of the size, " + size);
        }
    }

    /** The longest stretch of time that none of these windows divides. */
    static long paneMillis(List<WindowSpec> windows) {
        long divisor = 0;
        for (WindowSpec window : windows) {
            divisor = gcd(window.slide().toMillis(), divisor);
        }
        return divisor;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static boolean isWhole(Duration duration) {
        return !duration.isNegative() && !duration.isZero() && duration.toNanosPart() % 1_000_000 == 0;
    }

    private static String text(Duration duration) {
        if (duration.isZero() || duration.isNegative() || duration.toMillisPart() != 0) {
            return duration.toString();
        }
        long seconds = duration.toSeconds();
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
