package dev.sentiment4j.lexicon;

import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the lexicon sees of a prepared text: the same as {@code training/features.py}, which the weights were learnt
 * with. One pass, linear in the length of the text. For one text and one thread.
 *
 * <p>Words are runs of ASCII and Latin-1 letters and digits with apostrophes inside; whatever else Unicode has
 * separates words.
 */
final class Features {
    private static final Set<String> NEGATORS = Set.of(
            "not",
            "no",
            "never",
            "none",
            "nobody",
            "nothing",
            "neither",
            "nor",
            "cannot",
            "without",
            "hardly",
            "barely",
            "aint",
            "arent",
            "cant",
            "couldnt",
            "didnt",
            "doesnt",
            "dont",
            "hadnt",
            "hasnt",
            "havent",
            "isnt",
            "shouldnt",
            "wasnt",
            "werent",
            "wont",
            "wouldnt");
    /** How many words behind a negator it may turn. */
    private static final int NEGATED_WORDS = 4;

    private static final String MOUTHS = ")(][/\\|*";
    private static final String LETTER_MOUTHS = "DdPpOo";

    private final String text;
    private final Consumer<String> sink;
    private @Nullable String previous;
    private int negated;
    private int tokens;

    private Features(String text, Consumer<String> sink) {
        this.text = text;
        this.sink = sink;
    }

    /**
     * Hands every feature of a prepared text to the sink, some of them several times.
     *
     * @return how many words and signs were read
     */
    static int scan(String prepared, Consumer<String> sink) {
        Features features = new Features(prepared, sink);
        int i = 0;
        while (i < prepared.length()) {
            i = features.read(i);
        }
        return features.tokens;
    }

    /** Reads what begins at an index; where the next thing begins. */
    private int read(int i) {
        char c = text.charAt(i);
        if (c == ' ') {
            return i + 1;
        }
        if (isWord(c)) {
            return readWord(i);
        }
        int end = i + 1;
        switch (c) {
            case '@' -> end = readMention(i);
            case '<' -> end = readHeart(i);
            case '!', '?' -> end = readShout(i);
            case '.' -> {
                end = endOfRun(i, ".");
                if (end - i > 1) {
                    sink.accept("...");
                }
                endClause();
            }
            case ':', ';', '=' -> {
                end = readFace(i);
                if (end == i) {
                    end = i + 1;
                    if (c == '=') {
                        return end;
                    }
                    endClause();
                }
            }
            case ',', '(', ')' -> endClause();
            case '"' -> sign("#quote");
            case '#' -> sign("#tag");
            default -> {
                return end;
            }
        }
        tokens++;
        return end;
    }

    private int readWord(int start) {
        int end = start;
        boolean digits = false;
        boolean capitals = true;
        boolean elongated = false;
        StringBuilder word = new StringBuilder(16);
        while (end < text.length()) {
            char c = text.charAt(end);
            if (c == '\'' && end + 1 < text.length() && isWord(text.charAt(end + 1))) {
                capitals = false;
            } else if (!isWord(c)) {
                break;
            }
            digits |= c >= '0' && c <= '9';
            capitals &= c >= 'A' && c <= 'Z';
            char lower = Character.toLowerCase(c);
            int length = word.length();
            if (length > 1 && c != '\'' && word.charAt(length - 1) == lower && word.charAt(length - 2) == lower) {
                elongated = true;
            } else {
                word.append(lower);
            }
            end++;
        }
        tokens++;
        if (end - start == 4 && text.startsWith("http", start)) {
            sign("#link");
        } else if (digits) {
            sign("#number");
        } else {
            if (capitals && end - start > 2) {
                sink.accept("#caps");
            }
            if (elongated) {
                sink.accept("#long");
            }
            word(word.toString());
        }
        return end;
    }

    private void word(String word) {
        sink.accept(word);
        if (previous != null) {
            sink.accept(previous + " " + word);
        }
        previous = word;
        if (word.equals("but")) {
            negated = 0;
        } else if (negated > 0) {
            negated--;
            sink.accept("~" + word);
        }
        if (NEGATORS.contains(word) || word.endsWith("n't")) {
            negated = NEGATED_WORDS;
        }
    }

    private int readMention(int at) {
        int end = at + 1;
        while (end < text.length() && isWord(text.charAt(end))) {
            end++;
        }
        if (end > at + 1) {
            sign("#mention");
        }
        return end;
    }

    private int readHeart(int at) {
        boolean broken = at + 1 < text.length() && text.charAt(at + 1) == '/';
        int threes = at + (broken ? 2 : 1);
        int end = endOfRun(threes, "3");
        if (end == threes || isWordAt(end)) {
            return at + 1;
        }
        sign(broken ? "</3" : "<3");
        return end;
    }

    /** The end of the emoticon that begins there; the same index if there is none. */
    private int readFace(int eyes) {
        if (eyes > 0 && isWord(text.charAt(eyes - 1))) {
            return eyes;
        }
        int i = eyes + 1;
        boolean tear = i < text.length() && text.charAt(i) == '\'';
        if (tear) {
            i++;
        }
        if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '^')) {
            i++;
        }
        if (i == text.length()) {
            return eyes;
        }
        char mouth = text.charAt(i);
        int end;
        if (MOUTHS.indexOf(mouth) >= 0) {
            end = endOfRun(i, String.valueOf(mouth));
            mouth = mouth == ']' ? ')' : mouth == '[' ? '(' : mouth;
        } else if (LETTER_MOUTHS.indexOf(mouth) >= 0 && !isWordAt(i + 1)) {
            end = i + 1;
            mouth = Character.toLowerCase(mouth);
        } else {
            return eyes;
        }
        sign((text.charAt(eyes) == ';' ? ";" : ":") + (tear ? "'" : "") + mouth);
        return end;
    }

    private int readShout(int start) {
        int end = endOfRun(start, "!?");
        String run = text.substring(start, end);
        if (run.length() == 1) {
            sink.accept(run);
        } else if (run.indexOf('!') < 0) {
            sink.accept("??");
        } else {
            sink.accept(run.indexOf('?') < 0 ? "!!" : "!?");
        }
        endClause();
        return end;
    }

    private void sign(String feature) {
        sink.accept(feature);
        previous = null;
    }

    private void endClause() {
        negated = 0;
        previous = null;
    }

    private int endOfRun(int start, String of) {
        int end = start;
        while (end < text.length() && of.indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    private boolean isWordAt(int i) {
        return i < text.length() && isWord(text.charAt(i));
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c >= '\u00c0' && c <= '\u00ff' && c != '\u00d7' && c != '\u00f7');
    }
}
