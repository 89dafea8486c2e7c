package dev.sentiment4j.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * What {@link ServiceLoader} finds, each provider in a guard of its own, so that one broken jar cannot hide the others.
 *
 * @param found providers that could be made
 * @param broken why others could not
 */
public record Providers<T>(List<T> found, List<String> broken) {
    private static final int MOST_BROKEN = 50;

    public Providers {
        found = List.copyOf(found);
        broken = List.copyOf(broken);
    }

    /** Looks through the class path of a loader. */
    public static <T> Providers<T> load(Class<T> type, ClassLoader loader) {
        List<T> found = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        Iterator<T> services = ServiceLoader.load(type, loader).iterator();
        while (true) {
            try {
                if (!services.hasNext()) {
                    return new Providers<>(found, broken);
                }
                found.add(services.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                broken.add(String.valueOf(e.getMessage()));
                if (broken.size() >= MOST_BROKEN) {
                    // A class loader that fails to list its resources fails for ever.
                    return new Providers<>(found, broken);
                }
            }
        }
    }

    /** Half a sentence about the broken ones, or nothing. */
    String brokenNote() {
        return broken.isEmpty()
                ? ""
                : "; could not be loaded: " + broken.stream().distinct().toList();
    }
}
