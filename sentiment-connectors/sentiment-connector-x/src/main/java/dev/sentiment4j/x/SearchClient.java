package dev.sentiment4j.x;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sentiment4j.http.BadJsonException;
import dev.sentiment4j.http.Json;
import dev.sentiment4j.http.RateBudget;
import dev.sentiment4j.pipeline.InvalidPostException;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.x.PostMapping.Includes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Pages through X's recent search. */
final class SearchClient {
    /** How far back it reaches. */
    static final Duration REACH = Duration.ofDays(7);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final XClient client;
    private final PostMapping mapping;
    private final RateBudget requests;

    SearchClient(XClient client, PostMapping mapping) {
        this.client = client;
        this.mapping = mapping;
        // Of 450, so that another process has some.
        this.requests = new RateBudget(400, Duration.ofMinutes(15), client.time());
    }

    /**
     * What a search asks for: after a post, or from a time on. X takes ids or times, and refuses both together.
     *
     * @param sinceId after which post; or else
     * @param start from when on
     * @param end until when; null for now
     */
    record Wanted(
            String query,
            OptionalLong sinceId,
            @Nullable Instant start,
            @Nullable Instant end) {
        /** Without an id that is older than {@link #REACH} or than what is wanted: X refuses the one. */
        Wanted withoutIdBefore(Instant oldest) {
            boolean tooOld = sinceId.isPresent()
                    && Snowflake.time(sinceId.getAsLong())
                            .filter(time -> time.isBefore(oldest))
                            .isPresent();
            return tooOld ? new Wanted(query, OptionalLong.empty(), start, end) : this;
        }
    }

    /**
     * What a search found.
     *
     * @param posts oldest first
     * @param malformed objects that are no posts, and why
     * @param newestId from where the next search may go on
     * @param whole whether that is all, rather than the newest of it
     */
    record Found(List<Post> posts, List<Malformed> malformed, OptionalLong newestId, boolean whole) {}

    /** An object that is no post. */
    record Malformed(String json, String reason) {}

    /** A search that goes on where it failed: there may be more pages than X allows requests in a window. */
    final class Paging {
        private final Wanted wanted;
        private final int limit;
        private final List<Post> posts = new ArrayList<>();
        private final List<Malformed> malformed = new ArrayList<>();
        private OptionalLong newest = OptionalLong.empty();
        private Optional<String> token = Optional.empty();

        private Paging(Wanted wanted, int limit) {
            this.wanted = wanted;
            this.limit = limit;
        }

        private void seen(String id) {
            OptionalLong number = Marks.number(id, client.now());
            if (number.isPresent()) {
                newest = OptionalLong.of(Math.max(number.getAsLong(), newest.orElse(0)));
            }
        }

        /** Asks for what is missing; after a failure, again from the page that failed. */
        Found find() throws IOException, InterruptedException, XApiException, BadJsonException {
            do {
                JsonNode page = page(wanted, token, Math.max(10, Math.min(100, limit - posts.size())));
                JsonNode meta = page.path("meta");
                Json.text(meta, "newest_id").ifPresent(this::seen);
                Includes includes = Includes.of(page);
                for (JsonNode data : page.path("data")) {
                    try {
                        Post post = mapping.post(data, includes, MissingNode.getInstance());
                        posts.add(post);
                        seen(post.id());
                    } catch (InvalidPostException e) {
                        malformed.add(new Malformed(data.toString(), String.valueOf(e.getMessage())));
                    }
                }
                token = Json.text(meta, "next_token");
            } while (token.isPresent() && posts.size() < limit);
            List<Post> oldestFirst = new ArrayList<>(posts);
            Collections.reverse(oldestFirst);
            return new Found(oldestFirst, malformed, newest, token.isEmpty());
        }
    }

    /** A search of which nothing is asked for yet. */
    Paging search(Wanted wanted, int limit) {
        return new Paging(wanted, limit);
    }

    private JsonNode page(Wanted wanted, Optional<String> token, int size)
            throws IOException, InterruptedException, XApiException, BadJsonException {
        Map<String, String> query = Fields.query();
        query.put("query", wanted.query());
        query.put("max_results", Integer.toString(size));
        if (wanted.sinceId().isPresent()) {
            long since = wanted.sinceId().getAsLong();
            query.put("since_id", Long.toString(since));
            long until = wanted.end() == null ? 0 : Snowflake.at(wanted.end());
            if (until > since) {
                query.put("until_id", Long.toString(until));
            }
        } else {
            if (wanted.start() != null) {
                query.put("start_time", TIME.format(wanted.start()));
            }
            if (wanted.end() != null) {
                query.put("end_time", TIME.format(wanted.end()));
            }
        }
        token.ifPresent(t -> query.put("next_token", t));
        requests.acquire();
        return client.get(XClient.RECENT, query).json();
    }
}
