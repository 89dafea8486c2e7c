package dev.sentiment4j.spring;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.window.InMemoryWindowStore;
import dev.sentiment4j.window.SentimentWindows;
import dev.sentiment4j.window.WindowListener;
import dev.sentiment4j.window.WindowOptions;
import dev.sentiment4j.window.WindowStore;
import java.nio.file.Path;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Windows as a sink of all pipelines, given to every {@link WindowListener} among the beans. */
@AutoConfiguration(before = SentimentPipelineAutoConfiguration.class)
@ConditionalOnClass(SentimentWindows.class)
@ConditionalOnBooleanProperty("sentiment.windows.enabled")
@EnableConfigurationProperties(WindowProperties.class)
public final class SentimentWindowsAutoConfiguration {
    SentimentWindowsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    WindowOptions sentimentWindowOptions(WindowProperties properties) {
        return WindowSettings.options(properties);
    }

    @Bean
    @ConditionalOnMissingBean
    WindowStore sentimentWindowStore(WindowProperties properties) {
        return new InMemoryWindowStore(properties.keep());
    }

    @Bean
    @ConditionalOnMissingBean
    SentimentWindows sentimentWindows(
            WindowOptions options, ObjectProvider<WindowListener> listeners, ObjectProvider<WindowStateFile> state) {
        SentimentWindows.Builder windows = SentimentWindows.builder(options);
        listeners.orderedStream().forEach(windows::listener);
        WindowStateFile file = state.getIfAvailable();
        return file == null ? windows.build() : file.restore(windows);
    }

    @Bean
    @ConditionalOnProperty("sentiment.windows.state-file")
    WindowStateFile sentimentWindowStateFile(WindowProperties properties) {
        Path file = properties.stateFile();
        if (file == null) {
            throw new InvalidOptionsException(
                    "sentiment.windows", List.of("stateFile: is empty; name a file, or leave the property out"));
        }
        return new WindowStateFile(file, properties.stateInterval(), System::nanoTime);
    }

    @Bean
    @ConditionalOnMissingBean
    WindowTicker sentimentWindowTicker(
            SentimentWindows windows,
            ObjectProvider<WindowTicker.Chore> chores,
            ObjectProvider<WindowStateFile> state) {
        return new WindowTicker(windows, chores.getIfUnique(() -> () -> {}), state.getIfAvailable());
    }
}
