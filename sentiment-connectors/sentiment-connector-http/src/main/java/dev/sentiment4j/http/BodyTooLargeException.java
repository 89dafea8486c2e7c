package dev.sentiment4j.http;

import java.io.IOException;

/** An answer with success has a larger body than {@link HttpOptions#maxBodyBytes()} allows. */
public final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTooLargeException(int maxBytes) {
        super("the answer has more than maxBodyBytes = " + maxBytes + " bytes; allow more, if it has to be so large");
    }
}
