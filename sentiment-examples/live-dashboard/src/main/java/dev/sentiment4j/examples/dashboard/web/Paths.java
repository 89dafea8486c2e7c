package dev.sentiment4j.examples.dashboard.web;

import jakarta.servlet.http.HttpServletRequest;

/** Which requests are what. */
final class Paths {
    /** What only holders of the key may see, where there is a key. */
    static final String[] PROTECTED = {
        "/api/**", "/predict", "/predict/**", "/ws/**", "/metrics", "/health", "/health/**"
    };
    /** Of those, what everybody may see: how to ask, and whether the service lives. */
    static final String[] OPEN = {"/api/docs", "/api/docs/**", "/api/openapi", "/api/openapi/**", "/api/swagger-ui/**"};

    private Paths() {}

    /** The path without the context; decoded and normalised by the container. */
    static String of(HttpServletRequest request) {
        String info = request.getPathInfo();
        return request.getServletPath() + (info == null ? "" : info);
    }

    /** Whether a request costs work. */
    static boolean isApi(HttpServletRequest request) {
        String path = of(request);
        return path.startsWith("/api/") || path.startsWith("/predict");
    }
}
