package dev.sentiment4j.alert;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** States in memory. Thread-safe. */
final class InMemoryAlertStore implements AlertStore {
    private final Map<String, String> states = new ConcurrentHashMap<>();

    @Override
    public Optional<String> load(String engine) {
        return Optional.ofNullable(states.get(engine));
    }

    @Override
    public void save(String engine, String state) {
        states.put(engine, state);
    }
}
