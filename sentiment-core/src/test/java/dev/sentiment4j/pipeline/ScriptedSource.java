package dev.sentiment4j.pipeline;

import dev.sentiment4j.pipeline.memory.InMemoryPostSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An in-memory source that remembers what was done with it, and fails as a script says. */
class ScriptedSource implements PostSource {
    /** Throws, or does nothing. */
    interface Script {
        void run() throws InterruptedException;
    }

    final InMemoryPostSource memory = new InMemoryPostSource("scripted");
    final List<Delivery> acknowledged = new CopyOnWriteArrayList<>();
    final List<Delivery> givenBack = new CopyOnWriteArrayList<>();
    final List<NackReason> reasons = new CopyOnWriteArrayList<>();
    volatile Script polling = () -> {};
    volatile Script acknowledging = () -> {};
    volatile Script givingBack = () -> {};
    volatile Runnable opening = () -> {};
    volatile SourceListener listener = SourceListener.NONE;
    volatile int mostPending;
    volatile int closes;

    ScriptedSource with(List<? extends PostEvent> events) {
        events.forEach(memory::add);
        return this;
    }

    ScriptedSource ended() {
        memory.end();
        return this;
    }

    @Override
    public String name() {
        return memory.name();
    }

    @Override
    public void open(SourceListener listener) {
        opening.run();
        this.listener = listener;
        memory.open(listener);
    }

    @Override
    public List<Delivery> poll(int max, Duration timeout) throws InterruptedException {
        polling.run();
        List<Delivery> polled = memory.poll(max, timeout);
        mostPending = Math.max(mostPending, memory.pending());
        return polled;
    }

    @Override
    public void acknowledge(List<Delivery> deliveries) {
        run(acknowledging);
        memory.acknowledge(deliveries);
        acknowledged.addAll(deliveries);
    }

    @Override
    public void negativeAcknowledge(List<Delivery> deliveries, NackReason reason) {
        run(givingBack);
        memory.negativeAcknowledge(deliveries, reason);
        givenBack.addAll(deliveries);
        deliveries.forEach(d -> reasons.add(reason));
    }

    private static void run(Script script) {
        try {
            script.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SourceException.unavailable("interrupted, says the test", e);
        }
    }

    List<String> acknowledgedIds() {
        return ids(acknowledged);
    }

    static List<String> ids(List<Delivery> deliveries) {
        return deliveries.stream()
                .map(d -> d.event().map(e -> e.key().id()).orElse("malformed"))
                .toList();
    }

    @Override
    public boolean isExhausted() {
        return memory.isExhausted();
    }

    @Override
    public SourceLag lag() {
        return memory.lag();
    }

    @Override
    public void close() {
        closes++;
        memory.close();
    }
}
