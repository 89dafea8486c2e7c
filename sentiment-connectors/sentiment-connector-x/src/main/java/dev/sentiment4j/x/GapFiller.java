package dev.sentiment4j.x;

import dev.sentiment4j.http.BadJsonException;
import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.x.SearchClient.Found;
import dev.sentiment4j.x.SearchClient.Wanted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches for what was posted while no stream was read, in a thread of its own; tells of what it cannot get. Gaps that
 * come while it works are filled together.
 */
final class GapFiller {
    private static final Logger log = LoggerFactory.getLogger(XFilteredStreamSource.class);

    private final XClient client;
    private final RuleCalls rules;
    private final SearchClient search;
    private final Intake intake;
    private final PostBudget budget;
    private final XStreamOptions options;
    private final Schedule schedule;
    private final TimeSource time;
    private final Consumer<SourceGap> lost;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private @Nullable Gap waiting;
    private @Nullable Gap inWork;
    final LongAdder filled = new LongAdder();

    GapFiller(
            XClient client,
            SearchClient search,
            Intake intake,
            XStreamOptions options,
            Schedule schedule,
            Consumer<SourceGap> lost) {
        this.client = client;
        this.rules = new RuleCalls(client);
        this.search = search;
        this.intake = intake;
        this.budget = intake.budget;
        this.options = options;
        this.schedule = schedule;
        this.time = client.time();
        this.lost = lost;
    }

    void fill(Gap gap) {
        lock.lock();
        try {
            Gap before = waiting;
            waiting = before == null ? gap : before.until(gap.end());
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The first gap that is not filled yet. */
    Optional<Gap> unfilled() {
        lock.lock();
        try {
            return Optional.ofNullable(inWork != null ? inWork : waiting);
        } finally {
            lock.unlock();
        }
    }

    /** Tells of the gaps that will not be filled any more. */
    void giveUp(String why) {
        lock.lock();
        try {
            for (Gap gap : new Gap[] {inWork, waiting}) {
                if (gap != null) {
                    lost.accept(new SourceGap(gap.start(), later(gap.start(), gap.end()), why));
                }
            }
            inWork = null;
            waiting = null;
        } finally {
            lock.unlock();
        }
    }

    /** Until it is interrupted; {@link #giveUp} tells of what is left. */
    void run() throws InterruptedException {
        while (true) {
            fillOne(take());
            done();
        }
    }

    private Gap take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Gap gap = waiting;
            while (gap == null) {
                added.await();
                gap = waiting;
            }
            inWork = gap;
            waiting = null;
            return gap;
        } finally {
            lock.unlock();
        }
    }

    private void done() {
        lock.lock();
        try {
            inWork = null;
        } finally {
            lock.unlock();
        }
    }

    private void fillOne(Gap gap) throws InterruptedException {
        // Search learns of posts later than streams do.
        Instant due = gap.end().plus(options.searchDelay());
        log.info("posts of X from {} to {} are searched for at {}", gap.start(), gap.end(), due);
        time.sleep(Duration.between(client.now(), due));
        GapQueries queries;
        while (true) {
            try {
                queries = GapQueries.of(
                        rules.stored().stream().map(XRule.Stored::value).toList(), options.searchQueryLength());
                break;
            } catch (SourceException e) {
                Optional<Duration> wait = e.isRetriable()
                        ? Optional.of(
                                e.getCause() instanceof XApiException refusal
                                        ? schedule.afterRefusal(refusal, client.now())
                                                .orElse(Duration.ofMinutes(5))
                                        : schedule.afterNetworkFailure())
                        : Optional.empty();
                if (wait.isEmpty()) {
                    lose(gap.start(), gap.end(), "the rules to search for could not be read: " + e.getMessage());
                    return;
                }
                time.sleep(wait.get());
            }
        }
        if (queries.unsearchable() > 0) {
            lose(
                    gap.start(),
                    gap.end(),
                    queries.unsearchable()
                            + " rules cannot be searched for: too long, or with operators of streams alone");
        }
        for (String query : queries.queries()) {
            fill(query, gap);
        }
    }

    private void fill(String query, Gap gap) throws InterruptedException {
        Instant start = gap.start();
        Instant end = gap.end().plus(Duration.ofSeconds(10));
        SearchClient.Paging paging = null;
        while (true) {
            Instant oldest = client.now().minus(SearchClient.REACH).plusSeconds(60);
            if (start.isBefore(oldest)) {
                lose(start, oldest, "search does not reach back further than seven days");
                start = oldest;
            }
            if (budget.isUsedUp()) {
                lose(start, gap.end(), budget.usedUp());
                return;
            }
            int limit = (int) Math.min(options.gapPostLimit(), budget.left().orElse(Integer.MAX_VALUE));
            try {
                if (paging == null) {
                    Instant from = later(oldest, gap.searchFrom());
                    paging = search.search(
                            new Wanted(query, gap.sinceId(), from, end).withoutIdBefore(from), Math.max(1, limit));
                }
                Found found = paging.find();
                schedule.works();
                deliver(found);
                if (!found.whole()) {
                    Instant whole = found.posts().get(0).createdAt();
                    lose(start, later(start, whole), "more than " + limit + " posts to search for");
                }
                return;
            } catch (IOException | BadJsonException e) {
                log.debug("a gap is not filled yet", e);
                time.sleep(schedule.afterNetworkFailure());
            } catch (XApiException e) {
                Optional<Duration> wait = schedule.afterRefusal(e, client.now());
                if (wait.isEmpty()) {
                    lose(start, gap.end(), String.valueOf(e.getMessage()));
                    return;
                }
                time.sleep(wait.get());
            } catch (SourceException e) {
                lose(start, gap.end(), String.valueOf(e.getMessage()));
                return;
            }
        }
    }

    private void deliver(Found found) throws InterruptedException {
        for (Post post : found.posts()) {
            if (intake.post(post.toBuilder().attribute("found_by", "search").build())) {
                filled.increment();
            }
        }
        for (SearchClient.Malformed malformed : found.malformed()) {
            intake.malformed(malformed.json().getBytes(StandardCharsets.UTF_8), malformed.reason());
        }
    }

    private void lose(Instant from, Instant to, String why) {
        lost.accept(new SourceGap(from, later(from, to), why));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
