package dev.sentiment4j.alert;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Posts episodes to a URL, as {@link AlertJson}, signed. Thread-safe.
 *
 * <ul>
 *   <li>{@value #SIGNATURE}: {@code t=<seconds since 1970>,v1=<HMAC-SHA256 in hexadecimal of "<t>.<body>">}; a receiver
 *       computes it as well ({@link #verify}), and refuses old times.
 *   <li>{@value #DELIVERY}: the alert's id and state: what comes twice is known by it.
 * </ul>
 *
 * Any status of 200 to 299 takes it. 408, 425, 429, those from 500 on, lost connections and silence are tried again by
 * the engine; any other status gives that state up. Redirects are not followed. However long the server takes, a
 * request ends with the timeout.
 */
public final class WebhookAlertSink implements AlertSink {
    /** {@value}. */
    public static final String SIGNATURE = "X-Sentiment4J-Signature";
    /** {@value}. */
    public static final String DELIVERY = "X-Sentiment4J-Delivery";

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST_SECRET = 16;

    private final String name;
    private final URI uri;
    private final byte[] secret;
    private final Duration timeout;
    private final HttpClient client;
    private final Clock clock;

    /**
     * A sink with a client of its own, and the system's clock.
     *
     * @param uri http or https
     * @param secret shared with the receiver; at least 16 bytes
     * @param timeout how long a request may take in all
     * @throws IllegalArgumentException if one of them cannot work
     */
    public WebhookAlertSink(URI uri, byte[] secret, Duration timeout) {
        this("webhook", uri, secret, timeout, client(timeout), Clock.systemUTC());
    }

    /** The same under another name, for several of them, with a client and a clock of the host's. */
    public WebhookAlertSink(String name, URI uri, byte[] secret, Duration timeout, HttpClient client, Clock clock) {
        this.name = Objects.requireNonNull(name, "name");
        this.uri = Objects.requireNonNull(uri, "uri");
        this.secret = secret.clone();
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        this.client = Objects.requireNonNull(client, "client");
        this.clock = Objects.requireNonNull(clock, "clock");
        String scheme = uri.getScheme();
        if (scheme == null || !(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
            throw new IllegalArgumentException("uri: must be an absolute http or https URL");
        }
        if (secret.length < SHORTEST_SECRET) {
            throw new IllegalArgumentException(
                    "secret: has " + secret.length + " bytes, must have at least " + SHORTEST_SECRET);
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("timeout = " + timeout + ": must be positive, and at most 5 minutes");
        }
    }

    private static HttpClient client(Duration timeout) {
        return HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void tell(Alert alert) throws InterruptedException {
        String body = AlertJson.write(alert);
        long seconds = clock.instant().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header(SIGNATURE, "t=" + seconds + ",v1=" + signature(secret, seconds, body))
                .header(DELIVERY, header(alert))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        // The request's own timeout ends with the headers; a server may drip the body for ever.
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        int status;
        try {
            status = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new AlertException(where() + " did not answer within " + timeout, e, true);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            boolean passing = cause instanceof IOException;
            throw new AlertException(where() + " cannot be reached: " + cause, cause, passing);
        }
        if (status < 200 || status > 299) {
            boolean passing = status == 408 || status == 425 || status == 429 || status >= 500;
            throw new AlertException(where() + " answered with status " + status, null, passing);
        }
    }

    /** Headers hold little more than ASCII. */
    private static String header(Alert alert) {
        String id = alert.id() + "|" + alert.state().name().toLowerCase(Locale.ROOT);
        StringBuilder ascii = new StringBuilder();
        id.chars().forEach(c -> {
            if (c > ' ' && c < 127 && c != '%') {
                ascii.append((char) c);
            } else {
                ascii.append(String.format(Locale.ROOT, "%%u%04X", c));
            }
        });
        return ascii.toString();
    }

    /** Without user, path and query, which may hold secrets. */
    private String where() {
        return "webhook " + name + " at " + uri.getScheme() + "://" + uri.getHost()
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    /**
     * For receivers: whether a signature is that of a body, and not older or newer than a tolerance.
     *
     * @param signature the header {@value #SIGNATURE}; null where there is none, which is not genuine
     */
    public static boolean verify(
            byte[] secret, @Nullable String signature, String body, Clock clock, Duration tolerance) {
        if (signature == null) {
            return false;
        }
        Matcher parts = Pattern.compile("t=(\\d{1,18}),v1=([0-9a-f]{64})").matcher(signature);
        if (!parts.matches()) {
            return false;
        }
        long seconds = Long.parseLong(parts.group(1));
        boolean recent = Math.abs(clock.instant().getEpochSecond() - seconds) <= tolerance.toSeconds();
        byte[] expected = signature(secret, seconds, body).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, parts.group(2).getBytes(StandardCharsets.US_ASCII)) && recent;
    }

    private static String signature(byte[] secret, long seconds, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return where();
    }
}
