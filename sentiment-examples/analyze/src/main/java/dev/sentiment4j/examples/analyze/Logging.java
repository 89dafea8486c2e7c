package dev.sentiment4j.examples.analyze;

/** What the library's log tells on standard error. Must be said before the first logger is made. */
final class Logging {
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private Logging() {}

    static void verbose(boolean verbose) {
        set("defaultLogLevel", verbose ? "info" : "warn");
        // DJL looks for CUDA several times, and says each time that a driver is missing; doctor tells the device.
        set("log.ai.djl.util.cuda", verbose ? "info" : "error");
        set("showThreadName", "false");
        set("showShortLogName", "true");
        set("levelInBrackets", "true");
    }

    /** What the user set with -D stays. */
    private static void set(String name, String value) {
        if (System.getProperty(PREFIX + name) == null) {
            System.setProperty(PREFIX + name, value);
        }
    }
}
