package dev.sentiment4j.examples.analyze;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Writers over byte streams, in UTF-8 whatever the locale. */
final class Streams {
    private Streams() {}

    static PrintWriter printWriter(OutputStream out) {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    }
}
