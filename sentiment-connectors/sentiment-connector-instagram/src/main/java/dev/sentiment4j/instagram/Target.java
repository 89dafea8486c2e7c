package dev.sentiment4j.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentiment4j.http.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Something that is read page by page from its beginning: the recent media of a hashtag, or the comments on a media. A
 * walk ends where a page has nothing new: the order is not always that of time, and cursors may be the same on every
 * page, so neither says where the end is. Used by one thread.
 *
 * <p>An answer to a comment comes with the comment, wherever that stands: the pages behind the first are read in a
 * {@linkplain #older rotation} of its own, one at a time and seldom.
 */
final class Target {
    private static final int PAGE = 50;
    private static final int MAX_PAGES = 40;

    /** What is read. */
    enum Kind {
        HASHTAG,
        COMMENTS,
        /** Pages of comments behind the first one, in a rotation. */
        OLDER
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
    /** Of comments, what is behind their first page. */
    final @Nullable Target older;

    /** When the oldest item of a walk was written, in milliseconds. */
    private long oldest = Long.MAX_VALUE;
    /** Where a rotation begins; empty if there is nothing behind the first page. */
    private String second = "";

    private int round;
    private final Map<String, JsonNode> fresh = new LinkedHashMap<>();
    private final Set<String> walked = new HashSet<>();
    private String after = "";
    private int pages;

    Target(Kind kind, String name, String node, long due) {
        this.kind = kind;
        this.name = name;
        this.node = node;
        this.due = due;
        this.older = kind == Kind.COMMENTS ? new Target(Kind.OLDER, name, node, due) : null;
    }

    /** Whether there is something to read. */
    boolean isActive() {
        return kind != Kind.OLDER || !second.isEmpty();
    }

    /** Names it in checkpoints. */
    String key() {
        return (kind == Kind.HASHTAG ? "#" : "comments:") + name + (kind == Kind.OLDER ? " (older ones)" : "");
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
        String from = after.isEmpty() ? second : after;
        if (!from.isEmpty()) {
            query.put("after", from);
        }
        return query;
    }

    /**
     * Takes a page in.
     *
     * @param isSeen whether an id was seen in an earlier walk
     * @param most items of a rotation: no more than are remembered
     * @return whether the walk has ended
     */
    boolean take(JsonNode body, Predicate<String> isSeen, int most) throws InstagramFaultException {
        JsonNode data = body.path("data");
        if (!data.isArray()) {
            throw new InstagramFaultException(
                    InstagramFaultException.Kind.UNAVAILABLE, "reading " + key() + ": the answer is no list");
        }
        pages++;
        boolean anyNew = false;
        for (JsonNode top : data) {
            long at = Json.instant(top, "timestamp").map(Instant::toEpochMilli).orElse(oldest);
            oldest = Math.min(oldest, at);
            for (JsonNode item : kind == Kind.HASHTAG ? List.of(top) : InstagramItems.withReplies(top)) {
                String id =
                        InstagramItems.id(item).orElseGet(() -> "malformed-" + Integer.toHexString(item.hashCode()));
                if (walked.add(id) && !isSeen.test(id)) {
                    fresh.put(id, item);
                    anyNew = true;
                }
            }
        }
        after = Json.text(body.path("paging").path("cursors"), "after").orElse("");
        boolean next = !after.isEmpty() && body.path("paging").has("next");
        if (kind == Kind.OLDER) {
            after = next && ++round < MAX_PAGES && walked.size() < most ? after : "";
            return true;
        }
        if (older != null && pages == 1) {
            older.second = next ? after : "";
        }
        boolean more = anyNew && next;
        reachedLimit = more && pages >= MAX_PAGES;
        return !more || reachedLimit;
    }

    /** When the oldest item that the walk has read so far was written; nothing if there was none. */
    Optional<Instant> oldest() {
        return oldest == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(oldest));
    }

    /** It cannot be read on from where it was. */
    void startOver() {
        after = "";
        finish();
    }

    /** What the walk found, the last page first; the next walk begins. */
    List<Map.Entry<String, JsonNode>> finish() {
        List<Map.Entry<String, JsonNode>> found = new ArrayList<>();
        fresh.forEach((id, item) -> found.add(0, Map.entry(id, item)));
        fresh.clear();
        pages = 0;
        oldest = Long.MAX_VALUE;
        if (kind == Kind.OLDER && !after.isEmpty()) {
            return found;
        }
        walked.clear();
        after = "";
        round = 0;
        return found;
    }
}
