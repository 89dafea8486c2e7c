package dev.sentiment4j.alert;

import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs episodes: critical ones that fire as errors, others as warnings, the rest as information. Thread-safe. */
public final class LoggingAlertSink implements AlertSink {
    private static final Logger log = LoggerFactory.getLogger(LoggingAlertSink.class);

    /** Whatever a terminal or a log reader may take for the end of a line or an order. */
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    @Override
    public String name() {
        return "log";
    }

    @Override
    public void tell(Alert alert) {
        String message = text(alert);
        if (alert.state() != AlertState.FIRING || alert.severity() == Severity.INFO) {
            log.info("{}", message);
        } else if (alert.severity() == Severity.CRITICAL) {
            log.error("{}", message);
        } else {
            log.warn("{}", message);
        }
    }

    /** One line for people. */
    static String text(Alert alert) {
        String cell = alert.cell().toString();
        String line = String.format(
                Locale.ROOT,
                "alert %s %s%s: %s is %.4g (threshold %.4g, %d posts) since %s%s",
                alert.rule(),
                alert.state().name().toLowerCase(Locale.ROOT),
                cell.isEmpty() ? "" : " for " + cell,
                alert.metric().id(),
                alert.value(),
                alert.threshold(),
                alert.posts(),
                alert.startedAt(),
                alert.summary().isBlank() ? "" : ": " + alert.summary().strip());
        return BREAKS.matcher(line).replaceAll("\uFFFD");
    }
}
