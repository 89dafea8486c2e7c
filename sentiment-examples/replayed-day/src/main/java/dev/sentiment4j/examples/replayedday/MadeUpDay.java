package dev.sentiment4j.examples.replayedday;

import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.synthetic.SyntheticOptions;
import dev.sentiment4j.synthetic.SyntheticPosts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The posts of a day: few at night, many in the evening, as people are; and from 14:00 to 16:00 one product is down,
 * its users post twice as much, and some say that they leave.
 */
final class MadeUpDay {
    static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    static final Duration LENGTH = Duration.ofHours(24);
    static final String BROKEN = "phone";
    static final Duration OUTAGE_FROM = Duration.ofHours(14);
    static final Duration OUTAGE_TO = Duration.ofHours(16);

    private static final List<String> PRODUCTS = List.of("phone", "tablet", "watch", "app");
    private static final String[] LEAVING = {
        "Third outage this month. I'm cancelling my contract today",
        "That was the last straw, switching to a competitor",
        "Nobody answers. Never again, we take our business elsewhere",
        "Closed my account after two hours without service"
    };

    /** The time that posts are made at. */
    private static final class Hand extends Clock {
        Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private MadeUpDay() {}

    /** In the order of their times; the same for the same seed. */
    static List<Post> posts(double perMinute, long seed) {
        Hand clock = new Hand();
        SyntheticPosts usual = new SyntheticPosts(options(seed, PRODUCTS, 0.42, 0.4, 0.18), clock);
        SyntheticPosts outage = new SyntheticPosts(options(seed + 1, List.of(BROKEN), 0.03, 0.12, 0.85), clock);
        Random random = new Random(seed);
        List<Post> posts = new ArrayList<>();
        for (long minute = 0; minute < LENGTH.toMinutes(); minute++) {
            double rate = perMinute * dayAndNight(minute);
            boolean down = minute >= OUTAGE_FROM.toMinutes() && minute < OUTAGE_TO.toMinutes();
            add(posts, usual, clock, minute, rate, random);
            if (down) {
                int before = posts.size();
                add(posts, outage, clock, minute, rate, random);
                for (int i = before; i < posts.size(); i++) {
                    if (random.nextInt(5) == 0) {
                        String text = LEAVING[random.nextInt(LEAVING.length)];
                        posts.set(i, posts.get(i).toBuilder().text(text).build());
                    }
                }
            }
        }
        return posts;
    }

    /** From a fifth of the mean before dawn to nearly twice the mean in the evening. */
    private static double dayAndNight(long minute) {
        double hour = minute / 60.0;
        return 1 + 0.8 * Math.cos((hour - 18) / 24 * 2 * Math.PI);
    }

    private static void add(
            List<Post> posts, SyntheticPosts maker, Hand clock, long minute, double rate, Random random) {
        int count = poisson(rate, random);
        double[] seconds = random.doubles(count, 0, 60).sorted().toArray();
        for (double second : seconds) {
            clock.now = START.plus(Duration.ofMinutes(minute)).plusMillis((long) (second * 1000));
            maker.next()
                    .event()
                    .filter(Post.class::isInstance)
                    .map(Post.class::cast)
                    .ifPresent(posts::add);
        }
    }

    /** Knuth's method; rates are small. */
    private static int poisson(double rate, Random random) {
        double limit = Math.exp(-rate);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    private static SyntheticOptions options(
            long seed, List<String> products, double positive, double neutral, double negative) {
        return SyntheticOptions.builder()
                .seed(seed)
                .mix(positive, neutral, negative)
                .languages(Map.of("en", 1.0))
                .products(products)
                .cities(List.of(Geo.of("Berlin", "DE"), Geo.of("Paris", "FR"), Geo.of("Madrid", "ES")))
                .authors(2000)
                .share(SyntheticOptions.Feature.MALFORMED, 0)
                .share(SyntheticOptions.Feature.DUPLICATE, 0)
                .share(SyntheticOptions.Feature.EDIT, 0)
                .share(SyntheticOptions.Feature.DELETION, 0)
                .build();
    }
}
