package dev.sentiment4j.examples.dashboard.wiring;

import dev.sentiment4j.examples.dashboard.DashboardProperties;
import dev.sentiment4j.examples.dashboard.live.FeedSocket;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/** The WebSocket's address, and who may open it. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
@EnableScheduling
class WebConfiguration implements WebSocketConfigurer {
    private final FeedSocket socket;
    private final DashboardProperties properties;

    WebConfiguration(FeedSocket socket, DashboardProperties properties) {
        this.socket = socket;
        this.properties = properties;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        // Pages of this origin may, always.
        registry.addHandler(socket, "/ws/sentiment")
                .setAllowedOrigins(properties.allowedOrigins().toArray(String[]::new));
    }
}
