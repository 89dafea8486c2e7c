package dev.sentiment4j.examples.analyze.io;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.File;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where results go. A file is opened before any work, so that an unwritable one is told at once, but its old content is
 * only given up by {@link #begin()}; nothing is lost when the model does not load.
 */
public final class OutputTarget implements Closeable {
    private final @Nullable Path file;
    private final OutputStream stream;
    private final boolean created;
    private final Writer writer;
    private boolean begun;

    private OutputTarget(@Nullable Path file, OutputStream stream, boolean created) {
        this.file = file;
        this.stream = stream;
        this.created = created;
        // A lone surrogate has no bytes in UTF-8; U+FFFD is what every reader makes of it anyway.
        this.writer = new BufferedWriter(
                new OutputStreamWriter(
                        stream,
                        StandardCharsets.UTF_8
                                .newEncoder()
                                .onMalformedInput(CodingErrorAction.REPLACE)
                                .replaceWith(new byte[] {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD})),
                32 * 1024);
    }

    /** Standard output; never closed. */
    public static OutputTarget standard(OutputStream out) {
        return new OutputTarget(null, new StandardStream(out), false);
    }

    /**
     * A file, old or new.
     *
     * @throws IOException if it cannot be written
     */
    public static OutputTarget file(Path path) throws IOException {
        File file = path.toFile();
        boolean created = !file.exists();
        // Not a channel: those are closed for good when the thread is interrupted, and the flush after that matters.
        return new OutputTarget(path, new FileOutputStream(file, true), created);
    }

    /** From here on rows are written: an existing file is emptied. */
    public void begin() throws IOException {
        if (file != null && Files.isRegularFile(file)) {
            ((FileOutputStream) stream).getChannel().truncate(0);
        }
        begun = true;
    }

    public Writer writer() {
        return writer;
    }

    /** Whether a failed write only means that the reader of our output has seen enough. */
    public static boolean isBrokenPipe(IOException e) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }

    @Override
    public void close() throws IOException {
        if (!begun && created && file != null) {
            stream.close();
            Files.deleteIfExists(file);
        } else if (file == null) {
            writer.flush();
        } else {
            writer.close();
        }
    }

    /** Stays open, and after a failure swallows what is still flushed. */
    private static final class StandardStream extends FilterOutputStream {
        private boolean failed;

        StandardStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            if (failed) {
                return;
            }
            try {
                out.write(b, off, len);
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            if (failed) {
                return;
            }
            try {
                out.flush();
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
