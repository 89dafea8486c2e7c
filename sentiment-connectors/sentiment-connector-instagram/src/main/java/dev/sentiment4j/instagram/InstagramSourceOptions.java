package dev.sentiment4j.instagram;

import dev.sentiment4j.http.OptionChecks;
import dev.sentiment4j.pipeline.CheckpointStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link InstagramSource} reads, and how. Immutable and thread-safe; {@link Builder#build()} reports every bad
 * value at once.
 */
public final class InstagramSourceOptions {
    /** {@value} hashtags: the platform lets an account search no more in seven days. */
    public static final int MAX_HASHTAGS = 30;

    private final String userId;
    private final List<String> hashtags;
    private final List<String> mediaIds;
    private final int commentsOfLatest;
    private final Duration hashtagInterval;
    private final Duration commentInterval;
    private final int dedupWindow;
    private final int bufferCapacity;
    private final String checkpointKey;
    private final Duration checkpointInterval;

    private InstagramSourceOptions(Builder b, String checkpointKey) {
        this.userId = b.userId;
        this.hashtags = List.copyOf(b.hashtags);
        this.mediaIds = List.copyOf(b.mediaIds);
        this.commentsOfLatest = b.commentsOfLatest;
        this.hashtagInterval = b.hashtagInterval;
        this.commentInterval = b.commentInterval;
        this.dedupWindow = b.dedupWindow;
        this.bufferCapacity = b.bufferCapacity;
        this.checkpointKey = checkpointKey;
        this.checkpointInterval = b.checkpointInterval;
    }

    /** Starts options for the professional account with this id. */
    public static Builder builder(String userId) {
        return new Builder(userId);
    }

    /** The account in whose name is read. */
    public String userId() {
        return userId;
    }

    /** Hashtags without "#", at most {@value #MAX_HASHTAGS}; default none. */
    public List<String> hashtags() {
        return hashtags;
    }

    /** Own media whose comments are read; default none. */
    public List<String> mediaIds() {
        return mediaIds;
    }

    /** Of how many of the account's latest media the comments are read too; default 0, at most 100. */
    public int commentsOfLatest() {
        return commentsOfLatest;
    }

    /** How often a hashtag is asked for; default 5 minutes. */
    public Duration hashtagInterval() {
        return hashtagInterval;
    }

    /** How often a media's comments are asked for; default 2 minutes. */
    public Duration commentInterval() {
        return commentInterval;
    }

    /** How many ids are remembered, so that nothing comes twice; default 50 000. Memory: some 150 bytes each. */
    public int dedupWindow() {
        return dedupWindow;
    }

    /** How many posts are kept for a pipeline that is busy before the platform is asked no more; default 5 000. */
    public int bufferCapacity() {
        return bufferCapacity;
    }

    /** Under which key the place is kept; by default "instagram/" and the account's id. */
    public String checkpointKey() {
        return checkpointKey;
    }

    /** How often the place is kept at most; default 10 seconds. What came since comes again after a crash. */
    public Duration checkpointInterval() {
        return checkpointInterval;
    }

    @Override
    public String toString() {
        return "InstagramSourceOptions[userId=" + userId + ", hashtags=" + hashtags + ", mediaIds=" + mediaIds
                + ", commentsOfLatest=" + commentsOfLatest + ", hashtagInterval=" + hashtagInterval
                + ", commentInterval=" + commentInterval + ", dedupWindow=" + dedupWindow + ", bufferCapacity="
                + bufferCapacity + ", checkpointKey=" + checkpointKey + ", checkpointInterval=" + checkpointInterval
                + "]";
    }

    /**
     * Collects options; each setter's meaning and default are those of the getter of the same name. Not thread-safe.
     */
    public static final class Builder {
        private final String userId;
        private List<String> hashtags = List.of();
        private List<String> mediaIds = List.of();
        private int commentsOfLatest;
        private Duration hashtagInterval = Duration.ofMinutes(5);
        private Duration commentInterval = Duration.ofMinutes(2);
        private int dedupWindow = 50_000;
        private int bufferCapacity = 5_000;
        private @Nullable String checkpointKey;
        private Duration checkpointInterval = Duration.ofSeconds(10);

        private Builder(String userId) {
            this.userId = Objects.requireNonNull(userId, "userId");
        }

        public Builder hashtags(Collection<String> hashtags) {
            this.hashtags = List.copyOf(hashtags);
            return this;
        }

        public Builder mediaIds(Collection<String> ids) {
            this.mediaIds = List.copyOf(ids);
            return this;
        }

        public Builder commentsOfLatest(int media) {
            this.commentsOfLatest = media;
            return this;
        }

        public Builder hashtagInterval(Duration interval) {
            this.hashtagInterval = Objects.requireNonNull(interval, "interval");
            return this;
        }

        public Builder commentInterval(Duration interval) {
            this.commentInterval = Objects.requireNonNull(interval, "interval");
            return this;
        }

        public Builder dedupWindow(int ids) {
            this.dedupWindow = ids;
            return this;
        }

        public Builder bufferCapacity(int posts) {
            this.bufferCapacity = posts;
            return this;
        }

        public Builder checkpointKey(String key) {
            this.checkpointKey = Objects.requireNonNull(key, "key");
            return this;
        }

        public Builder checkpointInterval(Duration interval) {
            this.checkpointInterval = Objects.requireNonNull(interval, "interval");
            return this;
        }

        /**
         * The options.
         *
         * @throws dev.sentiment4j.InvalidOptionsException listing every value that cannot work
         */
        public InstagramSourceOptions build() {
            List<String> problems = new ArrayList<>();
            if (!userId.matches("[0-9]{1,32}")) {
                problems.add("userId: must be digits");
            }
            Set<String> distinct = new LinkedHashSet<>();
            for (String tag : hashtags) {
                if (tag.isBlank() || tag.length() > 100 || tag.codePoints().anyMatch(c -> c == '#' || c <= ' ')) {
                    problems.add("hashtags: one has 1 to 100 characters, without \"#\" and blanks");
                } else if (!distinct.add(tag.toLowerCase(Locale.ROOT))) {
                    problems.add("hashtags: one is there twice");
                }
            }
            OptionChecks.between(problems, "hashtags", hashtags.size(), 0, MAX_HASHTAGS);
            if (!mediaIds.stream().allMatch(id -> id.matches("[0-9_]{1,64}"))) {
                problems.add("mediaIds: must be digits");
            }
            OptionChecks.between(problems, "commentsOfLatest", commentsOfLatest, 0, 100);
            if (hashtags.isEmpty() && mediaIds.isEmpty() && commentsOfLatest == 0) {
                problems.add("hashtags, mediaIds, commentsOfLatest: one of them must be set");
            }
            OptionChecks.between(
                    problems, "hashtagInterval", hashtagInterval, Duration.ofSeconds(1), Duration.ofHours(12));
            OptionChecks.between(
                    problems, "commentInterval", commentInterval, Duration.ofSeconds(1), Duration.ofHours(12));
            OptionChecks.between(problems, "dedupWindow", dedupWindow, 1_000, 200_000);
            OptionChecks.between(problems, "bufferCapacity", bufferCapacity, 1, 1_000_000);
            OptionChecks.positive(problems, "checkpointInterval", checkpointInterval);
            String key = checkpointKey == null ? "instagram/" + userId : checkpointKey;
            if (key.isBlank() || key.length() > CheckpointStore.MAX_KEY) {
                problems.add("checkpointKey: must have 1 to " + CheckpointStore.MAX_KEY + " characters");
            }
            OptionChecks.report("Instagram source options", problems);
            return new InstagramSourceOptions(this, key);
        }
    }
}
