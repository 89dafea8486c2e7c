package dev.sentiment4j.examples.dashboard.api;

import dev.sentiment4j.SentimentAnalyzer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether the service lives, and how its parts are. */
@RestController
@Tag(name = "health", description = "Whether the service and its parts work")
final class HealthController {
    private final SentimentAnalyzer analyzer;
    private final HealthEndpoint health;

    HealthController(SentimentAnalyzer analyzer, HealthEndpoint health) {
        this.analyzer = analyzer;
        this.health = health;
    }

    /**
     * One part, with its own parts.
     *
     * @param status UP, DOWN, OUT_OF_SERVICE or UNKNOWN
     */
    @Schema(name = "Part")
    record Part(
            String status,
            @Nullable Map<String, Object> details,
            @Nullable Map<String, Part> parts) {}

    @GetMapping("/healthz")
    @Operation(summary = "Whether the process lives, and with which model")
    Map<String, String> live() {
        return Map.of("status", "ok", "model", analyzer.info().model().toString());
    }

    @GetMapping("/api/health")
    @Operation(summary = "Each part; 503 if one of them does not work")
    ResponseEntity<Envelope<Part>> health() {
        Part all = part(health.health());
        boolean up = all.status().equals(Status.UP.getCode());
        if (up) {
            return ResponseEntity.ok(Envelope.of(all));
        }
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "5")
                .body(Envelope.of(all));
    }

    private static Part part(HealthDescriptor descriptor) {
        String status = descriptor.getStatus().getCode();
        if (descriptor instanceof CompositeHealthDescriptor composite) {
            Map<String, Part> parts = new LinkedHashMap<>();
            Map<String, HealthDescriptor> components = composite.getComponents();
            if (components != null) {
                components.forEach((name, component) -> parts.put(name, part(component)));
            }
            return new Part(status, null, parts);
        }
        return descriptor instanceof IndicatedHealthDescriptor indicated
                ? new Part(status, indicated.getDetails(), null)
                : new Part(status, null, null);
    }
}
