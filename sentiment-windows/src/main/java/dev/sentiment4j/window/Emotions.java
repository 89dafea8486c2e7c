package dev.sentiment4j.window;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of emotions as numbers, in the order in which they were first seen. At most {@value #MAX}: models have some
 * seven to thirty; what comes later counts as {@value #MORE}. Not thread-safe.
 */
final class Emotions {
    static final int MAX = 64;
    static final String MORE = "more";

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    int number(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        if (names.size() == MAX - 1 && !name.equals(MORE)) {
            return number(MORE);
        }
        if (names.size() == MAX) {
            return MAX - 1;
        }
        numbers.put(name, names.size());
        names.add(name);
        return names.size() - 1;
    }

    String name(int number) {
        return names.get(number);
    }

    int size() {
        return names.size();
    }
}
