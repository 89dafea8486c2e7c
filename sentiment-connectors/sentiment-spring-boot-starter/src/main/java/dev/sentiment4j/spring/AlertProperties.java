package dev.sentiment4j.spring;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

/**
 * Alerts by rules over windows; needs {@code sentiment-windows} and {@code sentiment.windows.enabled}.
 *
 * @param enabled Whether there are alerts.
 * @param rules File with the rules, in JSON or YAML; one on the class path begins with "classpath:".
 * @param name Name that episodes are kept under in the checkpoint store, another one for each process that shares it.
 * @param log Whether alerts are logged.
 * @param postgres The table sentiment_alerts.
 * @param webhook URL that alerts are posted to.
 */
@ConfigurationProperties("sentiment.alerts")
public record AlertProperties(
        @DefaultValue("false") boolean enabled,
        @Nullable String rules,
        @DefaultValue("alerts") String name,
        @DefaultValue("true") boolean log,
        @DefaultValue Postgres postgres,
        @DefaultValue Webhook webhook)
        implements Validator {
    /**
     * The table {@code sentiment_alerts}.
     *
     * @param enabled Whether each episode is stored in PostgreSQL, from its first suspicion to its end.
     */
    public record Postgres(@DefaultValue("false") boolean enabled) {}

    /**
     * Where alerts are posted to, signed.
     *
     * @param url Address; by default none.
     * @param secret Secret shared with the receiver, at least 16 bytes.
     * @param timeout How long a request may take.
     */
    public record Webhook(
            @Nullable URI url,
            @Nullable String secret,
            @DefaultValue("10s") Duration timeout) {
        /** Everything but the secret, and the URL, which may hold one. */
        @Override
        public String toString() {
            return "Webhook[timeout=" + timeout + "]";
        }
    }

    @Override
    public boolean supports(Class<?> type) {
        return AlertProperties.class.isAssignableFrom(type);
    }

    /** Reports every value that cannot work. */
    @Override
    public void validate(Object target, Errors errors) {
        AlertProperties properties = (AlertProperties) target;
        OptionProblems problems = new OptionProblems(errors, "");
        if (properties.enabled && properties.rules == null) {
            problems.report("enabled", "needs sentiment.alerts.rules, a file");
        }
        if (properties.name.isBlank()) {
            problems.report("name", "must not be blank");
        }
        if ((properties.webhook.url == null) != (properties.webhook.secret == null)) {
            problems.report("webhook.url", "url and secret belong together");
        }
        String secret = properties.webhook.secret;
        if (secret != null && secret.length() < 16) {
            problems.report("webhook.secret", "must have at least 16 bytes");
        }
        if (properties.webhook.timeout.isZero() || properties.webhook.timeout.isNegative()) {
            problems.report("webhook.timeout", "must be positive");
        }
    }
}
