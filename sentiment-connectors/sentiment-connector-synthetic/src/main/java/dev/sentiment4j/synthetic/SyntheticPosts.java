package dev.sentiment4j.synthetic;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.Geo;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.PostDeletion;
import dev.sentiment4j.pipeline.RawEntry;
import dev.sentiment4j.synthetic.SyntheticOptions.Feature;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Random;
import net.datafaker.Faker;

/**
 * Makes posts up, one after the other, as fast as it is asked: new ones, and as far as the options say copies, edits
 * and deletions of recent ones, and entries that are none. The same options make the same sequence, but for the times,
 * which are the clock's. Not thread-safe.
 *
 * <p>Every post tells in the attribute {@value #INTENDED_LABEL} how its author is meant to feel, so that a demo can
 * show how far a model agrees.
 */
public final class SyntheticPosts implements Iterator<Delivery> {
    /** The attribute {@value}: "negative", "neutral" or "positive". */
    public static final String INTENDED_LABEL = "intended_label";

    private static final int RECENT = 256;
    private static final String[] WEEKDAYS = {
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
    };
    private static final String[] FEATURES = {
        "battery",
        "screen",
        "camera",
        "search",
        "login",
        "checkout",
        "dark mode",
        "sound",
        "delivery tracking",
        "keyboard",
        "notifications",
        "setup",
        "sync",
        "video call"
    };
    private static final String[] HAPPY = {"😍", "😊", "🎉", "❤️", "🥰", "👏"};
    private static final String[] UNHAPPY = {"😡", "😞", "🤬", "💔", "😭", "👎"};

    private record Author(String id, String name) {}

    private final SyntheticOptions options;
    private final Clock clock;
    private final Random random;
    private final Map<String, Templates> templates = new LinkedHashMap<>();
    private final List<Author> authors = new ArrayList<>();
    private final List<String> people = new ArrayList<>();
    private final List<String> companies = new ArrayList<>();
    private final List<Post> recent = new ArrayList<>();
    private long made;
    private long posts;

    /**
     * A sequence from its beginning.
     *
     * @param clock tells when a post is written
     */
    public SyntheticPosts(SyntheticOptions options, Clock clock) {
        this.options = Objects.requireNonNull(options, "options");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.random = new Random(options.seed());
        options.languages().keySet().stream().sorted().forEach(l -> templates.put(l, Templates.of(l)));
        Faker faker = new Faker(Locale.ENGLISH, new Random(options.seed()));
        for (int i = 0; i < options.authors(); i++) {
            authors.add(new Author("u" + (100_000 + i), faker.credentials().username()));
        }
        for (int i = 0; i < 50; i++) {
            people.add(faker.name().firstName());
            companies.add(faker.company().name().replaceAll("[^A-Za-z0-9]", ""));
        }
    }

    /** Whether {@link SyntheticOptions#count()} has not been reached. */
    @Override
    public boolean hasNext() {
        return made < options.count();
    }

    /**
     * The next delivery: a post, a deletion, or something malformed; its id is its number.
     *
     * @throws NoSuchElementException if there is none
     */
    @Override
    public Delivery next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all " + options.count() + " posts are made");
        }
        String id = Long.toString(made++);
        double dice = random.nextDouble();
        dice -= options.share(Feature.MALFORMED);
        if (dice < 0) {
            return malformed(id);
        }
        if (!recent.isEmpty()) {
            dice -= options.share(Feature.DUPLICATE);
            if (dice < 0) {
                return Delivery.of(id, recent.get(random.nextInt(recent.size())));
            }
            dice -= options.share(Feature.EDIT);
            if (dice < 0) {
                return Delivery.of(id, edited());
            }
            dice -= options.share(Feature.DELETION);
            if (dice < 0) {
                Post gone = recent.remove(random.nextInt(recent.size()));
                return Delivery.of(id, new PostDeletion(gone.key(), notBefore(gone.version())));
            }
        }
        return Delivery.of(id, remember(post()));
    }

    private Delivery malformed(String id) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("source", pick(options.platforms()));
        // Without its text, which every post must have.
        fields.put("post_id", "broken-" + id);
        return Delivery.malformed(id, RawEntry.ofText(fields), "content: is missing");
    }

    private Post post() {
        SentimentLabel label = draw(options.mix());
        String language = draw(options.languages());
        String product = pick(options.products());
        Geo geo = pick(options.cities());
        // Few write much, many write little.
        Author author = authors.get((int) (authors.size() * Math.pow(random.nextDouble(), 3)));
        String id = "p" + options.seed() + "-" + posts++;
        String platform = pick(options.platforms());
        Post.Builder post = Post.builder(platform, id)
                .text(text(label, language, product, geo))
                .createdAt(clock.instant())
                .authorId(author.id())
                .authorName(author.name())
                .language(language)
                .url("https://" + platform + ".example/" + author.name() + "/" + id)
                .attribute(Post.PRODUCT, product)
                .attribute(Post.CHANNEL, pick(options.channels()))
                .attribute(INTENDED_LABEL, label.id());
        if (chance(Feature.GEO)) {
            post.geo(geo);
        }
        return post.build();
    }

    /** Another text, perhaps of another mood, by the same author about the same product. */
    private Post edited() {
        int at = random.nextInt(recent.size());
        Post before = recent.get(at);
        SentimentLabel label = draw(options.mix());
        Post after = before.toBuilder()
                .text(text(
                        label,
                        before.language().orElseThrow(),
                        before.attribute(Post.PRODUCT).orElseThrow(),
                        before.geo().orElseGet(() -> pick(options.cities()))))
                .editedAt(notBefore(before.version()))
                .attribute(INTENDED_LABEL, label.id())
                .build();
        recent.set(at, after);
        return after;
    }

    /** Now, and later than the version before, whatever the clock's resolution. */
    private Instant notBefore(Instant version) {
        Instant now = clock.instant();
        return now.isAfter(version) ? now : version.plusMillis(1);
    }

    private Post remember(Post post) {
        if (recent.size() < RECENT) {
            recent.add(post);
        } else {
            recent.set(random.nextInt(RECENT), post);
        }
        return post;
    }

    private String text(SentimentLabel label, String language, String product, Geo geo) {
        Templates ofLanguage = Objects.requireNonNull(templates.get(language));
        StringBuilder text = new StringBuilder();
        if (chance(Feature.MENTION)) {
            text.append('@').append(pick(companies)).append(' ');
        }
        text.append(Templates.fill(pick(ofLanguage.of(label)), slot -> fill(slot, product, geo)));
        if (label != SentimentLabel.NEUTRAL && chance(Feature.EMOJI)) {
            text.append(' ').append(pick(label == SentimentLabel.POSITIVE ? HAPPY : UNHAPPY));
        }
        if (chance(Feature.HASHTAG)) {
            text.append(" #").append(product.replaceAll("\\W", ""));
        }
        if (chance(Feature.LINK)) {
            text.append(" https://example.com/").append(Integer.toString(random.nextInt(1 << 30), 36));
        }
        return text.toString();
    }

    private String fill(String slot, String product, Geo geo) {
        return switch (slot) {
            case "product" -> product;
            case "feature" -> pick(FEATURES);
            case "city" -> geo.city().orElse("town");
            case "weekday" -> pick(WEEKDAYS);
            case "number" -> Integer.toString(5 + random.nextInt(15));
            case "duration" -> (2 + random.nextInt(8)) + (random.nextBoolean() ? " hours" : " days");
            case "person" -> pick(people);
            default -> throw new IllegalStateException("no such slot: " + slot);
        };
    }

    private boolean chance(Feature feature) {
        return random.nextDouble() < options.share(feature);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String pick(String[] list) {
        return list[random.nextInt(list.length)];
    }

    /** One of the keys, as often as its weight says. */
    private <T extends Comparable<T>> T draw(Map<T, Double> weights) {
        double sum = weights.values().stream().mapToDouble(w -> w).sum();
        double dice = random.nextDouble() * sum;
        List<T> keys = weights.keySet().stream().sorted().toList();
        for (T key : keys) {
            dice -= Objects.requireNonNull(weights.get(key));
            if (dice < 0) {
                return key;
            }
        }
        return keys.get(keys.size() - 1);
    }
}
