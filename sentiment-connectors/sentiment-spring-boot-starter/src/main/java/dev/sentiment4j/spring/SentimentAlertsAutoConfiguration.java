package dev.sentiment4j.spring;

import dev.sentiment4j.alert.AlertEngine;
import dev.sentiment4j.alert.AlertSink;
import dev.sentiment4j.alert.LoggingAlertSink;
import dev.sentiment4j.alert.WebhookAlertSink;
import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.postgres.PostgresAlertSink;
import dev.sentiment4j.postgres.PostgresAlerts;
import dev.sentiment4j.window.WindowOptions;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Alerts over the windows, told to every {@link AlertSink} among the beans. Episodes outlive a restart where the
 * checkpoints do.
 */
@AutoConfiguration(
        before = SentimentWindowsAutoConfiguration.class,
        after = {SentimentCheckpointsAutoConfiguration.class, SentimentPostgresAutoConfiguration.class})
@ConditionalOnClass(AlertEngine.class)
@ConditionalOnBooleanProperty({"sentiment.windows.enabled", "sentiment.alerts.enabled"})
@EnableConfigurationProperties(AlertProperties.class)
public final class SentimentAlertsAutoConfiguration {
    SentimentAlertsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(name = "sentiment.alerts.log", matchIfMissing = true)
    LoggingAlertSink loggingAlertSink() {
        return new LoggingAlertSink();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("sentiment.alerts.webhook.url")
    WebhookAlertSink webhookAlertSink(AlertProperties properties) {
        AlertProperties.Webhook webhook = properties.webhook();
        return new WebhookAlertSink(
                Objects.requireNonNull(webhook.url()),
                Objects.requireNonNull(webhook.secret()).getBytes(StandardCharsets.UTF_8),
                webhook.timeout());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(PostgresAlertSink.class)
    @ConditionalOnBooleanProperty("sentiment.alerts.postgres.enabled")
    static class Stored {
        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnBean(PostgresAlerts.class)
        PostgresAlertSink postgresAlertSink(PostgresAlerts alerts) {
            return new PostgresAlertSink(alerts);
        }
    }

    @Bean
    @ConditionalOnMissingBean
    AlertEngine sentimentAlertEngine(
            AlertProperties properties,
            WindowOptions windows,
            ObjectProvider<CheckpointStore> store,
            ObjectProvider<AlertSink> sinks)
            throws InterruptedException {
        AlertEngine.Builder engine = AlertEngine.builder(
                        AlertRulesFile.read(Objects.requireNonNull(properties.rules())))
                .name(properties.name())
                .windows(windows);
        store.ifUnique(engine::store);
        sinks.orderedStream().forEach(engine::sink);
        return engine.build();
    }

    @Bean
    WindowTicker.Chore sentimentAlertRetry(AlertEngine engine) {
        return engine::retry;
    }
}
