package dev.sentiment4j.examples.analyze.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Decodes bytes and remembers what it could not decode, so that the row with the bad bytes can be told and the others
 * go on. Drops a byte order mark.
 *
 * <p>Bytes that do not decode become U+FFFD. Every U+FFFD that is handed out, be it a stand-in or a character of the
 * input, is noted in order; a reader that splits the characters into rows asks with {@link #takeMalformed} for as many
 * notes as its row has such characters. That works with any splitter, whatever it buffers ahead.
 */
final class CheckedReader extends Reader {
    /** Beyond this a "row" is a file of another kind, or a quote that is never closed. */
    private static final long MAX_ROW_CHARS = 64L << 20;

    private static final char STAND_IN = '\uFFFD';

    private final InputStream in;
    private final ByteBuffer bytes = ByteBuffer.allocate(32 * 1024).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(32 * 1024).limit(0);
    private final Deque<Boolean> malformed = new ArrayDeque<>();
    private final boolean guessCharset;
    private Charset charset;
    private CharsetDecoder decoder;
    private boolean started;
    private boolean ended;
    private long rowChars;
    private final AtomicLong bytesRead = new AtomicLong();

    /**
     * Decodes a stream.
     *
     * @param charset null for UTF-8, or UTF-16 where a byte order mark says so
     */
    CheckedReader(InputStream in, @Nullable Charset charset) {
        this.in = in;
        this.guessCharset = charset == null;
        this.charset = charset == null ? StandardCharsets.UTF_8 : charset;
        this.decoder = decoder(this.charset);
    }

    private static CharsetDecoder decoder(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    Charset charset() {
        return charset;
    }

    long bytesRead() {
        return bytesRead.get();
    }

    /**
     * Ends a row.
     *
     * @param standIns how many U+FFFD the row has
     * @return whether any of them stands for bytes that did not decode
     */
    boolean takeMalformed(int standIns) {
        rowChars = 0;
        boolean any = false;
        for (int i = 0; i < standIns && !malformed.isEmpty(); i++) {
            any |= malformed.removeFirst();
        }
        return any;
    }

    /** How many U+FFFD a text has. */
    static int standIns(String text) {
        int n = 0;
        for (int i = text.indexOf(STAND_IN); i >= 0; i = text.indexOf(STAND_IN, i + 1)) {
            n++;
        }
        return n;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        while (!chars.hasRemaining()) {
            if (ended) {
                return -1;
            }
            fill();
        }
        int n = Math.min(length, chars.remaining());
        chars.get(buffer, offset, n);
        rowChars += n;
        if (rowChars > MAX_ROW_CHARS) {
            throw new IOException("a row of more than " + (MAX_ROW_CHARS >> 20)
                    + " million characters; is a quote never closed, or is this not a text file?");
        }
        return n;
    }

    private void fill() throws IOException {
        bytes.compact();
        int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (n > 0) {
            bytes.position(bytes.position() + n);
            bytesRead.addAndGet(n);
        }
        bytes.flip();
        if (!started) {
            chooseCharset();
        }
        chars.clear();
        decode(n < 0);
        chars.flip();
        // Not before the first character: a mark may come in several reads.
        if (!started && chars.hasRemaining()) {
            started = true;
            if (chars.get(chars.position()) == '\uFEFF') {
                chars.get();
            }
        }
        ended = n < 0;
    }

    private void chooseCharset() {
        if (guessCharset && bytes.remaining() >= 2) {
            int first = bytes.get(bytes.position()) & 0xFF;
            int second = bytes.get(bytes.position() + 1) & 0xFF;
            if ((first == 0xFE && second == 0xFF) || (first == 0xFF && second == 0xFE)) {
                charset = first == 0xFE ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
                decoder = decoder(charset);
            }
        }
    }

    private void decode(boolean last) {
        while (true) {
            int from = chars.position();
            CoderResult result = decoder.decode(bytes, chars, last);
            for (int i = from; i < chars.position(); i++) {
                if (chars.get(i) == STAND_IN) {
                    malformed.addLast(false);
                }
            }
            if (!result.isError()) {
                break;
            }
            bytes.position(bytes.position() + result.length());
            chars.put(STAND_IN);
            malformed.addLast(true);
        }
        if (last) {
            decoder.flush(chars);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
