package dev.sentiment4j.testkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.sentiment4j.http.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Reddit on a port of this machine: tokens of all grants, listings of new posts and comments with their pages and
 * limits, look-ups by name, rate limits by fixed windows; and on command what the real one does on bad days. It serves
 * as the address of tokens and of the API alike. Time is that of its {@link TimeSource}. Thread-safe.
 *
 * <pre>{@code
 * try (FakeReddit reddit = FakeReddit.start()) {
 *     reddit.post("java", "ann", "It works", "really");
 *     RedditClientOptions.builder(credentials, agent).apiUri(reddit.uri()).tokenUri(reddit.uri()).build();
 * }
 * }</pre>
 */
public final class FakeReddit implements AutoCloseable {
    /** {@value}: the client id that it knows. */
    public static final String CLIENT_ID = "fake-client";
    /** {@value}: the secret of that client. */
    public static final String CLIENT_SECRET = "fake-secret";
    /** {@value}: the user that it knows. */
    public static final String USERNAME = "fake-user";
    /** {@value}: the password of that user. */
    public static final String PASSWORD = "fake-password";
    /** {@value}: the refresh token that it knows. */
    public static final String REFRESH_TOKEN = "fake-refresh-token";

    private static final int CAP = 1000;
    private static final Comparator<FakeRedditItem> NEWEST_FIRST =
            Comparator.comparingLong((FakeRedditItem item) -> item.number).reversed();

    /** How it says 429. */
    public enum TooMany {
        /** A page for people, with {@code retry-after: 4}. */
        HTML,
        /** {@code {"message": "Too Many Requests", "error": 429}}. */
        JSON,
        /** Nothing, with the usual headers. */
        EMPTY
    }

    private final TimeSource time;
    private final FakeHttpServer server;
    private final Map<String, FakeRedditItem> items = new LinkedHashMap<>();
    private final Deque<FakeReply> apiReplies = new ArrayDeque<>();
    private final Deque<FakeReply> tokenReplies = new ArrayDeque<>();
    private final Deque<Consumer<FakeConnection>> breaks = new ArrayDeque<>();
    private final Set<String> tokens = new HashSet<>();
    private final Map<String, Instant> tokenEnds = new LinkedHashMap<>();
    private final Map<String, FakeReply> closed = new LinkedHashMap<>();
    private final FakeRateLimit rate;
    private long numbers = 1_000_000;
    private int tokensGiven;
    private Duration tokenLife = Duration.ofHours(24);
    private int shuffle;
    private Random random = new Random(1);
    private @Nullable List<String> frozen;
    private int frozenReplies;

    private FakeReddit(TimeSource time) {
        this.time = time;
        this.rate = new FakeRateLimit(time);
        this.server = FakeHttpServer.start(this::handle, time, null);
    }

    /** Starts one by the system's time. */
    public static FakeReddit start() {
        return start(TimeSource.system());
    }

    /** Starts one by another time. */
    public static FakeReddit start(TimeSource time) {
        return new FakeReddit(time);
    }

    /** Where it listens, for tokens and for the API. */
    public URI uri() {
        return server.uri();
    }

    /** All requests so far, in order. */
    public List<FakeRequest> requests() {
        return server.requests();
    }

    /** Somebody writes a post; returns its name, such as "t3_lfls". */
    public synchronized String post(String subreddit, String author, String title, String selftext) {
        return add("t3_", subreddit, author, title, selftext);
    }

    /** Somebody writes a comment; returns its name, such as "t1_lfls". */
    public synchronized String comment(String subreddit, String author, String body) {
        return add("t1_", subreddit, author, "", body);
    }

    private String add(String prefix, String subreddit, String author, String title, String text) {
        FakeRedditItem item = new FakeRedditItem(
                prefix, ++numbers, subreddit, author, title, text, time.now().getEpochSecond());
        items.put(item.name, item);
        return item.name;
    }

    /** Its author writes something else. */
    public synchronized void edit(String name, String text) {
        item(name).edit(text, time.now().getEpochSecond());
    }

    /** Its author deletes it: it stays as "[deleted]", and leaves the listings. */
    public synchronized void delete(String name) {
        item(name).state(FakeRedditItem.State.DELETED);
    }

    /** A moderator removes it: it stays as "[removed]", and leaves the listings. */
    public synchronized void remove(String name) {
        item(name).state(FakeRedditItem.State.REMOVED);
    }

    /** It goes without a trace. */
    public synchronized void purge(String name) {
        item(name).state(FakeRedditItem.State.PURGED);
    }

    /** What was removed is shown again, in its old place. */
    public synchronized void approve(String name) {
        item(name).state(FakeRedditItem.State.LIVE);
    }

    /** Its author's account is deleted; what was written stays. */
    public synchronized void deleteAccount(String author) {
        items.values().stream().filter(item -> item.author.equals(author)).forEach(FakeRedditItem::accountGone);
    }

    /** Adds fields to an item as JSON shows it, or puts others in place of its own. */
    public synchronized void override(String name, Consumer<ObjectNode> change) {
        item(name).override(change);
    }

    private FakeRedditItem item(String name) {
        FakeRedditItem item = items.get(name);
        if (item == null) {
            throw new IllegalArgumentException("no item " + name);
        }
        return item;
    }

    /** The next requests to the API are answered so, one each. */
    public synchronized void replyNext(FakeReply... replies) {
        apiReplies.addAll(Arrays.asList(replies));
    }

    /** The next requests for tokens are answered so, one each. */
    public synchronized void replyNextToken(FakeReply... replies) {
        tokenReplies.addAll(Arrays.asList(replies));
    }

    /** The next request of any kind is not answered; this happens to its connection instead. */
    public synchronized void breakNext(Consumer<FakeConnection> what) {
        breaks.add(what);
    }

    /**
     * A subreddit cannot be read from now on, nor can others together with it.
     *
     * @param reply what those get who try, such as a 403 with {@code {"reason": "private"}}
     */
    public synchronized void closeSubreddit(String subreddit, FakeReply reply) {
        closed.put(subreddit.toLowerCase(Locale.ROOT), reply);
    }

    /** A subreddit can be read again. */
    public synchronized void openSubreddit(String subreddit) {
        closed.remove(subreddit.toLowerCase(Locale.ROOT));
    }

    /** Tokens that are given from now on are good for so long; default 24 hours. */
    public synchronized void tokenLife(Duration life) {
        tokenLife = life;
    }

    /** Tokens that were given so far are refused from now on. */
    public synchronized void revokeTokens() {
        tokens.clear();
    }

    /** How many tokens were given. */
    public synchronized int tokensGiven() {
        return tokensGiven;
    }

    /** Listings are out of order from now on: each item up to so many places from its own; 0 for none. */
    public synchronized void shuffle(int places, Random random) {
        this.shuffle = places;
        this.random = random;
    }

    /** Remembers all listings as they are, to be shown again by {@link #replayOldListings}. */
    public synchronized void remember() {
        frozen = items.values().stream()
                .filter(FakeRedditItem::isListed)
                .map(item -> item.name)
                .toList();
    }

    /** The next listings are those that were remembered, as from a cache. */
    public synchronized void replayOldListings(int replies) {
        frozenReplies = frozen == null ? 0 : replies;
    }

    /**
     * Limits requests to the API.
     *
     * @param requests in a window; default 1000
     * @param window its length, whose multiples since 1970 are its ends; default 10 minutes
     */
    public synchronized void limit(int requests, Duration window) {
        rate.limit(requests, window);
    }

    /** How it says that there were too many requests; default {@link TooMany#EMPTY}. */
    public synchronized void tooMany(TooMany form) {
        rate.form(form);
    }

    /** Whether answers tell of the limit; default true. */
    public synchronized void rateHeaders(boolean present) {
        rate.headers(present);
    }

    /** How many requests were refused for being too many. */
    public synchronized int refused() {
        return rate.refused();
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
            reply = request.path().equals("/api/v1/access_token") ? token(request) : api(request);
        }
        connection.reply(reply);
    }

    private FakeReply token(FakeRequest request) {
        FakeReply scripted = tokenReplies.poll();
        if (scripted != null) {
            return scripted;
        }
        Map<String, String> form = request.form();
        String grant = form.getOrDefault("grant_type", "");
        boolean installed = grant.endsWith("/installed_client");
        String user = new String(
                Base64.getDecoder()
                        .decode(request.header("authorization").orElse("").replaceFirst("(?i)^basic ", "")),
                java.nio.charset.StandardCharsets.UTF_8);
        if (!user.equals(CLIENT_ID + ":" + (installed ? "" : CLIENT_SECRET))) {
            return FakeReply.json(401, "{\"message\": \"Unauthorized\", \"error\": 401}")
                    .withHeader("www-authenticate", "Basic realm=\"reddit\"");
        }
        boolean good =
                switch (grant) {
                    case "client_credentials" -> true;
                    case "password" -> USERNAME.equals(form.get("username")) && PASSWORD.equals(form.get("password"));
                    case "refresh_token" -> REFRESH_TOKEN.equals(form.get("refresh_token"));
                    default -> installed && form.containsKey("device_id");
                };
        if (!good) {
            return FakeReply.json(200, "{\"error\": \"invalid_grant\"}");
        }
        String token = "fake-token-" + ++tokensGiven;
        tokens.add(token);
        tokenEnds.put(token, time.now().plus(tokenLife));
        return FakeReply.json(
                200,
                "{\"access_token\": \"" + token + "\", \"token_type\": \"bearer\", \"expires_in\": "
                        + tokenLife.toSeconds() + ", \"scope\": \"*\"}");
    }

    private FakeReply api(FakeRequest request) {
        FakeReply scripted = apiReplies.poll();
        if (scripted != null) {
            return scripted;
        }
        String agent = request.header("user-agent").orElse("");
        if (agent.length() < 7 || agent.toLowerCase(Locale.ROOT).startsWith("java")) {
            return FakeRateLimit.page();
        }
        String token = request.header("authorization").orElse("").replaceFirst("(?i)^bearer ", "");
        Instant end = tokenEnds.get(token);
        if (!tokens.contains(token) || end == null || !time.now().isBefore(end)) {
            return FakeReply.json(401, "{\"message\": \"Unauthorized\", \"error\": 401}")
                    .withHeader("www-authenticate", "Bearer realm=\"reddit\", error=\"invalid_token\"");
        }
        Optional<FakeReply> tooMany = rate.take();
        return rate.mark(tooMany.orElseGet(() -> answer(request)));
    }

    private FakeReply answer(FakeRequest request) {
        boolean raw = request.parameter("raw_json").filter("1"::equals).isPresent();
        if (request.path().equals("/api/info")) {
            List<FakeRedditItem> found = Stream.of(
                            request.parameter("id").orElse("").split(",", -1))
                    .map(items::get)
                    .filter(item -> item != null && !item.isPurged())
                    .limit(100)
                    .toList();
            return listing(found, null, raw);
        }
        String[] path = request.path().split("/", -1);
        if (path.length != 4 || !path[1].equals("r")) {
            return FakeReply.json(404, "{\"message\": \"Not Found\", \"error\": 404}");
        }
        Set<String> subreddits = Set.of(path[2].toLowerCase(Locale.ROOT).split("\\+", -1));
        for (Map.Entry<String, FakeReply> each : closed.entrySet()) {
            if (subreddits.contains(each.getKey())) {
                return each.getValue();
            }
        }
        String prefix = path[3].equals("comments") ? "t1_" : "t3_";
        return page(request, listed(subreddits, prefix), raw);
    }

    private List<FakeRedditItem> listed(Set<String> subreddits, String prefix) {
        Stream<FakeRedditItem> all = items.values().stream().filter(FakeRedditItem::isListed);
        List<String> old = frozen;
        if (frozenReplies > 0 && old != null) {
            frozenReplies--;
            all = old.stream().map(this::item);
        }
        List<FakeRedditItem> listed = new ArrayList<>(all.filter(item -> item.name.startsWith(prefix))
                .filter(item ->
                        subreddits.contains("all") || subreddits.contains(item.subreddit.toLowerCase(Locale.ROOT)))
                .sorted(NEWEST_FIRST)
                .limit(CAP)
                .toList());
        if (shuffle > 0) {
            // Blocks no longer than the distance: nothing leaves its block.
            for (int from = random.nextInt(shuffle + 1); from < listed.size(); from += shuffle + 1) {
                Collections.shuffle(listed.subList(from, Math.min(from + shuffle + 1, listed.size())), random);
            }
        }
        return listed;
    }

    private static FakeReply page(FakeRequest request, List<FakeRedditItem> listed, boolean raw) {
        int limit = request.parameter("limit").map(Integer::parseInt).orElse(25);
        limit = Math.max(1, Math.min(100, limit));
        List<String> names = listed.stream().map(item -> item.name).toList();
        Optional<String> after = request.parameter("after");
        Optional<String> before = request.parameter("before");
        int from = 0;
        int to = listed.size();
        if (after.isPresent()) {
            // An item that has gone is no place to go on from.
            from = names.contains(after.get()) ? names.indexOf(after.get()) + 1 : listed.size();
        } else if (before.isPresent()) {
            to = Math.max(0, names.indexOf(before.get()));
            from = Math.max(0, to - limit);
        }
        int end = Math.min(to, from + limit);
        List<FakeRedditItem> page = listed.subList(from, end);
        return listing(page, end < listed.size() && !page.isEmpty() ? page.get(page.size() - 1).name : null, raw);
    }

    private static FakeReply listing(List<FakeRedditItem> page, @Nullable String after, boolean raw) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("kind", "Listing");
        ObjectNode data = root.putObject("data")
                .put("after", after)
                .put("dist", page.size())
                .put("modhash", (String) null)
                .put("geo_filter", "")
                .put("before", (String) null);
        ArrayNode children = data.putArray("children");
        page.forEach(item -> children.addRawValue(new RawValue(item.json())));
        String json = root.toString();
        if (!raw) {
            json = json.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
        return FakeReply.json(200, json);
    }

    @Override
    public void close() {
        server.close();
    }
}
