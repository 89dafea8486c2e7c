package dev.sentiment4j.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentiment4j.http.RateBudget;
import dev.sentiment4j.http.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A Graph API for Instagram on a port of this machine: hashtags with their recent media, own media with their comments,
 * pages, usage headers, the limits of 30 hashtags and of requests; and on command what the real one does on bad days.
 * Time is that of its {@link TimeSource}. Thread-safe.
 */
public final class FakeInstagram implements AutoCloseable {
    /** {@value}: the token that it knows. */
    public static final String TOKEN = "fake-instagram-token";
    /** {@value}: the account that it knows. */
    public static final String USER_ID = "17841400000000001";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxx", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MAX_HASHTAGS = 30;
    private static final int PAGE = 50;
    private static final int TOO_MANY = 4;

    private record Item(String id, Instant at, ObjectNode json) {}

    private final TimeSource time;
    private final FakeHttpServer server;
    private final Map<String, String> hashtags = new LinkedHashMap<>();
    private final Map<String, List<Item>> lists = new LinkedHashMap<>();
    private final Map<String, Integer> walks = new LinkedHashMap<>();
    private final Set<String> searched = new HashSet<>();
    private final Deque<FakeReply> replies = new ArrayDeque<>();
    private final Deque<Consumer<FakeConnection>> breaks = new ArrayDeque<>();
    private RateBudget budget;
    private int refused;
    private long ids = 17_840_000_000_000_000L;
    private boolean sameCursor;
    private boolean bareId;
    private int shuffle;
    private String usage = "";

    private FakeInstagram(TimeSource time) {
        this.time = time;
        this.budget = new RateBudget(200, Duration.ofHours(1), time);
        this.server = FakeHttpServer.start(this::handle, time, null);
    }

    /** Starts one by the system's time. */
    public static FakeInstagram start() {
        return start(TimeSource.system());
    }

    /** Starts one by another time. */
    public static FakeInstagram start(TimeSource time) {
        return new FakeInstagram(time);
    }

    /** Where it listens. */
    public URI uri() {
        return server.uri();
    }

    /** All requests so far, in order. */
    public List<FakeRequest> requests() {
        return server.requests();
    }

    /** Somebody posts a media with a hashtag; returns its id. */
    public synchronized String media(String hashtag, String caption) {
        String node = hashtags.computeIfAbsent(hashtag.toLowerCase(Locale.ROOT), tag -> newId());
        Item item = item(json -> json.put("caption", caption)
                .put("media_type", "IMAGE")
                .put("permalink", "https://www.instagram.com/p/x/")
                .put("like_count", 1)
                .put("comments_count", 0));
        lists.computeIfAbsent(node, key -> new ArrayList<>()).add(item);
        return item.id();
    }

    /** The account posts a media; returns its id. */
    public synchronized String ownMedia() {
        Item item = item(json -> {});
        lists.computeIfAbsent(USER_ID, key -> new ArrayList<>()).add(item);
        lists.put(item.id(), new ArrayList<>());
        return item.id();
    }

    /** Somebody comments on an own media; returns the comment's id. */
    public synchronized String comment(String mediaId, String username, String text) {
        Item item =
                item(json -> json.put("text", text).put("username", username).put("hidden", false));
        comments(mediaId).add(item);
        return item.id();
    }

    /** Somebody answers a comment; returns the answer's id. */
    public synchronized String reply(String mediaId, String commentId, String username, String text) {
        Item parent = comments(mediaId).stream()
                .filter(item -> item.id().equals(commentId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no comment " + commentId));
        Item item =
                item(json -> json.put("text", text).put("username", username).put("parent_id", commentId));
        parent.json().withObject("/replies").withArray("data").add(item.json());
        return item.id();
    }

    private List<Item> comments(String mediaId) {
        List<Item> comments = lists.get(mediaId);
        if (comments == null) {
            throw new IllegalArgumentException("no own media " + mediaId);
        }
        return comments;
    }

    /** Puts something there that is no item. */
    public synchronized void broken(String hashtag) {
        String node = hashtags.computeIfAbsent(hashtag.toLowerCase(Locale.ROOT), tag -> newId());
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("caption", "no id, no time");
        lists.computeIfAbsent(node, key -> new ArrayList<>()).add(new Item("broken", time.now(), json));
    }

    /** A media, comment or answer is deleted: it is offered no more. */
    public synchronized void delete(String id) {
        for (List<Item> list : lists.values()) {
            list.removeIf(item -> item.id().equals(id));
            for (Item item : list) {
                Iterator<JsonNode> answers =
                        item.json().path("replies").path("data").iterator();
                while (answers.hasNext()) {
                    if (answers.next().path("id").asText().equals(id)) {
                        answers.remove();
                    }
                }
            }
        }
    }

    private Item item(Consumer<ObjectNode> fields) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        String id = newId();
        json.put("id", id).put("timestamp", TIME.format(time.now()));
        fields.accept(json);
        return new Item(id, time.now(), json);
    }

    private String newId() {
        return Long.toString(++ids);
    }

    /** The next requests are answered so, one each. */
    public synchronized void replyNext(FakeReply... more) {
        replies.addAll(Arrays.asList(more));
    }

    /** The next request is not answered; this happens to its connection instead. */
    public synchronized void breakNext(Consumer<FakeConnection> what) {
        breaks.add(what);
    }

    /** An error as the Graph API writes it. */
    public static FakeReply error(int status, int code) {
        return FakeReply.json(
                status,
                "{\"error\": {\"message\": \"(#" + code + ") no\", \"type\": \"OAuthException\", \"code\": " + code
                        + ", \"fbtrace_id\": \"x\"}}");
    }

    /** Whether every page has the same cursor, which leads on all the same. */
    public synchronized void sameCursor(boolean same) {
        sameCursor = same;
    }

    /** Whether a search answers with a bare id rather than a list of one. */
    public synchronized void bareId(boolean bare) {
        bareId = bare;
    }

    /** Media are out of order from now on: each up to so many places from its own; 0 for none. */
    public synchronized void shuffle(int places) {
        shuffle = places;
    }

    /** What the header {@code x-business-use-case-usage} says from now on; empty for no such header. */
    public synchronized void usage(int percent, int minutesToRegain) {
        usage = percent == 0
                ? ""
                : "{\"" + USER_ID + "\": [{\"type\": \"instagram\", \"call_count\": " + percent
                        + ", \"total_cputime\": 1, \"total_time\": 2, \"estimated_time_to_regain_access\": "
                        + minutesToRegain + "}]}";
    }

    /** Requests in any hour, beyond which it answers with code 4; default 200. */
    public synchronized void limit(int requests) {
        budget = new RateBudget(requests, Duration.ofHours(1), time);
    }

    /** How many requests were refused for being too many. */
    public synchronized int refused() {
        return refused;
    }

    private void handle(FakeRequest request, FakeConnection connection) throws IOException {
        Consumer<FakeConnection> broken;
        synchronized (this) {
            broken = breaks.poll();
        }
        if (broken != null) {
            broken.accept(connection);
            return;
        }
        FakeReply reply;
        synchronized (this) {
            if (budget.delay().isZero()) {
                budget.take();
                reply = answer(request);
            } else {
                refused++;
                reply = error(400, TOO_MANY);
            }
            if (!usage.isEmpty()) {
                reply = reply.withHeader("x-business-use-case-usage", usage);
            }
        }
        connection.reply(reply);
    }

    private FakeReply answer(FakeRequest request) {
        FakeReply scripted = replies.poll();
        if (scripted != null) {
            return scripted;
        }
        if (!request.parameter("access_token").filter(TOKEN::equals).isPresent()) {
            return error(400, 190);
        }
        String path = request.path();
        if (path.equals("/ig_hashtag_search")) {
            return search(request);
        }
        String[] parts = path.split("/", -1);
        List<Item> list = parts.length == 3 ? lists.get(parts[1]) : null;
        if (list == null) {
            return error(400, 100);
        }
        return page(request, list, parts[2].equals("recent_media"));
    }

    private FakeReply search(FakeRequest request) {
        String tag = request.parameter("q").orElse("").toLowerCase(Locale.ROOT);
        String node = hashtags.get(tag);
        if (node == null) {
            return error(400, 24);
        }
        searched.add(tag);
        if (searched.size() > MAX_HASHTAGS) {
            return error(400, 18);
        }
        return FakeReply.json(200, bareId ? "{\"id\": \"" + node + "\"}" : "{\"data\": [{\"id\": \"" + node + "\"}]}");
    }

    private FakeReply page(FakeRequest request, List<Item> list, boolean recent) {
        Instant oldest = recent ? time.now().minus(Duration.ofHours(24)) : Instant.MIN;
        List<Item> offered = new ArrayList<>(
                list.stream().filter(item -> !item.at().isBefore(oldest)).toList());
        Collections.reverse(offered);
        if (shuffle > 0) {
            for (int from = 0; from < offered.size(); from += shuffle + 1) {
                Collections.shuffle(
                        offered.subList(from, Math.min(from + shuffle + 1, offered.size())), new Random(from));
            }
        }
        int limit =
                Math.min(PAGE, request.parameter("limit").map(Integer::parseInt).orElse(25));
        int from = request.parameter("after")
                .map(after -> position(request, after))
                .orElse(0);
        int to = Math.min(offered.size(), from + limit);
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode data = root.putArray("data");
        offered.subList(Math.min(from, to), to).forEach(item -> data.add(item.json()));
        if (!data.isEmpty()) {
            ObjectNode paging = root.putObject("paging");
            paging.putObject("cursors").put("after", sameCursor ? "same" : "p" + to);
            if (to < offered.size()) {
                paging.put("next", uri() + request.path() + "?access_token=" + TOKEN);
            }
        }
        walks.put(request.path(), to);
        return FakeReply.json(200, root.toString());
    }

    /** With one cursor for all pages, the server itself knows how far somebody has come. */
    private int position(FakeRequest request, String after) {
        return after.equals("same") ? walks.getOrDefault(request.path(), 0) : Integer.parseInt(after.substring(1));
    }

    @Override
    public void close() {
        server.close();
    }
}
