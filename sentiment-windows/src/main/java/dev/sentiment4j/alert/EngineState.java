package dev.sentiment4j.alert;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.sentiment4j.pipeline.CheckpointStore;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an engine knows: which windows it has looked at, episodes that are not over, cells that cool down, trends, and
 * what is still to be told. Changed in a copy, which takes the place of the original once it is kept. Not thread-safe.
 */
final class EngineState {
    private static final int VERSION = 1;
    /** Characters that open episodes may take: what they become later, and what is still to be told, needs the rest. */
    static final int MAX_EPISODES = CheckpointStore.MAX_VALUE / 2;
    /** Characters that cells which cool down may take. */
    private static final int MAX_QUIET = CheckpointStore.MAX_VALUE / 8;

    /** A rule in a cell. */
    record Subject(String rule, String cell) {}

    /**
     * An episode that is not over.
     *
     * @param alert as it was last
     * @param clearSince since when the condition does not hold, if it does not
     */
    record Episode(Alert alert, Optional<Instant> clearSince) {}

    /** What a sink has still to be told. */
    record Outstanding(String sink, Alert alert) {}

    /** By window: the end of the last one that was looked at. */
    final Map<String, Instant> seen;

    final Map<Subject, Episode> episodes;
    /** Until when no new episode may begin. */
    final Map<Subject, Instant> quiet;

    final List<Outstanding> outstanding;

    EngineState() {
        seen = new HashMap<>();
        episodes = new LinkedHashMap<>();
        quiet = new LinkedHashMap<>();
        outstanding = new ArrayList<>();
    }

    EngineState copy() {
        EngineState copy = new EngineState();
        copy.seen.putAll(seen);
        copy.episodes.putAll(episodes);
        copy.quiet.putAll(quiet);
        copy.outstanding.addAll(outstanding);
        return copy;
    }

    String write() {
        JsonObject json = new JsonObject();
        json.addProperty("version", VERSION);
        JsonObject ends = new JsonObject();
        seen.forEach((window, end) -> ends.addProperty(window, end.toString()));
        json.add("seen", ends);
        JsonArray open = new JsonArray();
        for (Episode episode : episodes.values()) {
            JsonObject one = new JsonObject();
            one.add("alert", AlertJson.object(episode.alert()));
            episode.clearSince().ifPresent(time -> one.addProperty("clear_since", time.toString()));
            open.add(one);
        }
        json.add("episodes", open);
        JsonArray cooling = new JsonArray();
        quiet.forEach((subject, until) -> {
            JsonObject one = new JsonObject();
            one.addProperty("rule", subject.rule());
            one.addProperty("cell", subject.cell());
            one.addProperty("until", until.toString());
            cooling.add(one);
        });
        json.add("quiet", cooling);
        JsonArray untold = new JsonArray();
        for (Outstanding one : outstanding) {
            JsonObject element = new JsonObject();
            element.addProperty("sink", one.sink());
            element.add("alert", AlertJson.object(one.alert()));
            untold.add(element);
        }
        json.add("outstanding", untold);
        return ascii(json.toString());
    }

    /** Stores of text take no lone surrogates, which values of dimensions may have. */
    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 127) {
                ascii.append(c);
            } else {
                ascii.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    ascii.append(Character.forDigit(c >> shift & 0xf, 16));
                }
            }
        }
        return ascii.toString();
    }

    private static long asciiLength(String text) {
        return text.length() + 5 * text.chars().filter(c -> c >= 127).count();
    }

    static EngineState read(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            int version = json.get("version").getAsInt();
            if (version != VERSION) {
                throw new AlertException(
                        "the state of alerts is in format " + version + ", but this library reads " + VERSION
                                + "; use the version of the library that wrote it, or a later one",
                        null,
                        false);
            }
            EngineState state = new EngineState();
            each(json, "seen", (window, end) -> state.seen.put(window, Instant.parse(end)));
            for (JsonElement element : json.getAsJsonArray("episodes")) {
                JsonObject one = element.getAsJsonObject();
                Alert alert = AlertJson.alert(one.getAsJsonObject("alert"));
                JsonElement since = one.get("clear_since");
                state.episodes.put(
                        new Subject(alert.rule(), alert.cell().toString()),
                        new Episode(alert, Optional.ofNullable(instant(since))));
            }
            for (JsonElement element : json.getAsJsonArray("quiet")) {
                JsonObject one = element.getAsJsonObject();
                state.quiet.put(
                        new Subject(
                                one.get("rule").getAsString(), one.get("cell").getAsString()),
                        Instant.parse(one.get("until").getAsString()));
            }
            for (JsonElement element : json.getAsJsonArray("outstanding")) {
                JsonObject one = element.getAsJsonObject();
                state.outstanding.add(
                        new Outstanding(one.get("sink").getAsString(), AlertJson.alert(one.getAsJsonObject("alert"))));
            }
            return state;
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException
                | NullPointerException
                | ClassCastException
                | DateTimeException e) {
            throw new AlertException(
                    "the state of alerts is damaged; mend it, or delete it and begin anew: what fires then fires again",
                    e,
                    false);
        }
    }

    /** How many characters an episode takes. */
    static long length(Alert alert) {
        return 50 + asciiLength(AlertJson.write(alert));
    }

    /** Gives up the cooling down of those that began to first, if there are more than can be kept. */
    void shortenQuiet() {
        long length = 0;
        for (Subject subject : quiet.keySet()) {
            length += length(subject);
        }
        Iterator<Subject> oldest = quiet.keySet().iterator();
        while (length > MAX_QUIET) {
            length -= length(oldest.next());
            oldest.remove();
        }
    }

    private static long length(Subject subject) {
        return 100 + asciiLength(subject.rule()) + asciiLength(subject.cell());
    }

    private interface Entry {
        void read(String name, String value);
    }

    private static void each(JsonObject json, String name, Entry entry) {
        json.getAsJsonObject(name)
                .entrySet()
                .forEach(e -> entry.read(e.getKey(), e.getValue().getAsString()));
    }

    private static @Nullable Instant instant(@Nullable JsonElement element) {
        return element == null ? null : Instant.parse(element.getAsString());
    }
}
