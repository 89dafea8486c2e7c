package dev.sentiment4j.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentiment4j.http.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Something that is read page by page from its beginning: the recent media of a hashtag, or the comments on a media. A
 * walk ends where a page has nothing new: the order is not always that of time, and cursors may be the same on every
 * page, so neither says where the end is. Used by one thread.
 */
final class Target {
    private static final int PAGE = 50;
    private static final int MAX_PAGES = 40;

    /** What is read. */
    enum Kind {
        HASHTAG,
        COMMENTS
    }

    final Kind kind;
    /** The hashtag, or the media's id. */
    final String name;
    /** The node to ask; of a hashtag empty until it was looked up. */
    String node;

    long due;
    /** When it was last read to the end, in milliseconds of the wall clock; 0 if never. */
    long whole;

    boolean reachedLimit;
    private final Map<String, JsonNode> fresh = new LinkedHashMap<>();
    private final Set<String> walked = new HashSet<>();
    private String after = "";
    private int pages;

    Target(Kind kind, String name, String node, long due) {
        this.kind = kind;
        this.name = name;
        this.node = node;
        this.due = due;
    }

    /** Names it in checkpoints. */
    String key() {
        return (kind == Kind.HASHTAG ? "#" : "comments:") + name;
    }

    String path() {
        return "/" + node + (kind == Kind.HASHTAG ? "/recent_media" : "/comments");
    }

    Map<String, String> query(String userId) {
        Map<String, String> query = new LinkedHashMap<>();
        if (kind == Kind.HASHTAG) {
            query.put("user_id", userId);
        }
        query.put("fields", kind == Kind.HASHTAG ? InstagramItems.MEDIA_FIELDS : InstagramItems.COMMENT_FIELDS);
        query.put("limit", Integer.toString(PAGE));
        if (!after.isEmpty()) {
            query.put("after", after);
        }
        return query;
    }

    /**
     * Takes a page in.
     *
     * @param isSeen whether an id was seen in an earlier walk
     * @return whether the walk has ended
     */
    boolean take(JsonNode body, Predicate<String> isSeen) throws InstagramFaultException {
        JsonNode data = body.path("data");
        if (!data.isArray()) {
            throw new InstagramFaultException(
                    InstagramFaultException.Kind.UNAVAILABLE, "reading " + key() + ": the answer is no list");
        }
        pages++;
        boolean anyNew = false;
        for (JsonNode top : data) {
            for (JsonNode item : kind == Kind.COMMENTS ? InstagramItems.withReplies(top) : List.of(top)) {
                String id =
                        InstagramItems.id(item).orElseGet(() -> "malformed-" + Integer.toHexString(item.hashCode()));
                if (walked.add(id) && !isSeen.test(id)) {
                    fresh.put(id, item);
                    anyNew = true;
                }
            }
        }
        after = Json.text(body.path("paging").path("cursors"), "after").orElse("");
        boolean more = anyNew && !after.isEmpty() && body.path("paging").has("next");
        reachedLimit = more && pages >= MAX_PAGES;
        return !more || reachedLimit;
    }

    /** What the walk found, the last page first; the next walk begins. */
    List<Map.Entry<String, JsonNode>> finish() {
        List<Map.Entry<String, JsonNode>> found = new ArrayList<>();
        fresh.forEach((id, item) -> found.add(0, Map.entry(id, item)));
        fresh.clear();
        walked.clear();
        after = "";
        pages = 0;
        return found;
    }
}
