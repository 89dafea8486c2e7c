package dev.sentiment4j.benchmarks.service;

import com.google.gson.Gson;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.benchmarks.Posts;
import dev.sentiment4j.benchmarks.load.Arrivals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * The dashboard's service under load, on one machine with it; its limits for clients must be off. Arguments: the
 * service's address, then {@code all SECONDS}, {@code predict SECONDS RATE}, {@code batch SECONDS} or {@code feed
 * SECONDS CLIENTS}.
 *
 * <ul>
 *   <li>all: how many single texts are answered at most, single texts at half of that, batches, and for comparison
 *       lists in this process, by an analyzer of its own while the service rests.
 *   <li>predict: single texts that come as a Poisson process, whether or not earlier ones are answered; times count
 *       from when a text was due.
 *   <li>batch: 100 texts a request, two requests at a time.
 *   <li>feed: how long posts take from when they were written until each client has them.
 * </ul>
 */
public final class ServiceLoad {
    private static final int BATCH = 100;
    private static final int BULK = 2000;
    private static final int CALLERS = 16;
    private static final int TEXTS = 10_000;
    private static final long WARM_UP_SECONDS = 5;
    /** On two cores that also run what they compile, a fresh service is slow for a while. */
    private static final long FRESH_SECONDS = 45;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Gson gson = new Gson();
    private final URI service;

    private ServiceLoad(URI service) {
        this.service = service;
    }

    public static void main(String[] args) throws Exception {
        ServiceLoad load = new ServiceLoad(URI.create(args[0]));
        int seconds = Integer.parseInt(args[2]);
        switch (args[1]) {
            case "all" -> load.all(seconds);
            case "predict" -> load.predict(seconds, Double.parseDouble(args[3]));
            case "batch" -> load.batch(seconds);
            case "feed" -> load.feed(seconds, Integer.parseInt(args[3]));
            default -> throw new IllegalArgumentException("not all, predict, batch or feed: " + args[1]);
        }
        System.exit(0);
    }

    private HttpRequest post(String path, Object body) {
        return HttpRequest.newBuilder(service.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(gson.toJson(body)))
                .build();
    }

    private void all(int seconds) throws Exception {
        saturated(FRESH_SECONDS);
        double capacity = saturated(seconds);
        System.out.printf(Locale.ROOT, "predict, %d callers: %.0f texts/s%n", CALLERS, capacity);
        System.out.println(run(2L * seconds, capacity / 2, 2));
        batch(seconds);
        bulk(seconds);
    }

    /** As many callers as keep it busy, each with one text at a time; texts a second. */
    private double saturated(long seconds) throws InterruptedException {
        List<String> texts = Posts.load("", TEXTS);
        return closedLoop(seconds, CALLERS, 1, at -> post("/predict", Map.of("text", texts.get(at % texts.size()))));
    }

    /** Lists as long as they come, without a service. */
    private void bulk(int seconds) {
        List<String> texts = Posts.load("", TEXTS);
        try (SentimentAnalyzer analyzer = SentimentAnalyzer.create()) {
            analyzer.analyzeAll(texts.subList(0, 1000));
            long start = System.nanoTime();
            long end = start + TimeUnit.SECONDS.toNanos(seconds);
            long done = 0;
            for (int at = 0; System.nanoTime() < end; at = (at + BULK) % (TEXTS - BULK)) {
                done += analyzer.analyzeAll(texts.subList(at, at + BULK)).size();
            }
            System.out.printf(Locale.ROOT, "lists of %d, in process: %.0f texts/s%n", BULK, done / seconds(start));
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private void predict(int seconds, double perSecond) throws InterruptedException {
        run(WARM_UP_SECONDS, perSecond, 1);
        System.out.println(run(seconds, perSecond, 2));
    }

    private String run(long seconds, double perSecond, long seed) throws InterruptedException {
        List<String> texts = Posts.load("", TEXTS);
        long[] due = Arrivals.POISSON.draw(perSecond, (double) seconds, seed);
        ConcurrentHistogram micros = new ConcurrentHistogram(TimeUnit.HOURS.toMicros(1), 3);
        LongAdder failed = new LongAdder();
        CountDownLatch open = new CountDownLatch(due.length);
        long start = System.nanoTime();
        for (int i = 0; i < due.length; i++) {
            long dueAt = start + due[i];
            HttpRequest request = post("/predict", Map.of("text", texts.get(i % texts.size())));
            for (long left = dueAt - System.nanoTime(); left > 0; left = dueAt - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            http.sendAsync(request, BodyHandlers.ofString()).whenComplete((response, failure) -> {
                if (failure == null && response.statusCode() == 200) {
                    micros.recordValue((System.nanoTime() - dueAt) / 1000);
                } else {
                    failed.increment();
                }
                open.countDown();
            });
        }
        boolean ended = open.await(60, TimeUnit.SECONDS);
        return String.format(
                Locale.ROOT,
                "predict: %.0f/s for %d s, p50 %.1f p95 %.1f p99 %.1f max %.1f ms, %d answered, %d failed%s",
                perSecond,
                seconds,
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(95) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getMaxValue() / 1e3,
                micros.getTotalCount(),
                failed.sum(),
                ended ? "" : ", not all ended");
    }

    private void batch(int seconds) throws Exception {
        batches(WARM_UP_SECONDS);
        System.out.printf(Locale.ROOT, "batch: %.0f texts/s%n", batches(seconds));
    }

    private double batches(long seconds) throws InterruptedException {
        List<String> texts = Posts.load("", TEXTS);
        return closedLoop(seconds, 2, BATCH, at -> {
            int from = at * BATCH % (texts.size() - BATCH);
            return post("/predict/batch", Map.of("texts", texts.subList(from, from + BATCH)));
        });
    }

    /** Callers that each send a request as soon as the last is answered; texts a second. */
    private double closedLoop(long seconds, int callers, int textsEach, IntFunction<HttpRequest> requests)
            throws InterruptedException {
        LongAdder done = new LongAdder();
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        Thread[] threads = new Thread[callers];
        for (int c = 0; c < callers; c++) {
            threads[c] = new Thread(() -> {
                while (System.nanoTime() < end) {
                    if (send(requests.apply(next.getAndIncrement())) == 200) {
                        done.add(textsEach);
                    }
                }
            });
            threads[c].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return done.sum() / seconds(start);
    }

    private int send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return response.statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private void feed(int seconds, int clients) throws InterruptedException {
        URI feed = URI.create(service.toString().replaceFirst("^http", "ws").replaceFirst("/$", "") + "/ws/sentiment");
        try (FeedClients pages = new FeedClients(http, feed, clients)) {
            TimeUnit.SECONDS.sleep(FRESH_SECONDS);
            pages.count();
            TimeUnit.SECONDS.sleep(seconds);
            pages.stop();
            System.out.printf(
                    Locale.ROOT,
                    "feed: %d clients for %d s, %.1f posts/s each, from written to received p50 %.0f p95 %.0f p99 %.0f max"
                            + " %.0f ms, %d connections lost%n",
                    clients,
                    seconds,
                    (double) pages.received() / clients / seconds,
                    pages.percentile(50),
                    pages.percentile(95),
                    pages.percentile(99),
                    pages.percentile(100),
                    pages.lost());
        }
    }
}
