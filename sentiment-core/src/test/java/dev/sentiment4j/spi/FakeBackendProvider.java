package dev.sentiment4j.spi;

import dev.sentiment4j.InferenceException;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.model.ModelBundle;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An engine without weights: a row's logits follow from its ids and nothing else, so they are the same in every batch.
 * Tests script it: let it fail or die on an id, hold its calls, and look at what it was asked.
 *
 * <p>Thread-safe. The switches apply to every backend that it opened, from the next call on.
 */
public final class FakeBackendProvider implements InferenceBackendProvider {
    private final String name;
    private volatile @Nullable String refusal;
    private volatile @Nullable String openProblem;
    private volatile int failingId = Integer.MIN_VALUE;
    private volatile int deadlyId = Integer.MIN_VALUE;
    private volatile Supplier<? extends Error> death = () -> new AssertionError("the fake lane dies as it was told to");
    private volatile BatchCost cost = BatchCost.PADDED;
    private final AtomicReference<@Nullable CountDownLatch> gate = new AtomicReference<>();
    private final Semaphore arrivals = new Semaphore(0);
    private final List<TokenBatch> batches = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final AtomicInteger openBackends = new AtomicInteger();
    private final AtomicInteger openLanes = new AtomicInteger();
    private final AtomicInteger lanesOpened = new AtomicInteger();

    public FakeBackendProvider() {
        this("fake");
    }

    public FakeBackendProvider(String name) {
        this.name = name;
    }

    /** Refuses every bundle for this reason, as half a sentence. */
    public FakeBackendProvider refusing(String reason) {
        this.refusal = reason;
        return this;
    }

    /** Fails to open every bundle with this problem. */
    public FakeBackendProvider failingToOpen(String problem) {
        this.openProblem = problem;
        return this;
    }

    /** Every call whose batch holds this id fails with an {@link InferenceException}; the lane stays usable. */
    public FakeBackendProvider failOn(int id) {
        this.failingId = id;
        return this;
    }

    /** Every call whose batch holds this id throws an {@link Error}, as a lane does that is lost. */
    public FakeBackendProvider dieOn(int id) {
        this.deadlyId = id;
        return this;
    }

    /** What {@link #dieOn} throws; by default an {@link AssertionError}. */
    public FakeBackendProvider dyingOf(Supplier<? extends Error> death) {
        this.death = death;
        return this;
    }

    /** What it claims that a batch costs; by default padded. */
    public FakeBackendProvider costing(BatchCost cost) {
        this.cost = cost;
        return this;
    }

    /** Holds every call from now on until {@link #release}. */
    public FakeBackendProvider block() {
        gate.compareAndSet(null, new CountDownLatch(1));
        return this;
    }

    /** Lets held calls go, and later ones pass. */
    public void release() {
        CountDownLatch latch = gate.getAndSet(null);
        if (latch != null) {
            latch.countDown();
        }
    }

    /** Waits until so many more calls have reached the engine since the last time this was asked. */
    public void awaitCalls(int count) throws InterruptedException {
        arrivals.acquire(count);
    }

    /** Calls so far, failed ones included. */
    public int calls() {
        return batches.size();
    }

    /** The batches so far, in the order in which they arrived. */
    public List<TokenBatch> batches() {
        return List.copyOf(batches);
    }

    /** The most calls that were inside at the same time. */
    public int mostCallsAtOnce() {
        return mostRunning.get();
    }

    /** Backends that were opened and not closed. */
    public int openBackends() {
        return openBackends.get();
    }

    /** Lanes that were opened and not closed. */
    public int openLanes() {
        return openLanes.get();
    }

    /** Lanes ever opened. */
    public int lanesOpened() {
        return lanesOpened.get();
    }

    /** The logits that every fake gives for a row: what a test expects. */
    public static float[] logits(String output, int columns, int[] row) {
        float[] logits = new float[columns];
        for (int c = 0; c < columns; c++) {
            int hash = 31 * (31 * Arrays.hashCode(row) + output.hashCode()) + c;
            hash = (hash ^ (hash >>> 16)) * 0x45d9f3b;
            hash ^= hash >>> 16;
            logits[c] = (hash & 0xffff) / 8192f - 4f;
        }
        return logits;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> refusal(ModelBundle bundle) {
        return Optional.ofNullable(refusal);
    }

    @Override
    public InferenceBackend open(ModelBundle bundle, BackendContext context) {
        if (openProblem != null) {
            throw new ModelLoadException(bundle.source().description(), openProblem);
        }
        openBackends.incrementAndGet();
        return new Backend(bundle.manifest().heads(), context.vocabularySize());
    }

    private final class Backend implements InferenceBackend {
        private final List<HeadSpec> heads;
        private final int vocabularySize;
        private final AtomicBoolean closed = new AtomicBoolean();

        Backend(List<HeadSpec> heads, int vocabularySize) {
            this.heads = heads;
            this.vocabularySize = vocabularySize;
        }

        @Override
        public BackendInfo info() {
            return new BackendInfo(name, "fake 1.0", "cpu", true, List.of());
        }

        @Override
        public BatchCost cost() {
            return cost;
        }

        @Override
        public InferenceLane openLane() {
            if (closed.get()) {
                throw new IllegalStateException("the fake backend is closed");
            }
            openLanes.incrementAndGet();
            lanesOpened.incrementAndGet();
            return new Lane(this);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                openBackends.decrementAndGet();
            }
        }
    }

    private final class Lane implements InferenceLane {
        private final Backend backend;
        private final AtomicBoolean closed = new AtomicBoolean();
        private final AtomicBoolean busy = new AtomicBoolean();

        Lane(Backend backend) {
            this.backend = backend;
        }

        @Override
        public InferenceOutput infer(TokenBatch batch) {
            if (closed.get() || backend.closed.get()) {
                throw new IllegalStateException("the fake lane is closed");
            }
            if (!busy.compareAndSet(false, true)) {
                throw new IllegalStateException("two threads use one lane at the same time");
            }
            mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                batches.add(batch);
                CountDownLatch latch = gate.get();
                arrivals.release();
                if (latch != null) {
                    latch.await();
                }
                return answer(batch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InferenceException("interrupted while a test held the call", e);
            } finally {
                running.decrementAndGet();
                busy.set(false);
            }
        }

        private InferenceOutput answer(TokenBatch batch) {
            for (int i = 0; i < batch.tokens(); i++) {
                int id = batch.id(i);
                if (id == deadlyId) {
                    throw death.get();
                }
                if (id == failingId || id < 0 || id >= backend.vocabularySize) {
                    throw new InferenceException("the fake fails on id " + id);
                }
            }
            InferenceOutput output = new InferenceOutput(batch.size());
            for (HeadSpec head : backend.heads) {
                int columns = head.labels().size();
                float[] values = new float[batch.size() * columns];
                for (int r = 0; r < batch.size(); r++) {
                    System.arraycopy(logits(head.output(), columns, batch.row(r)), 0, values, r * columns, columns);
                }
                output.put(head.output(), values);
            }
            return output;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                openLanes.decrementAndGet();
            }
        }
    }
}
