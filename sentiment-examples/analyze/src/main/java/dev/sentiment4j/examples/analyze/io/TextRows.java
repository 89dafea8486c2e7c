package dev.sentiment4j.examples.analyze.io;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The texts of the command itself. */
public final class TextRows implements RowReader {
    private final List<String> texts;
    private int next;

    public TextRows(List<String> texts) {
        this.texts = List.copyOf(texts);
    }

    @Override
    public @Nullable Row next() {
        if (next == texts.size()) {
            return null;
        }
        String text = texts.get(next++);
        return Row.ofText(next, text);
    }

    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public String unit() {
        return "text";
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    public void close() throws IOException {}
}
