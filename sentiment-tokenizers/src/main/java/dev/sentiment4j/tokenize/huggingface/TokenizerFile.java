package dev.sentiment4j.tokenize.huggingface;

import com.google.gson.JsonElement;
import com.google.gson.JsonIOException;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.sentiment4j.model.ModelSource;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two figures that the native library does not tell: how many ids there are and which one pads. Read as a stream,
 * because a vocabulary may have a quarter of a million entries.
 *
 * @param vocabularySize the highest id plus 1, added tokens included
 * @param padId fills rows
 */
record TokenizerFile(int vocabularySize, int padId) {
    private static final List<String> PAD_NAMES = List.of("[PAD]", "<pad>");

    /**
     * Reads the figures.
     *
     * @param json the text of {@code file}, already accepted by the native library
     * @throws IllegalArgumentException if the file says something that core cannot live with
     */
    static TokenizerFile read(ModelSource source, String file, String json) throws IOException {
        String folder = file.substring(0, file.lastIndexOf('/') + 1);
        String padToken = padToken(sibling(source, folder, "tokenizer_config.json"));
        Scan scan = new Scan(padToken);
        try (JsonReader in = new JsonReader(new StringReader(json))) {
            scan.file(in);
        } catch (IllegalStateException | NumberFormatException e) {
            throw new IllegalArgumentException("its vocabulary cannot be read (" + e.getMessage() + ")", e);
        }
        if (scan.highest < 0) {
            throw new IllegalArgumentException("it has no vocabulary");
        }
        int size = scan.highest + 1;
        List<@Nullable Integer> candidates = new ArrayList<>();
        candidates.add(scan.paddingId);
        PAD_NAMES.forEach(name -> candidates.add(scan.added.get(name)));
        candidates.add(padToken == null ? null : scan.added.getOrDefault(padToken, scan.padTokenId));
        candidates.add(padTokenId(sibling(source, folder, "config.json")));
        for (Integer candidate : candidates) {
            if (candidate != null && candidate >= 0 && candidate < size) {
                return new TokenizerFile(size, candidate);
            }
        }
        return new TokenizerFile(size, 0);
    }

    /** A small JSON file beside the tokenizer; null if there is none, or if it is not an object. */
    private static @Nullable JsonObject sibling(ModelSource source, String folder, String name) throws IOException {
        if (!source.exists(folder + name)) {
            return null;
        }
        try (InputStreamReader in = new InputStreamReader(source.open(folder + name), StandardCharsets.UTF_8)) {
            JsonElement json = JsonParser.parseReader(in);
            return json.isJsonObject() ? json.getAsJsonObject() : null;
        } catch (JsonIOException e) {
            throw new IOException(folder + name + " cannot be read", e);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(folder + name + " beside it is no JSON (" + e.getMessage() + ")", e);
        }
    }

    /** The pad token's text: a plain string, or an object that holds it as "content". */
    private static @Nullable String padToken(@Nullable JsonObject config) {
        JsonElement token = config == null ? null : config.get("pad_token");
        if (token != null && token.isJsonObject()) {
            token = token.getAsJsonObject().get("content");
        }
        return token != null && token.isJsonPrimitive() ? token.getAsString() : null;
    }

    private static @Nullable Integer padTokenId(@Nullable JsonObject config) {
        JsonElement id = config == null ? null : config.get("pad_token_id");
        return id != null && id.isJsonPrimitive() && id.getAsJsonPrimitive().isNumber()
                ? (Integer) id.getAsInt()
                : null;
    }

    /** One pass over tokenizer.json. */
    private static final class Scan {
        private final @Nullable String padToken;
        private final Map<String, Integer> added = new HashMap<>();
        private int highest = -1;
        private @Nullable Integer paddingId;
        private @Nullable Integer padTokenId;

        Scan(@Nullable String padToken) {
            this.padToken = padToken;
        }

        void file(JsonReader in) throws IOException {
            in.beginObject();
            while (in.hasNext()) {
                switch (in.nextName()) {
                    case "padding" -> padding(in);
                    case "added_tokens" -> addedTokens(in);
                    case "model" -> model(in);
                    default -> in.skipValue();
                }
            }
            in.endObject();
        }

        private void padding(JsonReader in) throws IOException {
            if (in.peek() != JsonToken.BEGIN_OBJECT) {
                in.skipValue();
                return;
            }
            in.beginObject();
            while (in.hasNext()) {
                if (in.nextName().equals("pad_id")) {
                    paddingId = in.nextInt();
                } else {
                    in.skipValue();
                }
            }
            in.endObject();
        }

        private void addedTokens(JsonReader in) throws IOException {
            if (in.peek() != JsonToken.BEGIN_ARRAY) {
                in.skipValue();
                return;
            }
            in.beginArray();
            while (in.hasNext()) {
                String content = "";
                int id = -1;
                in.beginObject();
                while (in.hasNext()) {
                    switch (in.nextName()) {
                        case "id" -> id = in.nextInt();
                        case "content" -> content = in.nextString();
                        default -> in.skipValue();
                    }
                }
                in.endObject();
                added.put(content, id);
                highest = Math.max(highest, id);
            }
            in.endArray();
        }

        private void model(JsonReader in) throws IOException {
            in.beginObject();
            while (in.hasNext()) {
                switch (in.nextName()) {
                    case "vocab" -> vocabulary(in);
                    case "dropout" -> dropout(in);
                    default -> in.skipValue();
                }
            }
            in.endObject();
        }

        /** A map from token to id, or for unigram models a list of pairs whose place is the id. */
        private void vocabulary(JsonReader in) throws IOException {
            if (in.peek() == JsonToken.BEGIN_ARRAY) {
                int id = 0;
                in.beginArray();
                while (in.hasNext()) {
                    in.beginArray();
                    entry(in.nextString(), id++);
                    while (in.hasNext()) {
                        in.skipValue();
                    }
                    in.endArray();
                }
                in.endArray();
                return;
            }
            in.beginObject();
            while (in.hasNext()) {
                entry(in.nextName(), in.nextInt());
            }
            in.endObject();
        }

        private void entry(String token, int id) {
            highest = Math.max(highest, id);
            if (token.equals(padToken)) {
                padTokenId = id;
            }
        }

        private void dropout(JsonReader in) throws IOException {
            if (in.peek() == JsonToken.NUMBER) {
                double dropout = in.nextDouble();
                if (dropout > 0) {
                    throw new IllegalArgumentException("model.dropout = " + dropout
                            + ": a text would get other tokens at every call; set it to null");
                }
            } else {
                in.skipValue();
            }
        }
    }
}
