package dev.sentiment4j.pipeline;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sink that keeps every event that it took, in order, and fails as a script says. */
class ScriptedSink implements PostSink {
    /** Throws, waits, or says what to reject, before anything of a batch is kept. */
    interface Script {
        List<Rejection> run(List<SinkEvent> events) throws InterruptedException;
    }

    final List<SinkEvent> taken = new CopyOnWriteArrayList<>();
    final List<Integer> batches = new CopyOnWriteArrayList<>();
    volatile Script script = events -> List.of();
    volatile Runnable opening = () -> {};
    volatile int opens;
    volatile int closes;
    private final String name;

    ScriptedSink() {
        this("scripted");
    }

    ScriptedSink(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void open() {
        opens++;
        opening.run();
    }

    @Override
    public List<Rejection> write(List<SinkEvent> events) throws InterruptedException {
        batches.add(events.size());
        List<Rejection> rejections = script.run(events);
        List<Integer> rejected = rejections.stream().map(Rejection::index).toList();
        for (int i = 0; i < events.size(); i++) {
            if (!rejected.contains(i)) {
                taken.add(events.get(i));
            }
        }
        return rejections;
    }

    List<String> ids() {
        return taken.stream().map(event -> event.key().id()).toList();
    }

    @Override
    public void close() {
        closes++;
    }
}
