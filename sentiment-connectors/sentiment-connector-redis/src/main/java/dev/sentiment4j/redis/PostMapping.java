package dev.sentiment4j.redis;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.InvalidPostException;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.redis.PostFields.Property;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A post event as named texts, and back; what both codecs have in common. */
final class PostMapping {
    /** Put before the name of an attribute that would be taken for something else. */
    private static final String ESCAPE = "attribute.";

    private PostMapping() {}

    static Map<String, String> toTexts(PostEvent event, PostFields names) {
        Map<String, String> texts = new LinkedHashMap<>();
        put(texts, names, Property.ID, event.key().id());
        put(texts, names, Property.SOURCE, event.key().source());
        if (event instanceof PostDeletion deletion) {
            put(texts, names, Property.DELETED_AT, deletion.deletedAt().toString());
            return texts;
        }
        Post post = (Post) event;
        put(texts, names, Property.TEXT, post.text());
        post.authorName().ifPresent(v -> put(texts, names, Property.AUTHOR_NAME, v));
        put(texts, names, Property.CREATED_AT, post.createdAt().toString());
        post.editedAt().ifPresent(v -> put(texts, names, Property.EDITED_AT, v.toString()));
        if (!post.supersedes().isEmpty()) {
            JsonArray ids = new JsonArray();
            post.supersedes().forEach(ids::add);
            put(texts, names, Property.SUPERSEDES, ids.toString());
        }
        post.authorId().ifPresent(v -> put(texts, names, Property.AUTHOR_ID, v));
        post.language().ifPresent(v -> put(texts, names, Property.LANGUAGE, v));
        post.url().ifPresent(v -> put(texts, names, Property.URL, v));
        post.geo().ifPresent(geo -> {
            geo.city().ifPresent(v -> put(texts, names, Property.CITY, v));
            geo.country().ifPresent(v -> put(texts, names, Property.COUNTRY, v));
            geo.latitude().ifPresent(v -> put(texts, names, Property.LATITUDE, Double.toString(v)));
            geo.longitude().ifPresent(v -> put(texts, names, Property.LONGITUDE, Double.toString(v)));
        });
        post.attributes().forEach((name, value) -> texts.put(isTaken(name, names) ? ESCAPE + name : name, value));
        return texts;
    }

    private static void put(Map<String, String> texts, PostFields names, Property property, String value) {
        texts.put(names.name(property), value);
    }

    private static boolean isTaken(String name, PostFields names) {
        return names.isProperty(name) || name.startsWith(ESCAPE) || name.startsWith(LetterFields.PREFIX);
    }

    /**
     * Reads an event.
     *
     * @param problems what is broken already; everything that is found is told with it
     */
    static PostEvent toEvent(Map<String, String> texts, PostFields names, Instant addedAt, List<String> problems) {
        String source = texts.getOrDefault(names.name(Property.SOURCE), names.defaultSource());
        String id = texts.get(names.name(Property.ID));
        if (id == null || source.isEmpty()) {
            missing(problems, names, Property.ID, id == null);
            missing(problems, names, Property.SOURCE, source.isEmpty());
        }
        Instant deletedAt = time(texts, names, Property.DELETED_AT, problems);
        boolean deletion = texts.containsKey(names.name(Property.DELETED_AT));
        String text = texts.get(names.name(Property.TEXT));
        if (!deletion) {
            missing(problems, names, Property.TEXT, text == null);
        }
        Instant createdAt = time(texts, names, Property.CREATED_AT, problems);
        Instant editedAt = time(texts, names, Property.EDITED_AT, problems);
        List<String> supersedes = supersedes(texts, names, problems);
        Geo geo = geo(texts, names, problems);
        PostKey key = id == null || source.isEmpty() ? null : key(source, id, problems);
        if (!problems.isEmpty() || key == null || (text == null && deletedAt == null)) {
            throw new InvalidPostException("entry", problems);
        }
        if (deletedAt != null) {
            return new PostDeletion(key, deletedAt);
        }
        Post.Builder post = Post.builder(key.source(), key.id())
                .text(text == null ? "" : text)
                .createdAt(createdAt == null ? addedAt : createdAt)
                .editedAt(editedAt)
                .supersedes(supersedes)
                .authorName(texts.get(names.name(Property.AUTHOR_NAME)))
                .authorId(texts.get(names.name(Property.AUTHOR_ID)))
                .language(texts.get(names.name(Property.LANGUAGE)))
                .url(texts.get(names.name(Property.URL)))
                .geo(geo);
        texts.forEach((name, value) -> {
            if (name.startsWith(ESCAPE)) {
                post.attribute(name.substring(ESCAPE.length()), value);
            } else if (!isTaken(name, names)) {
                post.attribute(name, value);
            }
        });
        return post.build();
    }

    private static void missing(List<String> problems, PostFields names, Property property, boolean isMissing) {
        if (isMissing) {
            problems.add(names.name(property) + ": is missing");
        }
    }

    private static @Nullable PostKey key(String source, String id, List<String> problems) {
        try {
            return new PostKey(source, id);
        } catch (InvalidPostException e) {
            problems.addAll(e.problems());
            return null;
        }
    }

    private static @Nullable Instant time(
            Map<String, String> texts, PostFields names, Property property, List<String> problems) {
        String value = texts.get(names.name(property));
        if (value == null || (value.isEmpty() && property != Property.DELETED_AT)) {
            return null;
        }
        try {
            String iso = value.strip().replace(' ', 'T');
            if (iso.endsWith("Z")) {
                return Instant.parse(iso);
            }
            int time = iso.indexOf('T');
            boolean offset = time > 0 && (iso.indexOf('+', time) > 0 || iso.indexOf('-', time) > 0);
            return offset
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            problems.add(names.name(property) + ": must be a time in ISO 8601, such as 2026-03-01T12:00:00Z");
            return null;
        }
    }

    private static List<String> supersedes(Map<String, String> texts, PostFields names, List<String> problems) {
        String value = texts.get(names.name(Property.SUPERSEDES));
        List<String> ids = new ArrayList<>();
        if (value == null || value.isEmpty()) {
            return ids;
        }
        try {
            for (JsonElement id : JsonParser.parseString(value).getAsJsonArray()) {
                ids.add(id.getAsString());
            }
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            problems.add(names.name(Property.SUPERSEDES) + ": must be a JSON array of ids");
        }
        return ids;
    }

    private static @Nullable Geo geo(Map<String, String> texts, PostFields names, List<String> problems) {
        String city = texts.get(names.name(Property.CITY));
        String country = texts.get(names.name(Property.COUNTRY));
        String latitude = texts.getOrDefault(names.name(Property.LATITUDE), "");
        String longitude = texts.getOrDefault(names.name(Property.LONGITUDE), "");
        Geo geo = city == null && country == null ? null : Geo.of(city, country);
        if (latitude.isEmpty() && longitude.isEmpty()) {
            return geo;
        }
        try {
            return (geo == null ? Geo.of(null, null) : geo)
                    .withCoordinates(Double.parseDouble(latitude), Double.parseDouble(longitude));
        } catch (NumberFormatException e) {
            problems.add(names.name(Property.LATITUDE) + ", " + names.name(Property.LONGITUDE)
                    + ": must both be numbers of degrees");
        } catch (InvalidPostException e) {
            problems.addAll(e.problems());
        }
        return null;
    }
}
