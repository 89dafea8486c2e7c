package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.spi.InferenceBackendProvider;
import dev.sentiment4j.spi.ModelProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * What is on the class path.
 *
 * @param problems providers that are named there and could not be loaded, in words
 */
public record Catalog(List<ModelProvider> models, List<InferenceBackendProvider> backends, List<String> problems) {
    public Catalog {
        models = List.copyOf(models);
        backends = List.copyOf(backends);
        problems = List.copyOf(problems);
    }

    /** Asks the class path. */
    public static Catalog load() {
        List<String> problems = new ArrayList<>();
        List<ModelProvider> models = load(ModelProvider.class, problems);
        return new Catalog(models, load(InferenceBackendProvider.class, problems), problems);
    }

    private static <T> List<T> load(Class<T> service, List<String> problems) {
        List<T> found = new ArrayList<>();
        Iterator<T> providers = ServiceLoader.load(service).iterator();
        while (true) {
            // Each in its own guard: one broken provider must not hide the others.
            try {
                if (!providers.hasNext()) {
                    return found;
                }
                found.add(providers.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
    }
}
