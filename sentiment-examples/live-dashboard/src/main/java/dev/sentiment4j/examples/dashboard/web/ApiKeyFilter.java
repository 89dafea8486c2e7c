package dev.sentiment4j.examples.dashboard.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Knows who brings the key: in {@code X-API-Key}, or, since a page cannot set headers on a WebSocket, as the
 * subprotocol {@code key.} with the key in Base64 for URLs.
 */
final class ApiKeyFilter extends OncePerRequestFilter {
    static final String HEADER = "X-API-Key";

    private static final String SUBPROTOCOL = "key.";

    private final byte[] key;

    ApiKeyFilter(String key) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] given = given(request);
        if (given != null && MessageDigest.isEqual(given, key)) {
            SecurityContextHolder.getContext()
                    .setAuthentication(UsernamePasswordAuthenticationToken.authenticated("key", null, List.of()));
        }
        chain.doFilter(request, response);
    }

    private static byte @Nullable [] given(HttpServletRequest request) {
        String header = request.getHeader(HEADER);
        if (header != null) {
            return header.getBytes(StandardCharsets.UTF_8);
        }
        for (String line : Collections.list(request.getHeaders("Sec-WebSocket-Protocol"))) {
            for (String protocol : line.split(",", -1)) {
                if (protocol.strip().startsWith(SUBPROTOCOL)) {
                    try {
                        return Base64.getUrlDecoder().decode(protocol.strip().substring(SUBPROTOCOL.length()));
                    } catch (IllegalArgumentException e) {
                        return null;
                    }
                }
            }
        }
        return null;
    }
}
