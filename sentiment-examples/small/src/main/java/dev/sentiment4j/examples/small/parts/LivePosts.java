package dev.sentiment4j.examples.small.parts;

import dev.sentiment4j.pipeline.AnalyzedPost;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.Rejection;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.spring.SentimentPipelineBuilderCustomizer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every post of the pipeline, once it is stored, as JSON to every client of {@code /ws/posts}. A client has a thread of
 * its own, so that a slow one holds up nobody; what it cannot keep up with it misses, the oldest first.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
public class LivePosts {
    private static final Logger log = LoggerFactory.getLogger(LivePosts.class);
    private static final int WAITING = 100;

    /** The clients, as a sink that never refuses. */
    static final class Clients extends TextWebSocketHandler implements AutoCloseable {
        private final Map<WebSocketSession, ThreadPoolExecutor> clients = new ConcurrentHashMap<>();
        private final JsonMapper json;

        Clients(JsonMapper json) {
            this.json = json;
        }

        @Override
        public void afterConnectionEstablished(WebSocketSession session) {
            clients.put(
                    session,
                    new ThreadPoolExecutor(
                            1,
                            1,
                            0,
                            TimeUnit.SECONDS,
                            new ArrayBlockingQueue<>(WAITING),
                            new ThreadPoolExecutor.DiscardOldestPolicy()));
        }

        @Override
        public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
            ThreadPoolExecutor sender = clients.remove(session);
            if (sender != null) {
                sender.shutdownNow();
            }
        }

        private void tell(PostView post) {
            TextMessage message = new TextMessage(json.writeValueAsString(post));
            clients.forEach((session, sender) -> sender.execute(() -> {
                try {
                    session.sendMessage(message);
                } catch (IOException | IllegalStateException e) {
                    log.debug("a client is gone: {}", e.getMessage());
                }
            }));
        }

        PostSink sink() {
            return new PostSink() {
                @Override
                public String name() {
                    return "live";
                }

                @Override
                public List<Rejection> write(List<SinkEvent> events) {
                    for (SinkEvent event : events) {
                        if (event instanceof AnalyzedPost analyzed) {
                            tell(PostView.of(analyzed));
                        }
                    }
                    return List.of();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {
            clients.values().forEach(ThreadPoolExecutor::shutdownNow);
        }
    }

    @Bean
    Clients clients(JsonMapper json) {
        return new Clients(json);
    }

    @Bean
    WebSocketConfigurer webSocket(Clients clients) {
        return registry -> registry.addHandler(clients, "/ws/posts");
    }

    /** Behind the sinks that the properties name. */
    @Bean
    SentimentPipelineBuilderCustomizer live(Clients clients) {
        return (name, pipeline) -> pipeline.sink(clients.sink());
    }
}
