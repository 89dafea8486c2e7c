package dev.sentiment4j.examples.dashboard.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What fails outside of any controller, in the same form. */
@Hidden
@RestController
final class Errors implements ErrorController {
    private static final Map<Integer, String> WORDS = Map.of(
            400, "the request cannot be understood",
            401, "this needs a key",
            403, "this is not allowed",
            404, "there is nothing at this address",
            405, "this address does not take this method",
            406, "this address answers in JSON alone",
            413, "the body is too large",
            415, "the body must be JSON: Content-Type: application/json",
            500, "something went wrong here; the request's id finds it in the logs",
            503, "the service cannot answer now; try again");

    static ErrorBody body(int status) {
        String code =
                switch (status) {
                    case 401 -> "UNAUTHORIZED";
                    case 403 -> "FORBIDDEN";
                    case 404 -> "NOT_FOUND";
                    case 405 -> "METHOD_NOT_ALLOWED";
                    case 406 -> "NOT_ACCEPTABLE";
                    case 413 -> "TOO_LARGE";
                    case 415 -> "UNSUPPORTED_MEDIA_TYPE";
                    case 503 -> "UNAVAILABLE";
                    default -> status >= 500 ? "INTERNAL_ERROR" : "BAD_REQUEST";
                };
        return ErrorBody.of(
                code,
                WORDS.getOrDefault(
                        status, status >= 500 ? "something went wrong here" : "the request cannot be answered"));
    }

    @RequestMapping("/error")
    ResponseEntity<ErrorBody> error(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int status = code instanceof Integer number && number >= 400 && number <= 599 ? number : 404;
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body(status));
    }
}
