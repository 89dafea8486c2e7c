package dev.sentiment4j.text.linguistic;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sentiment4j.text.TextStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import opennlp.tools.lemmatizer.LemmatizerME;
import opennlp.tools.lemmatizer.LemmatizerModel;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;

/**
 * The step {@code lemmas:en}: words become their dictionary forms in lower case, by the English models of OpenNLP. A
 * contraction becomes its parts.
 *
 * <p>{@code "The phones weren't working, I loved them!"} gives {@code "the phone be not work, i love they!"}.
 *
 * <p>White space and punctuation stay where they are; so do links, mentions, tags, words of other scripts and words of
 * more than 40 characters. A tagger reads each sentence (at most 64 words at a time) and the lemma follows from word
 * and tag.
 *
 * <p>Expect about 0.1 ms for a word met before and several times that for a new one, many times what any other step
 * costs. Transformer models are trained on words as they stand and lose by it; the step is for models over bags of
 * words, for word counts and for topics.
 *
 * <p>The step is thread-safe. It holds the models, some 20,000 lemmas and as many taggers as threads have used it at
 * once, up to the number of processors; nothing is tied to a thread.
 */
public final class Lemmas {
    private static final int LONGEST_WORD = 40;
    private static final int LONGEST_SENTENCE = 64;
    private static final int REMEMBERED_WORDS = 20_000;

    private final POSModel tags;
    private final LemmatizerModel lemmas;
    /**
     * The classes of OpenNLP keep state between calls; its thread-safe variants keep them in thread locals for good.
     */
    private final BlockingQueue<Engine> idle =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());
    /** Without an executor of its own, the cache would tidy up on the pool of the whole JVM. */
    private final Cache<TaggedWord, String> known = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_WORDS)
            .executor(Runnable::run)
            .build();

    private record TaggedWord(String word, String tag) {}

    private record Engine(POSTaggerME tagger, LemmatizerME lemmatizer) {}

    private Lemmas(POSModel tags, LemmatizerModel lemmas) {
        this.tags = tags;
        this.lemmas = lemmas;
    }

    /**
     * Loads the English models from the class path, which takes about a second.
     *
     * @throws IllegalStateException if they are not there, naming the artifacts
     */
    public static TextStep english() {
        ClassLoader loader = Lemmas.class.getClassLoader();
        try (InputStream tags = model(loader, "opennlp-en-ud-ewt-pos-", "opennlp-models-pos-en");
                InputStream lemmas = model(loader, "opennlp-en-ud-ewt-lemmas-", "opennlp-models-lemmatizer-en")) {
            Lemmas step = new Lemmas(new POSModel(tags), new LemmatizerModel(lemmas));
            return TextStep.of("lemmas:en", step::lemmatize);
        } catch (IOException e) {
            throw new UncheckedIOException("the English models of OpenNLP cannot be read from the class path", e);
        }
    }

    /** The file names hold versions, so each jar of models says in model.properties what its file is called. */
    private static InputStream model(ClassLoader loader, String prefix, String artifact) throws IOException {
        for (URL url : Collections.list(loader.getResources("model.properties"))) {
            Properties properties = new Properties();
            try (InputStream in = url.openStream()) {
                properties.load(in);
            }
            String name = properties.getProperty("model.name", "");
            InputStream model = name.startsWith(prefix) ? loader.getResourceAsStream(name) : null;
            if (model != null) {
                return model;
            }
        }
        throw new IllegalStateException(
                "no model " + prefix + "* on the class path: add org.apache.opennlp:" + artifact);
    }

    private String lemmatize(String text) {
        Engine engine = idle.poll();
        if (engine == null) {
            engine = new Engine(new POSTaggerME(tags), new LemmatizerME(lemmas));
        }
        Sentences sentences = new Sentences(text, engine);
        Words.scan(text, sentences);
        sentences.flush();
        // one that failed is not put back; one too many is dropped
        idle.offer(engine);
        return sentences.result();
    }

    private String lemma(Engine engine, String word, String tag) {
        return known.get(new TaggedWord(word, tag), key -> {
            String lemma = engine.lemmatizer().lemmatize(new String[] {word}, new String[] {tag})[0];
            // the models write the parts of a contraction with a plus between them
            String parts = lemma.replace('+', ' ').strip();
            return parts.isEmpty() ? word : parts;
        });
    }

    /** Gathers the tokens of a sentence, has them tagged, and writes the text anew. */
    private final class Sentences implements Words.Visitor {
        private final String text;
        private final Engine engine;
        private final StringBuilder out = new StringBuilder();
        private final String[] tokens = new String[LONGEST_SENTENCE];
        private final int[] starts = new int[LONGEST_SENTENCE];
        private final int[] ends = new int[LONGEST_SENTENCE];
        private final boolean[] changeable = new boolean[LONGEST_SENTENCE];
        private int size;
        private int copied;

        Sentences(String text, Engine engine) {
            this.text = text;
            this.engine = engine;
        }

        @Override
        public void token(int start, int end, boolean word) {
            boolean tooLong = end - start > LONGEST_WORD;
            starts[size] = start;
            ends[size] = end;
            changeable[size] = word && !tooLong && isEnglish(text, start, end);
            tokens[size] = tooLong ? "x" : text.substring(start, end).replace('\u2019', '\'');
            size++;
            if (size == LONGEST_SENTENCE || (!word && ".!?".indexOf(text.charAt(start)) >= 0)) {
                flush();
            }
        }

        void flush() {
            if (size == 0) {
                return;
            }
            String[] sentence = Arrays.copyOf(tokens, size);
            String[] found = engine.tagger().tag(sentence);
            for (int i = 0; i < size; i++) {
                if (changeable[i]) {
                    out.append(text, copied, starts[i])
                            .append(lemma(engine, sentence[i].toLowerCase(Locale.ROOT), found[i]));
                    copied = ends[i];
                }
            }
            size = 0;
        }

        String result() {
            String result = out.append(text, copied, text.length()).toString();
            return result.equals(text) ? text : result;
        }
    }

    /** Starts with a letter and has no letters but Latin ones. */
    private static boolean isEnglish(String text, int start, int end) {
        if (!Character.isLetter(text.codePointAt(start))) {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            boolean latin =
                    c < 0x80 || Words.isApostrophe(c) || Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
            if (!latin) {
                return false;
            }
        }
        return true;
    }
}
