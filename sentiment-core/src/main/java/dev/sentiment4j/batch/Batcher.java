package dev.sentiment4j.batch;

import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.DeadlineExceededException;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.Priority;
import dev.sentiment4j.batch.Computation.Item;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.InferenceBackend;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine room: one queue that feeds N lanes, each a thread with its own stream of inference calls. Internal to the
 * analyzer. Thread-safe.
 *
 * <p>Invariants. Every admitted text completes exactly once: with its rows, with its own failure, or with
 * {@link AnalyzerClosedException}; {@link InferenceTask} enforces the once, and every way out of a lane leads to
 * completion or back to the queue. Texts with equal tokens share one {@link Computation}. Each completion gives back
 * one place of {@link Admission}. The backend is closed by the last lane that ends, so never under a running call, even
 * if that call outlasts {@link #close()}.
 *
 * <p>Lock order: this class's for the set of lanes, then {@link BatchQueue}'s or {@link Admission}'s, which take no
 * other.
 */
public final class Batcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Batcher.class);

    private final String name;
    private final InferenceBackend backend;
    private final BatchOptions options;
    private final AnalyzerListener listener;
    private final LongSupplier nanoClock;
    private final ThreadFactory threads;
    private final Admission admission;
    private final ServiceRate rate;
    private final BatchQueue queue;
    private final Map<TokenSequences, Computation> inFlight = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition laneEnded = lock.newCondition();
    private final Map<Thread, Lane> lanes = new LinkedHashMap<>();
    private final Set<Lane> lanesInClose = new HashSet<>();
    private boolean abandoned;

    /**
     * Starts the lanes.
     *
     * @param name for messages and thread names
     * @param backend owned from now on
     * @param listener must not throw
     * @param nanoClock like {@link System#nanoTime()}
     * @param threads makes lane threads
     */
    public Batcher(
            String name,
            InferenceBackend backend,
            ThreadPlan plan,
            BatchOptions options,
            AnalyzerListener listener,
            LongSupplier nanoClock,
            ThreadFactory threads) {
        this.name = name;
        this.backend = backend;
        this.options = options.resolved();
        this.listener = listener;
        this.nanoClock = nanoClock;
        this.threads = threads;
        this.rate = new ServiceRate(plan.lanes());
        this.admission = new Admission(name, this.options, rate, listener, nanoClock);
        this.queue = new BatchQueue(this.options, backend.cost(), nanoClock, listener::dropped);
        lock.lock();
        try {
            for (int i = 0; i < plan.lanes(); i++) {
                startLane();
            }
        } catch (Throwable t) {
            // Nobody will ever close what was not built, so the lanes that did start must end by themselves.
            admission.close();
            queue.close();
            throw t;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a place for one text; to be called before the text costs anything. Whoever got a place must use it for
     * {@link #submit}, or give it back with {@link #abandon}.
     *
     * @param patient whether to wait for room whatever the admission policy
     * @param deadlineNanos when waiting becomes pointless; {@link Long#MAX_VALUE} for never
     * @throws OverloadedException if the policy gives up
     * @throws dev.sentiment4j.DeadlineExceededException if the deadline comes first
     * @throws AnalyzerClosedException if closed
     */
    public void admit(Priority priority, boolean patient, long deadlineNanos) throws InterruptedException {
        admission.acquire(priority, patient, deadlineNanos);
    }

    /** Takes a place if there is one; false if there is none, or the batcher is closed. */
    public boolean tryAdmit(Priority priority) {
        return admission.tryAcquire(priority);
    }

    /** Gives back a place that was not used. */
    public void abandon(Priority priority) {
        admission.release(priority);
    }

    /** {@link #submit(List)} for one text. */
    public InferenceTask submit(List<int[]> inputs, Priority priority, long deadlineNanos) {
        return submit(List.of(new Request(inputs, priority, deadlineNanos))).get(0);
    }

    /**
     * Like {@link #submit(List)} for one text without a deadline, whose caller has nothing else to do: while nothing
     * waits and a lane sleeps, the text is run here and now, on the calling thread with that lane's engine.
     *
     * @return a task that is done if the text was run here
     */
    public InferenceTask submitOrRun(List<int[]> inputs, Priority priority) {
        BatchQueue.Seat seat = inputs.size() == 1 ? queue.lend() : null;
        if (seat == null) {
            return submit(inputs, priority, Long.MAX_VALUE);
        }
        try {
            InferenceTask task = task(new Request(inputs, priority, Long.MAX_VALUE));
            TokenSequences tokens = new TokenSequences(inputs);
            if (!joined(tokens, task)) {
                seat.run(started(tokens, task).items());
            }
            return task;
        } finally {
            queue.takeBack(seat);
        }
    }

    /**
     * Queues the model inputs of admitted texts, all at once, so that the first batch can choose among them. A text
     * whose tokens are in work already shares that work.
     *
     * @return tasks in the same order that each complete exactly once
     */
    public List<InferenceTask> submit(List<Request> requests) {
        List<InferenceTask> tasks = new ArrayList<>(requests.size());
        List<Computation> computations = new ArrayList<>(requests.size());
        for (Request request : requests) {
            InferenceTask task = task(request);
            tasks.add(task);
            TokenSequences inputs = new TokenSequences(request.inputs());
            if (!joined(inputs, task)) {
                computations.add(started(inputs, task));
            }
        }
        if (!computations.isEmpty() && !queue.offer(computations)) {
            AnalyzerClosedException closedNow = admission.closed();
            computations.forEach(c -> c.items().forEach(item -> item.fail(closedNow)));
        }
        return tasks;
    }

    /**
     * One admitted text.
     *
     * @param inputs at least one, none empty
     * @param deadlineNanos when its caller stops waiting; {@link Long#MAX_VALUE} for never
     */
    public record Request(List<int[]> inputs, Priority priority, long deadlineNanos) {}

    private InferenceTask task(Request request) {
        Priority priority = request.priority();
        return new InferenceTask(priority, request.deadlineNanos(), nanoClock, () -> admission.release(priority));
    }

    /** An interactive text must not wait behind a bulk one, so it shares only what is as urgent as itself. */
    private boolean joined(TokenSequences inputs, InferenceTask task) {
        Computation present = inFlight.get(inputs);
        if (present == null || present.priority().compareTo(task.priority()) > 0 || !present.join(task)) {
            return false;
        }
        listener.shared();
        return true;
    }

    private Computation started(TokenSequences inputs, InferenceTask task) {
        Computation computation = new Computation(inputs, task, c -> inFlight.remove(c.inputs(), c));
        inFlight.put(inputs, computation);
        return computation;
    }

    /** Drops a task that nobody waits for any longer; without effect once it is done. */
    public void cancel(InferenceTask task) {
        task.fail(new CancellationException("cancelled by the caller"));
    }

    /** Fails a task whose deadline has passed; without effect once it is done. */
    public void expire(InferenceTask task) {
        task.fail(new DeadlineExceededException("analyzer '" + name + "' gave no answer before the timeout; "
                + admission.held() + " texts are in work; allow more time, or send less at once"));
    }

    /** Texts admitted and unanswered. */
    public int inWork() {
        return admission.held();
    }

    /** How busy the engine room is. */
    public AnalyzerLoad load() {
        return new AnalyzerLoad(
                admission.held(),
                options.queueCapacity() + options.bulkWindow(),
                queue.depth(),
                admission.predictedWait());
    }

    /**
     * Refuses new texts, lets lanes finish what is queued for at most {@link BatchOptions#closeTimeout()}, fails the
     * rest, and frees the backend when the last lane has ended. Idempotent. On a thread that runs a lane, its own or a
     * borrower's, it waits neither for that lane nor for others that are closing too.
     */
    @Override
    public void close() {
        admission.close();
        queue.close();
        boolean interrupted = false;
        lock.lock();
        List<Lane> own = List.of();
        try {
            own = ownLanes();
            if (lanesInClose.addAll(own)) {
                laneEnded.signalAll();
            }
            long left = options.closeTimeout().toNanos();
            while (othersAlive(own) && left > 0) {
                try {
                    left = laneEnded.awaitNanos(left);
                } catch (InterruptedException e) {
                    // The host wants close() to hurry: skip the waiting, keep the cleaning up.
                    interrupted = true;
                    left = 0;
                }
            }
        } finally {
            own.forEach(lanesInClose::remove);
            lock.unlock();
        }
        abandonRunning(new AnalyzerClosedException("analyzer '" + name
                + "' was closed before this text was analyzed; raise BatchOptions.closeTimeout (now "
                + options.closeTimeout().toMillis() + " ms) to let more finish"));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fails what lanes still run after the bound; they end when their native call returns. */
    private void abandonRunning(AnalyzerClosedException late) {
        Map<Thread, Lane> alive;
        lock.lock();
        try {
            abandoned = true;
            alive = new LinkedHashMap<>(lanes);
            alive.values().removeAll(ownLanes());
        } finally {
            lock.unlock();
        }
        queue.drain().forEach(item -> item.fail(late));
        alive.forEach((thread, lane) -> {
            List<Item> held = lane.held();
            if (!held.isEmpty()) {
                Thread borrower = lane.borrower();
                log.warn(
                        "analyzer '{}': {} still runs {} texts at the end of closeTimeout; its memory is freed when it returns",
                        name,
                        (borrower == null ? thread : borrower).getName(),
                        held.size());
            }
            held.forEach(item -> item.fail(late));
            thread.interrupt();
        });
    }

    /** Those that the calling thread runs. Call with the lock held. */
    private List<Lane> ownLanes() {
        Thread current = Thread.currentThread();
        return lanes.entrySet().stream()
                .filter(e -> e.getKey() == current || e.getValue().borrower() == current)
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Whether there are lanes to wait for; those that close from a callback do not wait for each other. */
    private boolean othersAlive(List<Lane> own) {
        return lanes.values().stream()
                .anyMatch(lane -> !own.contains(lane) && (own.isEmpty() || !lanesInClose.contains(lane)));
    }

    /** Call with the lock held. */
    private void startLane() {
        Lane lane = new Lane(queue, backend, listener, rate, nanoClock);
        Thread thread = threads.newThread(() -> live(lane));
        lanes.put(thread, lane);
        try {
            thread.start();
        } catch (Throwable t) {
            lanes.remove(thread);
            queue.leave(lane.seat());
            throw t;
        }
    }

    private void live(Lane lane) {
        Throwable death = null;
        try {
            lane.run();
        } catch (Throwable t) {
            death = t;
        }
        ended(lane, death);
    }

    private void ended(Lane lane, @Nullable Throwable death) {
        List<Item> held = lane.held();
        List<Item> hopeless = List.of();
        boolean last;
        lock.lock();
        try {
            if (death != null && !abandoned) {
                log.error("analyzer '{}': a lane died and is replaced; its {} texts go back", name, held.size(), death);
                hopeless = queue.giveBack(held);
                held = List.of();
                replaceLane();
            }
            last = lanes.size() == 1;
            if (!last) {
                leave();
            }
        } finally {
            lock.unlock();
        }
        hopeless.forEach(item -> item.fail(
                new InferenceException("the lanes that took this text died again and again; it is given up", death)));
        held.forEach(item -> item.fail(admission.closed()));
        if (death != null) {
            listener.laneReplaced(death);
        }
        if (last) {
            endLast(death);
        }
    }

    /** The last lane stays on the list until the backend is free, so that {@link #close()} waits for that too. */
    private void endLast(@Nullable Throwable death) {
        try {
            queue.drain().forEach(item -> item.fail(admission.closed(death)));
            closeBackend();
        } finally {
            lock.lock();
            try {
                leave();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Call with the lock held. */
    private void leave() {
        lanes.remove(Thread.currentThread());
        laneEnded.signalAll();
    }

    /** Call with the lock held, on the lane that goes. Without any lane left, the analyzer can only refuse. */
    private void replaceLane() {
        try {
            startLane();
        } catch (Throwable t) {
            log.error("analyzer '{}': no thread for a new lane; {} lanes are left", name, lanes.size() - 1, t);
            if (lanes.size() == 1) {
                admission.close();
                queue.close();
            }
        }
    }

    private void closeBackend() {
        try {
            backend.close();
        } catch (RuntimeException | Error e) {
            log.warn("analyzer '{}': the backend did not close cleanly", name, e);
        }
    }
}
