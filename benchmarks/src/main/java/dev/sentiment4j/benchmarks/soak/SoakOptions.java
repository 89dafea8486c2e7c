package dev.sentiment4j.benchmarks.soak;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to do, and where to note it.
 *
 * @param texts how many to analyze
 * @param cycles how often to open and close an analyzer afterwards
 * @param model a model's directory; null for the default model
 * @param backend the engine's name; null for the only one that runs the model
 * @param words texts have up to so many further words, so that shapes vary
 * @param maxBatch texts a call at most; 0 for the library's default
 * @param out where {@code soak.csv} and {@code soak.json} go
 * @param maxGrowth resident memory may grow by this share between warm-up and end, 0.1 for a tenth
 */
record SoakOptions(
        int texts,
        int cycles,
        @Nullable Path model,
        @Nullable String backend,
        int words,
        int maxBatch,
        Path out,
        double maxGrowth) {
    static final String USAGE =
            "options: --texts N (default 1000000), --cycles N (default 100), --model FOLDER (default the"
                    + " built-in one), --backend NAME (default the one that runs the model), --words N (default 0: further words"
                    + " a text at most), --max-batch N (default the library's), --out FOLDER (default"
                    + " benchmarks/target), --max-growth PERCENT (default 5)";

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if something in it is wrong; the message lists what there is
     */
    static SoakOptions parse(String... args) {
        int texts = 1_000_000;
        int cycles = 100;
        Path model = null;
        String backend = null;
        int words = 0;
        int maxBatch = 0;
        Path out = Path.of(System.getProperty("benchmarks.home", "benchmarks"), "target");
        double maxGrowth = 0.05;
        try {
            for (int i = 0; i < args.length; i += 2) {
                switch (args[i]) {
                    case "--texts" -> texts = Integer.parseInt(args[i + 1]);
                    case "--cycles" -> cycles = Integer.parseInt(args[i + 1]);
                    case "--model" -> model = Path.of(args[i + 1]);
                    case "--backend" -> backend = args[i + 1];
                    case "--words" -> words = Integer.parseInt(args[i + 1]);
                    case "--max-batch" -> maxBatch = Integer.parseInt(args[i + 1]);
                    case "--out" -> out = Path.of(args[i + 1]);
                    case "--max-growth" -> maxGrowth = Double.parseDouble(args[i + 1]) / 100;
                    default -> throw new IllegalArgumentException("no option " + args[i]);
                }
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(e.getMessage() + "; " + USAGE, e);
        }
        if (texts < 1 || cycles < 1) {
            throw new IllegalArgumentException("texts = " + texts + ", cycles = " + cycles + ": at least 1; " + USAGE);
        }
        return new SoakOptions(texts, cycles, model, backend, Math.max(0, words), maxBatch, out, maxGrowth);
    }
}
