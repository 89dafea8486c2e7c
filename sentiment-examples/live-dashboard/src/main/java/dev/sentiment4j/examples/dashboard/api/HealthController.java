package dev.sentiment4j.examples.dashboard.api;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.examples.dashboard.web.RateLimits;
import dev.sentiment4j.examples.dashboard.wiring.Workers;
import dev.sentiment4j.pipeline.PipelineHealth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether the service lives, and how its parts are. */
@RestController
@Tag(name = "health", description = "Whether the service and its parts work")
final class HealthController {
    private final SentimentAnalyzer analyzer;
    private final HikariDataSource postgres;
    private final RateLimits redis;
    private final Workers workers;

    HealthController(SentimentAnalyzer analyzer, HikariDataSource postgres, RateLimits redis, Workers workers) {
        this.analyzer = analyzer;
        this.postgres = postgres;
        this.redis = redis;
        this.workers = workers;
    }

    /**
     * One part.
     *
     * @param status UP or DOWN
     */
    @Schema(name = "Part")
    record Part(String status, Map<String, Object> details) {}

    /**
     * All parts.
     *
     * @param status UP if all of them are
     */
    @Schema(name = "Health")
    record Health(String status, Map<String, Part> parts) {}

    @GetMapping("/healthz")
    @Operation(summary = "Whether the process lives and the model answers")
    Map<String, String> live() {
        return Map.of("status", "ok", "model", analyzer.info().model().toString());
    }

    @GetMapping("/api/health")
    @Operation(summary = "Each part; 503 if one of them does not work")
    ResponseEntity<Envelope<Health>> health() {
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put(
                "analyzer",
                part(
                        true,
                        Map.of(
                                "model", analyzer.info().model().toString(),
                                "inWork", analyzer.load().inWork(),
                                "queueDepth", analyzer.load().queueDepth())));
        parts.put("redis", part(redis.isRedisUp(), Map.of()));
        parts.put("postgres", part(isPostgresUp(), Map.of()));
        List<PipelineHealth> pipelines = workers.health();
        for (int i = 0; i < pipelines.size(); i++) {
            parts.put("worker-" + (i + 1), worker(pipelines.get(i)));
        }
        boolean up = parts.values().stream().allMatch(part -> part.status().equals("UP"));
        return ResponseEntity.status(up ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(Envelope.of(new Health(up ? "UP" : "DOWN", parts)));
    }

    private static Part worker(PipelineHealth health) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", health.state().toString());
        details.put("acknowledged", health.acknowledged());
        details.put("deadLettered", health.deadLettered());
        health.lag().waiting().ifPresent(waiting -> details.put("waiting", waiting));
        List<String> troubles = new ArrayList<>();
        health.troubles().forEach(trouble -> troubles.add(trouble.step() + " " + trouble.name()));
        if (!troubles.isEmpty()) {
            details.put("troubles", troubles);
        }
        return part(health.isHealthy(), details);
    }

    private static Part part(boolean up, Map<String, Object> details) {
        return new Part(up ? "UP" : "DOWN", details);
    }

    private boolean isPostgresUp() {
        try (Connection connection = postgres.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }
}
