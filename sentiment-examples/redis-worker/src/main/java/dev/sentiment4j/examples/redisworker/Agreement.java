package dev.sentiment4j.examples.redisworker;

import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.Rejection;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.synthetic.SyntheticPosts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts how often the model sees what the authors of made-up posts are meant to feel. One counter, shared by a sink
 * for each worker; what is delivered twice counts twice.
 */
final class Agreement {
    private final AtomicLong posts = new AtomicLong();
    private final AtomicLong agreed = new AtomicLong();

    /** Posts with an intended label, so far. */
    long posts() {
        return posts.get();
    }

    /** The share of them that were judged as intended; NaN before the first one. */
    double share() {
        return agreed.get() / (double) posts.get();
    }

    PostSink sink() {
        return new Counter();
    }

    private final class Counter implements PostSink {
        @Override
        public String name() {
            return "agreement";
        }

        @Override
        public List<Rejection> write(List<SinkEvent> events) {
            for (SinkEvent event : events) {
                if (event instanceof AnalyzedPost analyzed) {
                    Optional<String> intended = analyzed.post().attribute(SyntheticPosts.INTENDED_LABEL);
                    if (intended.isPresent()) {
                        posts.incrementAndGet();
                        if (intended.get().equals(analyzed.result().label().id())) {
                            agreed.incrementAndGet();
                        }
                    }
                }
            }
            return List.of();
        }

        @Override
        public void close() {}
    }
}
