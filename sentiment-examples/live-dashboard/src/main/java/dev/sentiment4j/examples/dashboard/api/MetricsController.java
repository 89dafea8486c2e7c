package dev.sentiment4j.examples.dashboard.api;

import dev.sentiment4j.examples.dashboard.live.LiveNumbers;
import dev.sentiment4j.examples.dashboard.view.NumbersView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The numbers of the last minutes, from the windows of this process. */
@RestController
@Tag(name = "metrics", description = "Live numbers of the last minutes")
final class MetricsController {
    private final LiveNumbers numbers;

    MetricsController(LiveNumbers numbers) {
        this.numbers = numbers;
    }

    @GetMapping("/api/metrics/overall")
    @Operation(summary = "All of it: shares, emotions, groups, trend")
    Envelope<NumbersView> overall() throws InterruptedException {
        return Envelope.of(NumbersView.of(numbers.now(), Integer.MAX_VALUE), metadata());
    }

    @GetMapping("/api/metrics/geo")
    @Operation(summary = "By city")
    Envelope<List<NumbersView.Group>> geo() throws InterruptedException {
        return by("city");
    }

    @GetMapping("/api/metrics/products")
    @Operation(summary = "By product")
    Envelope<List<NumbersView.Group>> products() throws InterruptedException {
        return by("product");
    }

    @GetMapping("/api/metrics/channels")
    @Operation(summary = "By channel")
    Envelope<List<NumbersView.Group>> channels() throws InterruptedException {
        return by("channel");
    }

    private Envelope<List<NumbersView.Group>> by(String dimension) throws InterruptedException {
        return Envelope.of(
                NumbersView.groups(Objects.requireNonNull(numbers.now().groups().get(dimension))), metadata());
    }

    private Map<String, Object> metadata() {
        return Map.of("windowSeconds", numbers.reach().toSeconds(), "stepSeconds", LiveNumbers.STEP.toSeconds());
    }
}
