package dev.sentiment4j.examples.dashboard.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is answered when a request fails.
 *
 * @param error what is wrong, and what to do
 * @param code the same for programs
 * @param details everything that is wrong, one by one, where it is more than one sentence can say
 * @param requestId under which the logs have it
 * @param timestamp when
 */
@Schema(name = "Error")
public record ErrorBody(
        String error,
        String code,
        @Nullable List<String> details,
        @Nullable String requestId,
        Instant timestamp) {
    static ErrorBody of(String code, String error) {
        return of(code, error, null);
    }

    static ErrorBody of(String code, String error, @Nullable List<String> details) {
        return new ErrorBody(error, code, details, RequestIds.current(), Instant.now());
    }
}
