package dev.sentiment4j.examples.dashboard.api;

import dev.sentiment4j.examples.dashboard.view.AlertView;
import dev.sentiment4j.examples.dashboard.web.InvalidRequestException;
import dev.sentiment4j.postgres.PostgresAlerts;
import dev.sentiment4j.postgres.PostgresPosts;
import dev.sentiment4j.postgres.StoredAlert;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was worth telling somebody. */
@RestController
@Tag(name = "alerts", description = "Episodes of alert rules")
final class AlertsController {
    private final PostgresAlerts alerts;

    AlertsController(PostgresAlerts alerts) {
        this.alerts = alerts;
    }

    @GetMapping("/api/alerts")
    @Operation(summary = "Episodes that began in a range, the latest first")
    Envelope<List<AlertView>> alerts(
            @Parameter(description = "default a day before 'to'") @RequestParam(required = false) @Nullable
                    Instant from,
            @Parameter(description = "default now") @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) StoredAlert.@Nullable State state,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
        List<AlertView> found;
        try {
            Instant end = to == null ? Instant.now().plusSeconds(1) : to;
            Instant start = from == null ? end.minus(Duration.ofDays(1)) : from;
            if (Duration.between(start, end).compareTo(PostQuery.MAX_RANGE) > 0) {
                throw new InvalidRequestException(
                        List.of("from: must be at most " + PostQuery.MAX_RANGE.toDays() + " days before 'to'"));
            }
            if (start.isAfter(end)) {
                throw new InvalidRequestException(List.of("from: must be before 'to'"));
            }
            found = alerts.between(start, end, state == null ? limit : PostgresPosts.MAX_PAGE).stream()
                    .filter(alert -> state == null || alert.state() == state)
                    .limit(limit)
                    .map(AlertView::of)
                    .toList();
        } catch (ArithmeticException | DateTimeException e) {
            throw new InvalidRequestException(List.of("from, to: must be times that people live in"));
        }
        return Envelope.of(found, Map.of("count", found.size()));
    }
}
