package dev.sentiment4j.examples.dashboard.live;

import jakarta.websocket.Session;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.standard.StandardWebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The WebSocket. It speaks and does not listen: a client names the position it goes on from in the address, and
 * anything that it sends ends the connection.
 */
@Component
public final class FeedSocket extends AbstractWebSocketHandler implements SubProtocolCapable {
    /** {@value}: what is spoken. */
    public static final String PROTOCOL = "sentiment.v1";

    private static final int MAX_MESSAGE = 1024;

    private final LiveFeed feed;

    FeedSocket(LiveFeed feed) {
        this.feed = feed;
    }

    @Override
    public List<String> getSubProtocols() {
        return List.of(PROTOCOL);
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        Session connection = connection(session);
        connection.setMaxTextMessageBufferSize(MAX_MESSAGE);
        connection.setMaxBinaryMessageBufferSize(MAX_MESSAGE);
        feed.join(connection, after(session.getUri()));
    }

    private static Session connection(WebSocketSession session) {
        return ((StandardWebSocketSession) session).getNativeSession();
    }

    private static @Nullable String after(@Nullable URI uri) {
        return uri == null
                ? null
                : UriComponentsBuilder.fromUri(uri).build().getQueryParams().getFirst("after");
    }

    @Override
    public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) {
        if (message.getPayload() instanceof java.nio.ByteBuffer || message.getPayload() instanceof CharSequence) {
            feed.dismiss(connection(session), "this endpoint only speaks");
        }
    }

    @Override
    public void handleTransportError(WebSocketSession session, Throwable exception) {
        feed.leave(connection(session));
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        feed.leave(connection(session));
    }
}
