package dev.sentiment4j.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says for people what is wrong with a connection: where to, and what to look at. */
public final class HttpFaults {
    private HttpFaults() {}

    /** One sentence; with scheme and host of the address, never its path, query or user. */
    public static String describe(IOException e, URI address) {
        String where = address.getScheme() + "://" + address.getHost()
                + (address.getPort() < 0 ? "" : ":" + address.getPort());
        if (isCertificate(e)) {
            return where + " shows a certificate that is not trusted; check its chain, the trust store and any proxy";
        }
        if (has(e, SSLException.class)) {
            return where + ": TLS failed; check that the port speaks TLS and which versions it offers";
        }
        if (has(e, UnresolvedAddressException.class) || has(e, UnknownHostException.class)) {
            return where + ": the name cannot be resolved; check the name and DNS";
        }
        if (has(e, HttpConnectTimeoutException.class)) {
            return where + " does not answer a connect in time; check network and proxy";
        }
        if (has(e, ConnectException.class)) {
            return where + " cannot be connected to; check network and proxy";
        }
        if (has(e, HttpTimeoutException.class)) {
            return where + " has been silent for too long, or took too long to answer";
        }
        if (e instanceof BodyTooLargeException) {
            return where + ": " + e.getMessage();
        }
        return where + ": the connection broke";
    }

    /** Whether the other side's certificate is the reason, which time alone rarely mends. */
    public static boolean isCertificate(Throwable e) {
        return has(e, CertificateException.class) || has(e, CertPathBuilderException.class);
    }

    private static boolean has(@Nullable Throwable e, Class<? extends Throwable> type) {
        int depth = 0;
        for (Throwable t = e; t != null && depth < 20; t = t.getCause(), depth++) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}
