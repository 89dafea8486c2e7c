package dev.sentiment4j.synthetic;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.Geo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How many posts are made up, how fast, and what they are like. Shares are probabilities from 0 to 1, each drawn for
 * itself. Immutable and thread-safe; {@link Builder#build()} reports every bad value at once.
 */
public final class SyntheticOptions {
    /** {@value}: no end. */
    public static final long ENDLESS = Long.MAX_VALUE;
    /** {@value}: no pause between posts. */
    public static final double AS_FAST_AS_POSSIBLE = Double.POSITIVE_INFINITY;

    private static final Set<String> LANGUAGES = Set.of("en", "de", "es");

    private final long seed;
    private final long count;
    private final double rate;
    private final Duration burstEvery;
    private final Duration burstLength;
    private final double burstFactor;
    private final Map<SentimentLabel, Double> mix;
    private final Map<String, Double> languages;
    private final List<String> platforms;
    private final List<String> products;
    private final List<String> channels;
    private final List<Geo> cities;
    private final int authors;
    private final Map<Feature, Double> shares;

    /** What a part of the posts has or is. */
    public enum Feature {
        /** An emoji that fits the mood; of positive and negative posts. Default 0.3. */
        EMOJI(0.3),
        /** A hashtag of the product. Default 0.25. */
        HASHTAG(0.25),
        /** A mention of a company. Default 0.2. */
        MENTION(0.2),
        /** A link. Default 0.1. */
        LINK(0.1),
        /** A place. Default 0.8. */
        GEO(0.8),
        /** A recent post, delivered once more as it was. Default 0. */
        DUPLICATE(0),
        /** A new version of a recent post, with another text. Default 0. */
        EDIT(0),
        /** The deletion of a recent post. Default 0. */
        DELETION(0),
        /** An entry that is no post. Default 0. */
        MALFORMED(0);

        private final double defaultShare;

        Feature(double defaultShare) {
            this.defaultShare = defaultShare;
        }
    }

    private SyntheticOptions(Builder b) {
        this.seed = b.seed;
        this.count = b.count;
        this.rate = b.rate;
        this.burstEvery = b.burstEvery;
        this.burstLength = b.burstLength;
        this.burstFactor = b.burstFactor;
        this.mix = Collections.unmodifiableMap(new EnumMap<>(b.mix));
        this.languages = Collections.unmodifiableMap(new LinkedHashMap<>(b.languages));
        this.platforms = List.copyOf(b.platforms);
        this.products = List.copyOf(b.products);
        this.channels = List.copyOf(b.channels);
        this.cities = List.copyOf(b.cities);
        this.authors = b.authors;
        this.shares = Collections.unmodifiableMap(new EnumMap<>(b.shares));
    }

    public static SyntheticOptions defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder b = new Builder();
        b.seed = seed;
        b.count = count;
        b.rate = rate;
        b.burstEvery = burstEvery;
        b.burstLength = burstLength;
        b.burstFactor = burstFactor;
        b.mix = new EnumMap<>(mix);
        b.languages = languages;
        b.platforms = platforms;
        b.products = products;
        b.channels = channels;
        b.cities = cities;
        b.authors = authors;
        b.shares.putAll(shares);
        return b;
    }

    /** The same seed makes the same posts, but for their times; default 1. */
    public long seed() {
        return seed;
    }

    /** Deliveries in all, edits, deletions and the like among them; default {@link #ENDLESS}. */
    public long count() {
        return count;
    }

    /** Deliveries a second; default {@link #AS_FAST_AS_POSSIBLE}. */
    public double rate() {
        return rate;
    }

    /** How often a burst begins; zero (default) for never. */
    public Duration burstEvery() {
        return burstEvery;
    }

    /** How long a burst lasts; default 10 seconds. */
    public Duration burstLength() {
        return burstLength;
    }

    /** By how much the rate is multiplied during a burst; default 5. */
    public double burstFactor() {
        return burstFactor;
    }

    /** How common each mood is, in any unit; default 40 positive, 30 neutral, 30 negative. */
    public Map<SentimentLabel, Double> mix() {
        return mix;
    }

    /** How common each language is, in any unit, of "en", "de" and "es"; default English alone. */
    public Map<String, Double> languages() {
        return languages;
    }

    /** The platforms that posts are said to be from; default x, reddit, instagram. */
    public List<String> platforms() {
        return platforms;
    }

    /** What posts are about, also the attribute {@code product}. */
    public List<String> products() {
        return products;
    }

    /** The attribute {@code channel}. */
    public List<String> channels() {
        return channels;
    }

    /** Where posts are from. */
    public List<Geo> cities() {
        return cities;
    }

    /** How many authors there are, of whom few write much; default 500. */
    public int authors() {
        return authors;
    }

    /** The share of posts that have, or are, this. */
    public double share(Feature feature) {
        return Objects.requireNonNull(shares.get(feature));
    }

    @Override
    public String toString() {
        return "SyntheticOptions[seed=" + seed + ", count=" + (count == ENDLESS ? "endless" : count) + ", rate="
                + (Double.isInfinite(rate) ? "as fast as possible" : rate) + ", burstEvery=" + burstEvery
                + ", burstLength=" + burstLength + ", burstFactor=" + burstFactor + ", mix=" + mix + ", languages="
                + languages + ", platforms=" + platforms + ", products=" + products + ", channels=" + channels
                + ", cities=" + cities.size() + ", authors=" + authors + ", shares=" + shares + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private long seed = 1;
        private long count = ENDLESS;
        private double rate = AS_FAST_AS_POSSIBLE;
        private Duration burstEvery = Duration.ZERO;
        private Duration burstLength = Duration.ofSeconds(10);
        private double burstFactor = 5;
        private Map<SentimentLabel, Double> mix = new EnumMap<>(
                Map.of(SentimentLabel.POSITIVE, 40.0, SentimentLabel.NEUTRAL, 30.0, SentimentLabel.NEGATIVE, 30.0));
        private Map<String, Double> languages = Map.of("en", 1.0);
        private List<String> platforms = List.of("x", "reddit", "instagram");
        private List<String> products = List.of(
                "phone", "laptop", "tablet", "camera", "headset", "smartwatch", "router", "printer", "monitor", "app");
        private List<String> channels = List.of("support", "reviews", "community", "campaign");
        private List<Geo> cities = List.of(
                city("Berlin", "DE", 52.52, 13.41),
                city("London", "GB", 51.51, -0.13),
                city("Paris", "FR", 48.86, 2.35),
                city("Madrid", "ES", 40.42, -3.70),
                city("New York", "US", 40.71, -74.01),
                city("Toronto", "CA", 43.65, -79.38),
                city("São Paulo", "BR", -23.55, -46.63),
                city("Lagos", "NG", 6.52, 3.38),
                city("Nairobi", "KE", -1.29, 36.82),
                city("Mumbai", "IN", 19.08, 72.88),
                city("Tokyo", "JP", 35.68, 139.69),
                city("Sydney", "AU", -33.87, 151.21));
        private int authors = 500;
        private final Map<Feature, Double> shares = new EnumMap<>(Feature.class);

        private Builder() {
            for (Feature feature : Feature.values()) {
                shares.put(feature, feature.defaultShare);
            }
        }

        private static Geo city(String name, String country, double latitude, double longitude) {
            return Geo.of(name, country).withCoordinates(latitude, longitude);
        }

        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        public Builder count(long count) {
            this.count = count;
            return this;
        }

        public Builder rate(double perSecond) {
            this.rate = perSecond;
            return this;
        }

        public Builder burstEvery(Duration every) {
            this.burstEvery = Objects.requireNonNull(every, "every");
            return this;
        }

        public Builder burstLength(Duration length) {
            this.burstLength = Objects.requireNonNull(length, "length");
            return this;
        }

        public Builder burstFactor(double factor) {
            this.burstFactor = factor;
            return this;
        }

        public Builder mix(double positive, double neutral, double negative) {
            Map<SentimentLabel, Double> weights = new EnumMap<>(SentimentLabel.class);
            weights.put(SentimentLabel.POSITIVE, positive);
            weights.put(SentimentLabel.NEUTRAL, neutral);
            weights.put(SentimentLabel.NEGATIVE, negative);
            this.mix = weights;
            return this;
        }

        public Builder languages(Map<String, Double> weights) {
            this.languages = Map.copyOf(weights);
            return this;
        }

        public Builder platforms(List<String> platforms) {
            this.platforms = List.copyOf(platforms);
            return this;
        }

        public Builder products(List<String> products) {
            this.products = List.copyOf(products);
            return this;
        }

        public Builder channels(List<String> channels) {
            this.channels = List.copyOf(channels);
            return this;
        }

        public Builder cities(List<Geo> cities) {
            this.cities = List.copyOf(cities);
            return this;
        }

        public Builder authors(int authors) {
            this.authors = authors;
            return this;
        }

        public Builder share(Feature feature, double share) {
            shares.put(Objects.requireNonNull(feature, "feature"), share);
            return this;
        }

        /**
         * The options.
         *
         * @throws InvalidOptionsException listing every value that cannot work
         */
        public SyntheticOptions build() {
            List<String> problems = new ArrayList<>();
            if (count < 0) {
                problems.add("count = " + count + ": must not be negative");
            }
            if (!(rate > 0)) {
                problems.add("rate = " + rate + ": must be positive");
            }
            if (burstEvery.isNegative()) {
                problems.add("burstEvery = " + burstEvery + ": must not be negative");
            }
            if (!burstEvery.isZero() && burstLength.compareTo(burstEvery) >= 0) {
                problems.add("burstLength = " + burstLength + ": must be less than burstEvery = " + burstEvery);
            }
            if (burstLength.isNegative() || burstLength.isZero()) {
                problems.add("burstLength = " + burstLength + ": must be positive");
            }
            if (!(burstFactor >= 1 && burstFactor <= 1_000_000)) {
                problems.add("burstFactor = " + burstFactor + ": must be in 1 to 1,000,000");
            }
            weights(problems, "mix", mix);
            weights(problems, "languages", languages);
            languages.keySet().stream()
                    .filter(l -> !LANGUAGES.contains(l))
                    .sorted()
                    .forEach(l -> problems.add("languages: there are no texts in '" + l + "', only in en, de and es"));
            notEmpty(problems, "platforms", platforms);
            notEmpty(problems, "products", products);
            notEmpty(problems, "channels", channels);
            notEmpty(problems, "cities", cities);
            if (authors < 1 || authors > 100_000) {
                problems.add("authors = " + authors + ": must be in 1 to 100,000");
            }
            shares.forEach((feature, share) -> {
                if (!(share >= 0 && share <= 1)) {
                    problems.add("share of " + feature + " = " + share + ": must be in 0 to 1");
                }
            });
            double notNew = Stream.of(Feature.DUPLICATE, Feature.EDIT, Feature.DELETION, Feature.MALFORMED)
                    .mapToDouble(feature -> Objects.requireNonNull(shares.get(feature)))
                    .sum();
            if (notNew > 1) {
                problems.add("shares of DUPLICATE, EDIT, DELETION and MALFORMED: must be at most 1 together");
            }
            if (!problems.isEmpty()) {
                throw new InvalidOptionsException("synthetic options", problems);
            }
            return new SyntheticOptions(this);
        }

        private static void weights(List<String> problems, String name, Map<?, Double> weights) {
            double sum = 0;
            for (double weight : weights.values()) {
                sum += weight >= 0 ? weight : Double.NaN;
            }
            if (!(sum > 0) || Double.isInfinite(sum)) {
                problems.add(name + " = " + weights + ": weights must not be negative, and their sum positive");
            }
        }

        private static void notEmpty(List<String> problems, String name, List<?> values) {
            if (values.isEmpty()) {
                problems.add(name + ": must not be empty");
            }
        }
    }
}
