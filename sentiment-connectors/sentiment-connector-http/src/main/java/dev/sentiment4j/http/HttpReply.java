package dev.sentiment4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.Optional;

/** An answer with all of its body, unpacked. */
public final class HttpReply {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    HttpReply(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public int status() {
        return status;
    }

    /** Whether the status is in the two hundreds. */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    public HttpHeaders headers() {
        return headers;
    }

    /** Bytes of the body. */
    public int size() {
        return body.length;
    }

    /**
     * The body as JSON.
     *
     * @throws BadJsonException if it is none
     */
    public JsonNode json() throws BadJsonException {
        return Json.read(body);
    }

    /** The body if it is a JSON object, which an error page need not be. */
    public Optional<JsonNode> object() {
        try {
            return Optional.of(json()).filter(JsonNode::isObject);
        } catch (BadJsonException e) {
            return Optional.empty();
        }
    }

    /** Status and length; never what the body says. */
    @Override
    public String toString() {
        return "HttpReply[status " + status + ", " + body.length + " bytes]";
    }
}
