package dev.sentiment4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Texts to measure with: a file of one's own, or made-up posts whose lengths are spread like those of tweets (mean near
 * 29 tokens, some of a few words, some of sixty tokens and more).
 */
public final class Posts {
    private static final String[] OPENINGS = {
        "Just got the new %s",
        "So the %s arrived today",
        "Third time this month that my %s broke",
        "Honestly, this %s",
        "@AcmeSupport my %s",
        "RT @news_desk: the %s",
        "Can't believe how good the %s is",
        "Why is the %s",
        "My %s again"
    };
    private static final String[] THINGS = {
        "phone",
        "train to Lisbon",
        "coffee machine",
        "gym app",
        "game update",
        "flight",
        "bike",
        "film everyone talks about",
        "office wifi",
        "album",
        "bakery on our street",
        "match tonight"
    };
    private static final String[] CLAUSES = {
        "and I am still not over it",
        "which nobody asked for",
        "and the queue was two hours long",
        "so happy right now 😍",
        "and support hung up on me 😡",
        "not bad at all, better than I expected",
        "what a joke",
        "and we ended up walking home in the rain",
        "10/10 would do it again",
        "the second half was painfully slow though",
        "see https://example.com/p/1234 for the details",
        "#HappyMonday everyone",
        "#NeverAgain",
        "at least the people there were kind",
        "and now it costs twice as much as last year",
        "lol",
        "thinking of cancelling my subscription",
        "my kid laughed for an hour straight",
        "starts at 7 pm, doors at 6",
        "can anybody tell me if that is normal?"
    };

    private Posts() {}

    /**
     * Reads or makes texts.
     *
     * @param path a file: the last tab-separated column of each line is a text, a header line whose last column is
     *     "text" is skipped; blank for made-up posts
     * @param count how many; a shorter file is repeated
     */
    public static List<String> load(String path, int count) {
        List<String> pool = path.isBlank() ? madeUp(count) : read(Path.of(path));
        if (pool.isEmpty()) {
            throw new IllegalArgumentException(path + " holds no texts");
        }
        return Stream.generate(() -> pool).flatMap(List::stream).limit(count).toList();
    }

    private static List<String> read(Path path) {
        try {
            List<String> texts = new ArrayList<>();
            for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
                String text = line.substring(line.lastIndexOf('\t') + 1);
                if (!text.isBlank()
                        && !(texts.isEmpty() && text.toLowerCase(Locale.ROOT).equals("text"))) {
                    texts.add(text);
                }
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the texts to measure with: " + path, e);
        }
    }

    /** The same posts at every call. */
    static List<String> madeUp(int count) {
        Random random = new Random(20_230_701);
        List<String> posts = new ArrayList<>(count);
        while (posts.size() < count) {
            StringBuilder post = new StringBuilder(String.format(
                    Locale.ROOT, OPENINGS[random.nextInt(OPENINGS.length)], THINGS[random.nextInt(THINGS.length)]));
            int clauses = (int) Math.max(0, Math.round(2.4 + 1.3 * random.nextGaussian()));
            for (int c = 0; c < clauses; c++) {
                post.append(random.nextBoolean() ? ", " : ". ").append(CLAUSES[random.nextInt(CLAUSES.length)]);
            }
            posts.add(post.append(random.nextInt(4) == 0 ? "!!" : "").toString());
        }
        return posts;
    }
}
