package dev.sentiment4j.examples.dashboard.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets no client ask more than its share. Clients are told apart by address; a proxy in front has to say theirs. */
@Component
@Order(-10)
final class RateLimitFilter extends OncePerRequestFilter {
    private final RateLimits limits;
    private final ErrorWriter errors;

    RateLimitFilter(RateLimits limits, ErrorWriter errors) {
        this.limits = limits;
        this.errors = errors;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !limits.isEnabled() || !Paths.isApi(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            response.setHeader("RateLimit-Remaining", Long.toString(limits.take(request.getRemoteAddr(), 1)));
        } catch (RateLimitedException e) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfterSeconds()));
            errors.write(response, HttpStatus.TOO_MANY_REQUESTS, "RATE_LIMITED", String.valueOf(e.getMessage()));
            return;
        }
        chain.doFilter(request, response);
    }
}
