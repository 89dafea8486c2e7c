package dev.sentiment4j.x;

import dev.sentiment4j.http.BodyTooLargeException;
import dev.sentiment4j.http.HeaderFields;
import dev.sentiment4j.http.HttpForms;
import dev.sentiment4j.http.HttpLink;
import dev.sentiment4j.http.HttpReply;
import dev.sentiment4j.http.HttpStream;
import dev.sentiment4j.http.Secret;
import dev.sentiment4j.http.TimeSource;
import dev.sentiment4j.http.TokenSupplier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * One app at X: its token and its connections, which all sources and rules that are made with it share. Opens no
 * connection by itself and needs no closing. Thread-safe.
 */
public final class XClient {
    static final String STREAM = "/2/tweets/search/stream";
    static final String RULES = STREAM + "/rules";
    static final String RECENT = "/2/tweets/search/recent";
    static final String CONNECTIONS = "/2/connections/all";

    private final XOptions options;
    private final HttpLink link;
    private final URI base;
    private final int maxBody;
    private final TokenSupplier tokens;
    private final TimeSource time;
    private volatile Duration skew = Duration.ZERO;

    /** A client by the system's time. */
    public XClient(XOptions options) {
        this(options, TimeSource.system());
    }

    /** A client by another time, for tests. */
    public XClient(XOptions options, TimeSource time) {
        this.options = Objects.requireNonNull(options, "options");
        this.time = Objects.requireNonNull(time, "time");
        this.link = new HttpLink(options.http(), time);
        this.base = options.apiUri();
        this.maxBody = options.http().maxBodyBytes();
        this.tokens = options.credentials().tokens(new Connection(link, base));
    }

    public XOptions options() {
        return options;
    }

    /** What its sources wait by. */
    TimeSource time() {
        return time;
    }

    URI base() {
        return base;
    }

    /** X's wall clock, as far as its answers tell it, so that a wrong one here does not matter. */
    Instant now() {
        return time.now().plus(skew);
    }

    HttpReply get(String path, Map<String, String> query) throws IOException, InterruptedException, XApiException {
        return send(request(path, query).GET());
    }

    HttpReply delete(String path) throws IOException, InterruptedException, XApiException {
        return send(request(path, Map.of()).DELETE());
    }

    HttpReply post(String path, Map<String, String> query, String json)
            throws IOException, InterruptedException, XApiException {
        return send(request(path, query)
                .setHeader("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private HttpRequest.Builder request(String path, Map<String, String> query) {
        return link.request(HttpForms.uri(base, path, query));
    }

    private HttpReply send(HttpRequest.Builder request) throws IOException, InterruptedException, XApiException {
        request.setHeader("Accept-Encoding", "gzip");
        Secret token = tokens.token();
        HttpReply reply = send(request, token);
        if (reply.status() == 401 && tokens.refused(token)) {
            // It may have expired. If its successor is refused too, asking for a third one is no help.
            Secret next = tokens.token();
            reply = send(request, next);
            if (reply.status() == 401) {
                tokens.refused(next);
            }
        }
        if (!reply.isSuccess()) {
            throw refusal(reply);
        }
        return reply;
    }

    private HttpReply send(HttpRequest.Builder request, Secret token)
            throws IOException, InterruptedException, XApiException {
        try {
            HttpReply reply = link.send(authorized(request, token));
            hear(reply.headers());
            return reply;
        } catch (BodyTooLargeException e) {
            throw Problems.tooLarge(e);
        }
    }

    /** Opens the stream; its body is asked for unpacked, so that no line waits in a packer. */
    HttpStream stream(Map<String, String> query) throws IOException, InterruptedException, XApiException {
        HttpRequest.Builder request = request(STREAM, query).GET();
        request.setHeader("Accept-Encoding", "identity");
        Secret token = tokens.token();
        HttpStream stream = link.open(authorized(request, token));
        hear(stream.headers());
        if (stream.status() == 200) {
            if (HeaderFields.text(stream.headers(), "content-type")
                    .filter(type -> type.startsWith("text/html"))
                    .isPresent()) {
                stream.close();
                throw Problems.notX(200, "an HTML page");
            }
            return stream;
        }
        HttpReply reply = stream.readFully(maxBody);
        if (reply.status() == 401) {
            tokens.refused(token);
        }
        throw refusal(reply);
    }

    private static HttpRequest authorized(HttpRequest.Builder request, Secret token) {
        return request.setHeader("Authorization", "Bearer " + token.reveal()).build();
    }

    private XApiException refusal(HttpReply reply) {
        return Problems.of(reply, now());
    }

    private void hear(HttpHeaders headers) {
        HeaderFields.date(headers, "date").ifPresent(date -> {
            Duration off = Duration.between(time.now(), date);
            // Dates have whole seconds, and travel for a while.
            skew = off.abs().compareTo(Duration.ofSeconds(3)) < 0 ? Duration.ZERO : off;
        });
    }

    @Override
    public String toString() {
        return "XClient[" + options + "]";
    }
}
