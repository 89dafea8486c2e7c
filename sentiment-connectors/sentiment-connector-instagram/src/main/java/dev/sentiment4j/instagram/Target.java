package dev.sentiment4j.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentiment4j.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Something that is read page by page from its beginning: the recent media of a hashtag, or the comments on a media. A
 * walk ends where a page has nothing but what earlier walks have shown: the order is not always that of time, and
 * cursors may be the same on every page, so neither says where the end is. What comes to stand behind such a page, as
 * answers to old comments do and items that move while somebody turns the page, is found by a walk to the very end from
 * time to time. Used by one thread.
 */
final class Target {
    private static final int PAGE = 50;
    private static final int MAX_PAGES = 40;
    /** Pages in a row that show again what this walk has shown already, as where a list grows at its head. */
    private static final int MAX_REPEATS = 3;
    /** Pages without any item in a row, until one is believed; all that follow are, until one has items. */
    private static final int BELIEVED = 5;
    /** Of the pages that are read, walks to the end take at most a fifth. */
    private static final int SHARE = 4;
    /** What is offered for a day is walked through twice in it, also where little is read. */
    private static final long HALF_A_DAY = Duration.ofHours(12).toMillis();

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
    /** When the last walk that was not broken off began, in milliseconds of the wall clock; 0 if there was none. */
    long read;

    boolean resting;
    boolean reachedLimit;
    private final Map<String, JsonNode> fresh = new LinkedHashMap<>();
    private final Set<String> walked = new HashSet<>();
    /** When this walk began. */
    private long began;
    /** When the oldest item that this walk has shown was written, in milliseconds. */
    private long oldest = Long.MAX_VALUE;

    private String after = "";
    private int pages;
    private int repeats;
    private int empties;
    private boolean met;
    private boolean toTheEnd;
    /** Of the last walk to the end: its pages, the pages that were read since, and when it began. */
    private int pagesToTheEnd;

    private int pagesSince;
    private long endReached;

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
     * Whether a page is to be asked for again, as an answer without any item is not believed at once: of what is
     * offered for a day alone, all of it would count as read.
     */
    boolean isDoubtful() {
        return kind == Kind.HASHTAG && empties > 0 && empties < BELIEVED;
    }

    /** A page is about to be asked for; the first one begins a walk. */
    void asking(Instant now) {
        if (pages == 0) {
            began = now.toEpochMilli();
        }
    }

    /**
     * Takes a page in.
     *
     * @param isSeen whether an id was seen in an earlier walk
     * @param reach how many items a walk to the end may go through at most, unless they are new
     * @return whether the walk has ended
     */
    boolean take(JsonNode body, Predicate<String> isSeen, int reach) throws InstagramFaultException {
        JsonNode data = body.path("data");
        if (!data.isArray()) {
            throw new InstagramFaultException(
                    InstagramFaultException.Kind.UNAVAILABLE, "reading " + key() + ": the answer is no list");
        }
        empties = data.isEmpty() ? Math.min(BELIEVED, empties + 1) : 0;
        if (isDoubtful()) {
            return false;
        }
        if (pages++ == 0) {
            toTheEnd = pagesSince >= SHARE * pagesToTheEnd
                    || (kind == Kind.HASHTAG && Math.abs(began - endReached) >= HALF_A_DAY);
        }
        boolean anyNew = false;
        boolean anyOther = false;
        for (JsonNode top : data) {
            long at = Json.instant(top, "timestamp").map(Instant::toEpochMilli).orElse(oldest);
            oldest = Math.min(oldest, at);
            for (JsonNode item : kind == Kind.COMMENTS ? InstagramItems.withReplies(top) : List.of(top)) {
                String id =
                        InstagramItems.id(item).orElseGet(() -> "malformed-" + Integer.toHexString(item.hashCode()));
                boolean other = walked.add(id);
                anyOther |= other;
                if (!isSeen.test(id)) {
                    anyNew = true;
                    if (other) {
                        fresh.put(id, item);
                    }
                }
            }
        }
        repeats = anyOther ? 0 : repeats + 1;
        met |= !anyNew;
        after = Json.text(body.path("paging").path("cursors"), "after").orElse("");
        boolean end = after.isEmpty() || !body.path("paging").has("next") || data.isEmpty() || repeats >= MAX_REPEATS;
        toTheEnd |= end;
        boolean more = !end && (anyNew || (toTheEnd && walked.size() < reach));
        reachedLimit = more && !met && pages >= MAX_PAGES;
        return !more || pages >= MAX_PAGES;
    }

    /** When the oldest item that the walk has read so far was written; nothing if there was none. */
    Optional<Instant> oldest() {
        return oldest == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(oldest));
    }

    /** What the walk found, the last page first; the next walk begins. */
    List<Map.Entry<String, JsonNode>> finish() {
        pagesSince += pages;
        if (toTheEnd) {
            pagesToTheEnd = pages;
            pagesSince = 0;
            endReached = began;
        }
        read = began;
        return startOver();
    }

    /** What the walk has found until now, as it cannot go on; the next one goes to the end. */
    List<Map.Entry<String, JsonNode>> breakOff() {
        if (pages > 0) {
            pagesToTheEnd = 0;
        }
        return startOver();
    }

    private List<Map.Entry<String, JsonNode>> startOver() {
        List<Map.Entry<String, JsonNode>> found = new ArrayList<>();
        fresh.forEach((id, item) -> found.add(0, Map.entry(id, item)));
        fresh.clear();
        walked.clear();
        oldest = Long.MAX_VALUE;
        after = "";
        pages = 0;
        repeats = 0;
        met = false;
        return found;
    }
}
