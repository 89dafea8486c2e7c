package dev.sentiment4j.lexicon;

import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.text.EmojiNames;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.zip.GZIPInputStream;

/**
 * The weights of a linear model over three labels, relative to neutral. Immutable and thread-safe; a few megabytes of
 * memory.
 */
final class Lexicon {
    static final String DESCRIPTION = "lexicon-en.properties";
    static final String WEIGHTS = "lexicon-en.tsv.gz";
    static final String EMOJI_NAMES = "emoji-names.tsv.gz";
    /** Files hold whole numbers, which are exact in text; this is what one of them weighs. */
    private static final double UNIT = 0.01;

    private final ModelInfo model;
    private final EmojiNames emojiNames;
    private final Map<String, Integer> index;
    private final short[] negative;
    private final short[] positive;
    private final int negativeBias;
    private final int positiveBias;

    /** Where the files lie. */
    interface Files {
        /** The bytes of a file. */
        InputStream open(String name) throws IOException;
    }

    /**
     * What a text comes to.
     *
     * @param negative probability, like the next two
     * @param tokens words and signs that were read
     */
    record Score(double negative, double neutral, double positive, int tokens) {}

    private Lexicon(ModelInfo model, EmojiNames emojiNames, int size, int negativeBias, int positiveBias) {
        this.model = model;
        this.emojiNames = emojiNames;
        this.index = new HashMap<>(size * 2);
        this.negative = new short[size];
        this.positive = new short[size];
        this.negativeBias = negativeBias;
        this.positiveBias = positiveBias;
    }

    /**
     * Reads the files and checks them against their checksums.
     *
     * @param origin the place, for messages
     * @throws ModelLoadException if one is missing or is not the one that belongs here
     */
    static Lexicon read(String origin, Files files) {
        try {
            Properties description = new Properties();
            try (InputStream in = files.open(DESCRIPTION)) {
                description.load(in);
            }
            EmojiNames names;
            try (InputStream in = open(files, EMOJI_NAMES, text(description, "sha256.emojiNames"))) {
                names = EmojiNames.read(in);
            }
            Lexicon lexicon = new Lexicon(
                    new ModelInfo(text(description, "id"), text(description, "version")),
                    names,
                    number(description, "features"),
                    number(description, "bias.negative"),
                    number(description, "bias.positive"));
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    open(files, WEIGHTS, text(description, "sha256.lexicon")), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    lexicon.add(line);
                }
            }
            if (lexicon.index.size() != lexicon.negative.length) {
                throw new IOException(WEIGHTS + ": holds " + lexicon.index.size() + " features, "
                        + lexicon.negative.length + " expected; take both files from one release");
            }
            return lexicon;
        } catch (IOException e) {
            throw new ModelLoadException(origin, List.of(String.valueOf(e.getMessage())), e);
        }
    }

    ModelInfo model() {
        return model;
    }

    EmojiNames emojiNames() {
        return emojiNames;
    }

    int size() {
        return index.size();
    }

    /** Every feature that has weights. */
    Iterable<String> features() {
        return index.keySet();
    }

    /** What a prepared text comes to; each feature counts once, however often it stands there. */
    Score score(String prepared) {
        BitSet seen = new BitSet();
        int[] sums = {negativeBias, positiveBias};
        int tokens = Features.scan(prepared, feature -> {
            Integer i = index.get(feature);
            if (i != null && !seen.get(i)) {
                seen.set(i);
                sums[0] += negative[i];
                sums[1] += positive[i];
            }
        });
        return softmax(sums[0] * UNIT, sums[1] * UNIT, tokens);
    }

    private static Score softmax(double negative, double positive, int tokens) {
        double top = Math.max(0, Math.max(negative, positive));
        double n = Math.exp(negative - top);
        double o = Math.exp(-top);
        double p = Math.exp(positive - top);
        double sum = n + o + p;
        return new Score(n / sum, o / sum, p / sum, tokens);
    }

    private void add(String line) throws IOException {
        int first = line.indexOf('\t');
        int second = line.indexOf('\t', first + 1);
        int i = index.size();
        if (first < 1 || second < 0 || i == negative.length || index.putIfAbsent(line.substring(0, first), i) != null) {
            throw new IOException(WEIGHTS + ": line " + (i + 1)
                    + " is not a new feature with two weights, or one too many; take both files from one release");
        }
        negative[i] = weight(line.substring(first + 1, second), i);
        positive[i] = weight(line.substring(second + 1), i);
    }

    private static short weight(String number, int line) throws IOException {
        try {
            return Short.parseShort(number);
        } catch (NumberFormatException e) {
            throw new IOException(WEIGHTS + ": line " + (line + 1) + " has a weight that is no number", e);
        }
    }

    private static InputStream open(Files files, String name, String sha256) throws IOException {
        byte[] bytes;
        try (InputStream in = files.open(name)) {
            bytes = in.readAllBytes();
        }
        String found;
        try {
            found = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        if (!found.equals(sha256)) {
            throw new IOException(name + ": wrong checksum, expected SHA-256 " + sha256 + " but found " + found
                    + "; the file is damaged or of another version: take all files from one release");
        }
        return new GZIPInputStream(new ByteArrayInputStream(bytes));
    }

    private static String text(Properties description, String key) throws IOException {
        String value = description.getProperty(key);
        if (value == null) {
            throw new IOException(DESCRIPTION + ": has no " + key + "; take all files from one release");
        }
        return value;
    }

    private static int number(Properties description, String key) throws IOException {
        try {
            return Integer.parseInt(text(description, key));
        } catch (NumberFormatException e) {
            throw new IOException(DESCRIPTION + ": " + key + " is no number; take all files from one release", e);
        }
    }
}
