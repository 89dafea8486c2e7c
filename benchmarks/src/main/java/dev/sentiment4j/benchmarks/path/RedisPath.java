package dev.sentiment4j.benchmarks.path;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.PostEvent;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.redis.RedisOptions;
import dev.sentiment4j.redis.RedisPostCodec;
import dev.sentiment4j.redis.RedisSourceOptions;
import dev.sentiment4j.redis.RedisStreamOptions;
import dev.sentiment4j.redis.RedisStreamPublisher;
import dev.sentiment4j.redis.RedisStreamSource;
import dev.sentiment4j.synthetic.SyntheticOptions;
import dev.sentiment4j.synthetic.SyntheticPosts;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Posts a second through Redis: published, read as a group, acknowledged, all three at once, on one machine with the
 * server, which writes an append-only file that it syncs every second. Arguments: posts a round, rounds, and "fields"
 * or "json". Rounds are told one by one, as the first ones warm up.
 */
public final class RedisPath {
    private static final int LIST = 1000;
    private static final int POLL = 2000;

    private RedisPath() {}

    public static void main(String[] args) throws Exception {
        int posts = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        RedisPostCodec codec =
                args.length > 2 && args[2].equals("json") ? RedisPostCodec.json("post") : RedisPostCodec.fields();
        try (OwnRedis server = OwnRedis.start()) {
            List<List<PostEvent>> lists = lists(posts);
            for (int round = 1; round <= rounds; round++) {
                double rate = round(server.options(), "posts-" + round, lists, posts, codec);
                System.out.printf(Locale.ROOT, "round %d: %,.0f posts/s (%s)%n", round, rate, codec);
            }
        }
    }

    private static List<List<PostEvent>> lists(int posts) {
        SyntheticPosts made =
                new SyntheticPosts(SyntheticOptions.builder().count(posts).build(), Clock.systemUTC());
        List<List<PostEvent>> lists = new ArrayList<>();
        List<PostEvent> list = new ArrayList<>();
        while (made.hasNext()) {
            list.add(made.next().event().orElseThrow());
            if (list.size() == LIST || !made.hasNext()) {
                lists.add(list);
                list = new ArrayList<>();
            }
        }
        return lists;
    }

    private static double round(
            RedisOptions redis, String stream, List<List<PostEvent>> lists, int posts, RedisPostCodec codec)
            throws InterruptedException, ExecutionException {
        RedisStreamSource source = new RedisStreamSource(
                redis,
                RedisSourceOptions.builder().stream(stream)
                        .codec(codec)
                        .deleteAcknowledged(false)
                        .build());
        RedisStreamPublisher publisher = new RedisStreamPublisher(
                redis,
                RedisStreamOptions.builder(stream)
                        .codec(codec)
                        .maxLength(1_000_000)
                        .build());
        try (source;
                publisher) {
            source.open(SourceListener.NONE);
            long start = System.nanoTime();
            CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> {
                try {
                    for (List<PostEvent> list : lists) {
                        publisher.publish(list);
                    }
                } catch (InterruptedException e) {
                    throw new CompletionException(e);
                }
            });
            CompletableFuture<Void> acknowledging = CompletableFuture.completedFuture(null);
            int read = 0;
            while (read < posts) {
                List<Delivery> some = source.poll(POLL, Duration.ofSeconds(1));
                if (some.isEmpty() && publishing.isCompletedExceptionally()) {
                    break;
                }
                read += some.size();
                // As in a pipeline: the next poll does not wait for the acknowledgement of the one before.
                acknowledging = acknowledging.thenRunAsync(() -> source.acknowledge(some));
            }
            publishing.get();
            acknowledging.get();
            return posts / ((System.nanoTime() - start) / 1e9);
        }
    }
}
