package dev.sentiment4j.model;

import com.google.gson.JsonElement;
import dev.sentiment4j.ModelLoadException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads golden texts: JSON lines with {@code text}, {@code normalized}, {@code ids} and {@code logits} (an object of
 * lists, by head). Blank lines are skipped, further fields ignored. Every line must have the same heads with the same
 * number of logits. Stateless.
 */
public final class GoldenTexts {
    private static final int SHOWN_PROBLEMS = 20;

    private GoldenTexts() {}

    /**
     * Reads a file of a bundle.
     *
     * @param file its name within the source
     * @throws ModelLoadException naming every bad line (the first {@value #SHOWN_PROBLEMS}), never its text
     */
    public static List<GoldenText> read(ModelSource source, String file) {
        Objects.requireNonNull(file, "file");
        if (!source.exists(file)) {
            throw new ModelLoadException(source.description(), file + ": missing; it should hold golden texts");
        }
        try (InputStream in = source.open(file)) {
            return read(in, source.description(), file);
        } catch (IOException e) {
            throw new ModelLoadException(source.description(), FileCheck.unreadable(file, e), e);
        }
    }

    /**
     * Reads a file from anywhere.
     *
     * @throws ModelLoadException naming every bad line (the first {@value #SHOWN_PROBLEMS}), never its text
     */
    public static List<GoldenText> read(Path file) {
        String name = String.valueOf(file.getFileName());
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString(), name);
        } catch (IOException e) {
            throw new ModelLoadException(file.toString(), FileCheck.unreadable(name, e), e);
        }
    }

    private static List<GoldenText> read(InputStream in, String place, String file) throws IOException {
        List<String> problems = new ArrayList<>();
        List<GoldenText> texts = new ArrayList<>();
        int number = 0;
        try (BufferedReader reader = new BufferedReader(Json.utf8(in))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String where = file + " line " + number;
                if (!line.isBlank()) {
                    line(line, where, problems).ifPresent(text -> {
                        if (!texts.isEmpty() && !shape(texts.get(0)).equals(shape(text))) {
                            problems.add(where + ": logits have the shape " + shape(text) + ", the first line's "
                                    + shape(texts.get(0)));
                        }
                        texts.add(text);
                    });
                }
            }
        } catch (IOException e) {
            // decoding runs ahead of the lines, so the place is only a bound
            int last = number;
            problems.add(Json.malformed(e)
                    .map(what -> file + ": " + what + " after line " + last)
                    .orElseGet(() -> FileCheck.unreadable(file, e)));
        }
        if (problems.isEmpty() && texts.isEmpty()) {
            problems.add(file + ": holds no golden texts");
        }
        if (!problems.isEmpty()) {
            throw new ModelLoadException(place, shortened(problems), null);
        }
        return List.copyOf(texts);
    }

    private static Optional<GoldenText> line(String line, String where, List<String> problems) {
        JsonElement document;
        try {
            document = Json.read(new StringReader(line));
        } catch (IOException e) {
            // a line of its own is always line 1 to the parser
            problems.add(
                    where + ": " + Json.malformed(e).orElse("cannot be read").replace("line 1, ", ""));
            return Optional.empty();
        }
        int before = problems.size();
        Optional<JsonFields> json = JsonFields.of(document, where, false, problems);
        if (json.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> text = json.get().anyText("text");
        Optional<String> normalized = json.get().anyText("normalized");
        Optional<List<BigDecimal>> ids = json.get().numbers("ids");
        Optional<JsonFields> heads = json.get().object("logits");
        Map<String, float[]> logits = new LinkedHashMap<>();
        heads.ifPresent(map -> map.keys()
                .forEach(head -> map.numbers(head).ifPresent(values -> logits.put(head, floats(map, head, values)))));
        heads.filter(map -> map.keys().isEmpty())
                .ifPresent(map -> json.get().problem("logits", "is empty; it must have a list for every head"));
        int[] tokens = ids.map(values -> tokens(json.get(), values)).orElse(new int[0]);
        return problems.size() == before && text.isPresent() && normalized.isPresent()
                ? Optional.of(new GoldenText(text.get(), normalized.get(), tokens, logits))
                : Optional.empty();
    }

    private static int[] tokens(JsonFields json, List<BigDecimal> values) {
        int[] ids = new int[values.size()];
        for (int i = 0; i < ids.length; i++) {
            try {
                ids[i] = values.get(i).intValueExact();
            } catch (ArithmeticException e) {
                ids[i] = -1;
            }
            if (ids[i] < 0) {
                json.problem("ids[" + i + "]", "must be a token id, a whole number from 0");
                return ids;
            }
        }
        return ids;
    }

    private static float[] floats(JsonFields json, String head, List<BigDecimal> values) {
        float[] logits = new float[values.size()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = values.get(i).floatValue();
            if (!Float.isFinite(logits[i])) {
                json.problem(head + "[" + i + "]", "is too large for a logit");
                return logits;
            }
        }
        if (logits.length == 0) {
            json.problem(head, "is empty; it must have a logit for every label");
        }
        return logits;
    }

    private static Map<String, Integer> shape(GoldenText text) {
        Map<String, Integer> shape = new LinkedHashMap<>();
        text.logits().forEach((head, values) -> shape.put(head, values.length));
        return shape;
    }

    private static List<String> shortened(List<String> problems) {
        if (problems.size() <= SHOWN_PROBLEMS) {
            return problems;
        }
        List<String> shown = new ArrayList<>(problems.subList(0, SHOWN_PROBLEMS));
        shown.add("and " + (problems.size() - SHOWN_PROBLEMS) + " more");
        return shown;
    }
}
