package dev.sentiment4j.examples.dashboard.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses queries whose escapes are none, or no UTF-8: the container takes them until a WebSocket is opened by one. */
@Component
@Order(-20)
final class ReadableAddress extends OncePerRequestFilter {
    private final ErrorWriter errors;

    ReadableAddress(ErrorWriter errors) {
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isReadable(request.getQueryString())) {
            chain.doFilter(request, response);
        } else {
            errors.write(
                    response,
                    HttpStatus.BAD_REQUEST,
                    "BAD_REQUEST",
                    "the address or a header has characters that are not allowed there");
        }
    }

    private static boolean isReadable(@Nullable String query) {
        try {
            return query == null
                    || URLDecoder.decode(query, StandardCharsets.UTF_8).indexOf('\uFFFD') < 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
