package dev.sentiment4j.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Class loaders with a {@code META-INF/services} of the test's own. */
final class TestServices {
    private TestServices() {}

    /** A loader that offers these lines as the providers of a service. */
    static ClassLoader offering(Path directory, Class<?> service, List<String> lines) {
        try {
            Path file = directory.resolve("META-INF/services").resolve(service.getName());
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            return new URLClassLoader(new URL[] {directory.toUri().toURL()}, TestServices.class.getClassLoader());
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    static ClassLoader offering(Path directory, Class<?> service, Class<?>... providers) {
        return offering(
                directory,
                service,
                List.of(providers).stream().map(Class::getName).toList());
    }
}
