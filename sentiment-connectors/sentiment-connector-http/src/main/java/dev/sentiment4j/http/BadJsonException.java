package dev.sentiment4j.http;

/** Bytes are not the JSON that was expected; the message says which rule they break and where, never what they say. */
public final class BadJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    public BadJsonException(String message) {
        super(message);
    }
}
