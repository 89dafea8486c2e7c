package dev.sentiment4j.examples.dashboard.live;

import dev.sentiment4j.examples.dashboard.view.NumbersView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells the feed the numbers, once a second while somebody listens. */
@Component
class FeedUpdates {
    private static final Logger log = LoggerFactory.getLogger(FeedUpdates.class);
    /** The page has the older ones. */
    private static final int TREND_POINTS = 6;

    private final LiveFeed feed;
    private final LiveNumbers numbers;

    FeedUpdates(LiveFeed feed, LiveNumbers numbers) {
        this.feed = feed;
        this.numbers = numbers;
    }

    @Scheduled(fixedRate = 1000)
    void tell() throws InterruptedException {
        if (!feed.hasClients()) {
            return;
        }
        try {
            feed.publish("metrics_update", NumbersView.of(numbers.now(), TREND_POINTS));
        } catch (RuntimeException e) {
            log.warn("the numbers could not be told", e);
        }
    }
}
