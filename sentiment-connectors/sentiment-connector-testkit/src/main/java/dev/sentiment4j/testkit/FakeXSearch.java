package dev.sentiment4j.testkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentiment4j.testkit.FakeXPost.Spelling;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The recent search of {@link FakeX}: every query finds everything, newest first. Like X it takes ids or times, and
 * refuses both together.
 */
final class FakeXSearch {
    private static final String NONE = "9".repeat(30);

    private final Map<String, FakeXPost> posts = new LinkedHashMap<>();

    synchronized void add(FakeXPost post) {
        posts.put(post.id(), post);
    }

    synchronized FakeReply find(FakeRequest request, Spelling spelling) {
        BigInteger since = new BigInteger(request.parameter("since_id").orElse("-1"));
        BigInteger until = new BigInteger(request.parameter("until_id").orElse(NONE));
        boolean ids = request.parameter("since_id").isPresent()
                || request.parameter("until_id").isPresent();
        if (ids
                && (request.parameter("start_time").isPresent()
                        || request.parameter("end_time").isPresent())) {
            return FakeXReplies.invalidRequest(
                    "since_id and until_id cannot be used together with start_time and end_time");
        }
        Instant start = request.parameter("start_time").map(Instant::parse).orElse(Instant.MIN);
        Instant end = request.parameter("end_time").map(Instant::parse).orElse(Instant.MAX);
        int max = Integer.parseInt(request.parameter("max_results").orElse("10"));
        if (max < 10 || max > 100) {
            return FakeXReplies.invalidRequest("max_results must be from 10 to 100");
        }
        List<FakeXPost> found = new ArrayList<>(posts.values().stream()
                .filter(post -> id(post).compareTo(since) > 0 && id(post).compareTo(until) < 0)
                .filter(post ->
                        !post.createdAt().isBefore(start) && post.createdAt().isBefore(end))
                .filter(post -> request.parameter("next_token")
                        .map(token -> id(post).compareTo(new BigInteger(token.substring(1))) < 0)
                        .orElse(true))
                .sorted(Comparator.comparing(FakeXSearch::id).reversed())
                .toList());
        boolean more = found.size() > max;
        if (more) {
            found = found.subList(0, max);
        }
        ObjectNode reply = FakeXPost.object();
        ObjectNode meta = FakeXPost.object().put("result_count", found.size());
        if (!found.isEmpty()) {
            ArrayNode data = reply.putArray("data");
            ObjectNode includes = FakeXPost.object();
            for (FakeXPost post : found) {
                data.add(post.data(spelling));
                post.include(includes, spelling);
            }
            reply.set("includes", includes);
            meta.put("newest_id", found.get(0).id());
            meta.put("oldest_id", found.get(found.size() - 1).id());
        }
        if (more) {
            meta.put("next_token", "b" + found.get(found.size() - 1).id());
        }
        reply.set("meta", meta);
        return FakeReply.json(200, FakeXPost.write(reply));
    }

    private static BigInteger id(FakeXPost post) {
        return new BigInteger(post.id());
    }
}
