package dev.sentiment4j.reddit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentiment4j.http.DedupWindow;
import dev.sentiment4j.http.Json;
import dev.sentiment4j.pipeline.InvalidPostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads one listing from its newest item back to what was seen before, a page a request. No item is an anchor: the walk
 * ends where it meets known items, wherever that is, and a page that is asked for behind an item that has vanished is
 * asked for behind another one. What is new is told when the walk has ended. Used by one thread.
 */
final class Listing {
    /** Reddit's own limits. */
    static final int PAGE = 100;

    private static final int MAX_PAGES = 30;
    /** Times of items are whole seconds. */
    private static final long SECOND = 1_000;
    /** Beyond so many, the end of a listing may be Reddit's limit of some thousand rather than the first item. */
    private static final int NEARLY_ALL = 900;
    /** Items at the end of a page that must be known for the walk to end: listings are not quite in order. */
    private static final int TAIL = 25;

    /** Known items at the very end that show that nothing lies between: some ten places off in each of two answers. */
    private static final int MET = 21;
    /**
     * Items of a page that the next one should show again. Where an item may stand some ten places from its own in each
     * answer, its neighbours at a seam can be that far off twice in either. Half of them prove a seam, as at the end.
     */
    private static final int SEAM = 42;

    /** A child of a listing that is no item. */
    record Broken(String id, JsonNode data, String reason) {}

    /**
     * What a whole walk found.
     *
     * @param fresh items that were not seen before, the oldest first
     * @param again items that were, as they are now
     * @param hole whether items between these and those seen before may be missing
     * @param oldest when the oldest item that was read was written, in milliseconds
     */
    record Found(List<RedditItem> fresh, List<RedditItem> again, List<Broken> broken, boolean hole, long oldest) {}

    private final String path;
    private final SeenWindow seen;

    private final Map<String, RedditItem> fresh = new LinkedHashMap<>();
    private final Map<String, RedditItem> again = new LinkedHashMap<>();
    private final Map<String, Broken> broken = new LinkedHashMap<>();
    private final DedupWindow brokenTold = new DedupWindow(1_000);
    private final Set<String> walked = new HashSet<>();
    private final Deque<String> anchors = new ArrayDeque<>();
    private String after = "";
    private String top = "";
    /** So many items that were shown before are to be on the page that is asked for. */
    private int proof;
    /** Behind what the first page was asked for that did not prove itself; empty if there was none. */
    private String unproven = "";

    private boolean trusting;
    private int pages;
    private boolean lost;
    private boolean overlap;
    private long oldest = Long.MAX_VALUE;

    Listing(String path, SeenWindow seen) {
        this.path = path;
        this.seen = seen;
    }

    String path() {
        return path;
    }

    /** The last part of its path. */
    String kind() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The newest item of the last walk; empty if there was none. */
    String top() {
        return top;
    }

    SeenWindow seen() {
        return seen;
    }

    /** The parameters of the next request. */
    Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", Integer.toString(PAGE));
        query.put("raw_json", "1");
        if (!after.isEmpty()) {
            query.put("after", after);
        }
        return query;
    }

    /**
     * Lets it begin: what was written up to a moment counts as seen. Of the last second of it only what is listed now
     * does, as that second may go on. A moment after the newest item is not believed: clocks differ.
     *
     * @param body the first page
     * @param moment in milliseconds by Reddit's clock
     */
    void begin(JsonNode body, long moment) {
        List<RedditItem> before = new ArrayList<>();
        long newest = Long.MIN_VALUE;
        for (JsonNode child : body.path("data").path("children")) {
            try {
                RedditItem item = RedditItem.read(child.path("data"));
                newest = Math.max(newest, item.createdAt().toEpochMilli());
                if (item.createdAt().toEpochMilli() <= moment) {
                    before.add(item);
                }
            } catch (InvalidPostException e) {
                // Told when the page is taken in.
            }
        }
        if (!body.path("data").path("children").isArray()) {
            return;
        }
        before.forEach(item -> seen.add(item.name(), item.createdAt().toEpochMilli()));
        seen.raiseFloor(Math.max(0, (newest == Long.MIN_VALUE ? moment : Math.min(moment, newest)) - SECOND));
    }

    /**
     * Takes a page in.
     *
     * @return whether the walk has ended; {@link #finish} then tells what it found
     */
    boolean take(JsonNode body) throws RedditFaultException {
        JsonNode data = body.path("data");
        JsonNode children = data.path("children");
        if (!children.isArray()) {
            throw RedditFaultException.of(
                    RedditFaultException.Kind.UNAVAILABLE, "reading " + path + ": the answer is no listing", null);
        }
        pages++;
        if (isUnproven(children)) {
            unproven = unproven.isEmpty() ? after : unproven;
            // Only the farthest of the others can be far enough.
            while (anchors.size() > 2) {
                anchors.remove();
            }
            askBehindNext();
            return pages >= MAX_PAGES;
        }
        List<Boolean> known = new ArrayList<>();
        List<String> names = new ArrayList<>();
        boolean anyNew = false;
        for (JsonNode child : children) {
            JsonNode item = child.path("data");
            String id = RedditItem.name(item).orElseGet(() -> "malformed-" + Integer.toHexString(item.hashCode()));
            boolean newHere = walked.add(id);
            anyNew |= newHere;
            known.add(sort(id, item, newHere));
            names.add(id);
        }
        if (pages == 1) {
            top = names.isEmpty() ? "" : names.get(0);
        }
        if (pages >= MAX_PAGES) {
            return true;
        }
        if (!anyNew) {
            return askBehindAnother(names);
        }
        List<Boolean> tail = known.subList(Math.max(0, known.size() - TAIL), known.size());
        String next = Json.text(data, "after").orElse("");
        overlap = tail.stream().allMatch(Boolean::booleanValue);
        if (overlap || next.isEmpty()) {
            return true;
        }
        // Some items before the end: what the order of two answers puts to either side of their seam is in both.
        int last = Math.max(names.size() / 2, names.size() - SEAM) - 1;
        anchors.clear();
        // Whatever stretch of a page vanishes, one of these is outside of it, or the whole page is gone.
        for (int step = 1; step <= last; step *= 2) {
            anchors.add(names.get(last - step));
        }
        anchors.add("");
        after = last >= 0 && names.get(last).startsWith("t") ? names.get(last) : next;
        proof = (names.size() - 1 - last) / 2;
        return false;
    }

    /** Whether a page shows too little again: so much of the one before has vanished that something may be between. */
    private boolean isUnproven(JsonNode children) {
        if (after.isEmpty() || trusting) {
            return false;
        }
        int shown = 0;
        for (JsonNode child : children) {
            shown +=
                    RedditItem.name(child.path("data")).filter(walked::contains).isPresent() ? 1 : 0;
        }
        return shown < children.size() && shown < proof;
    }

    /** A page behind an item that has been deleted meanwhile is empty, or the first one again. */
    private boolean askBehindAnother(List<String> names) {
        boolean end = !names.isEmpty() && !names.contains(top);
        if (after.isEmpty() && !unproven.isEmpty() && !trusting) {
            // Nothing has vanished: this listing shows nothing again, whatever it is asked for.
            trusting = true;
            after = unproven;
            return false;
        }
        if (end || after.isEmpty() || walked.size() >= NEARLY_ALL) {
            // What comes behind a living item is all known, or the beginning has nothing more.
            lost = !end && pages > 1 && !overlap;
            return true;
        }
        askBehindNext();
        return false;
    }

    private void askBehindNext() {
        String next = anchors.poll();
        after = next == null || next.startsWith("malformed") ? "" : next;
    }

    /** Whether the item was seen in an earlier walk. */
    private boolean sort(String id, JsonNode data, boolean newHere) {
        RedditItem item;
        try {
            item = RedditItem.read(data);
        } catch (InvalidPostException e) {
            boolean told = brokenTold.contains(id);
            if (newHere && !told) {
                broken.put(id, new Broken(id, data, String.join("; ", e.problems())));
            }
            return told;
        }
        long created = item.createdAt().toEpochMilli();
        oldest = Math.min(oldest, created);
        boolean known = seen.isSeen(id, created);
        if (newHere) {
            (known ? again : fresh).put(id, item);
        }
        return known;
    }

    /** A child that is no item has been delivered as such. */
    void told(Broken child) {
        brokenTold.add(child.id());
    }

    /** What the walk found; the next one begins. */
    Found finish() {
        List<RedditItem> ordered = ordered(fresh.values());
        // Few are known where few were ever written: meeting half of those is meeting the past, too.
        boolean met = again.size() >= Math.max(1, Math.min(MET, (seen.size() + 1) / 2));
        boolean hole =
                !overlap && !seen.isBlank() && !ordered.isEmpty() && (lost || (walked.size() >= NEARLY_ALL && !met));
        Found found = new Found(ordered, List.copyOf(again.values()), List.copyOf(broken.values()), hole, oldest);
        fresh.clear();
        again.clear();
        broken.clear();
        walked.clear();
        anchors.clear();
        after = "";
        pages = 0;
        lost = false;
        unproven = "";
        trusting = false;
        overlap = false;
        oldest = Long.MAX_VALUE;
        return found;
    }

    /** The order of writing: by time, then by id, whose numbers go up. */
    private static List<RedditItem> ordered(Collection<RedditItem> items) {
        return items.stream()
                .sorted(Comparator.comparing(RedditItem::createdAt)
                        .thenComparing(item -> item.name().length())
                        .thenComparing(RedditItem::name))
                .toList();
    }

    /** Items of this walk so far; for bounds. */
    int walked() {
        return walked.size();
    }
}
