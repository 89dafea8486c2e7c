package dev.sentiment4j.testkit;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * What a fake server can do to the one who has sent a request. One thread, that of the handler, answers; a
 * {@link FakeStream} may be handed to others.
 */
public interface FakeConnection {
    /** Answers, and keeps the connection for the next request. */
    void reply(FakeReply reply) throws IOException;

    /**
     * Begins an answer whose body goes on: 200, chunked.
     *
     * @param gzip whether the body is packed
     */
    default FakeStream stream(boolean gzip) throws IOException {
        return stream(gzip, opened -> {});
    }

    /**
     * {@link #stream(boolean)}, with something to do before the other side can know of it: what is written to the
     * stream then or later comes behind its head.
     */
    FakeStream stream(boolean gzip, Consumer<FakeStream> opened) throws IOException;

    /** Writes bytes as they are, HTTP or not. */
    void raw(byte[] bytes) throws IOException;

    /** Says nothing, and keeps the connection open until the other side closes it. */
    void staySilent() throws IOException;

    /** Closes it in good order (FIN), answered or not. */
    void close();

    /** Breaks it (RST). */
    void reset();
}
