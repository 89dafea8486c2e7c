package dev.sentiment4j.pipeline.memory;

import dev.sentiment4j.pipeline.CheckpointStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Checkpoints that live as long as this object: for tests, and for sources that may begin anew with each process. */
public final class InMemoryCheckpointStore implements CheckpointStore {
    private final Map<String, String> values = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Optional<String> load(String key) {
        return Optional.ofNullable(values.get(CheckpointStore.requireKey(key)));
    }

    @Override
    public void save(String key, String value) {
        values.put(CheckpointStore.requireKey(key), CheckpointStore.requireValue(value));
    }

    @Override
    public void delete(String key) {
        values.remove(CheckpointStore.requireKey(key));
    }
}
