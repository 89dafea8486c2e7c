package dev.sentiment4j.examples.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedClientTest {
    private final FeedLog messages = new FeedLog(4);
    private final Session session = mock(Session.class);
    private final RemoteEndpoint.Async remote = mock(RemoteEndpoint.Async.class);
    private final List<String> sent = new ArrayList<>();
    private final Deque<SendHandler> onTheirWay = new ArrayDeque<>();
    private final AtomicInteger shed = new AtomicInteger();
    private final FeedClient client = new FeedClient(session, messages, 0, shed::incrementAndGet, Runnable::run);

    @BeforeEach
    void network() {
        when(session.getAsyncRemote()).thenReturn(remote);
        doAnswer(call -> {
                    sent.add(call.getArgument(0));
                    onTheirWay.add(call.getArgument(1));
                    return null;
                })
                .when(remote)
                .sendText(anyString(), any());
    }

    private void say(String message) {
        messages.append(number -> message);
        client.pump();
    }

    private void arrived() {
        onTheirWay.remove().onResult(new SendResult(session));
    }

    @Test
    void nothingIsSaidBeforeTheGreeting() {
        say("\"early\"");
        assertThat(sent).isEmpty();
        client.begin("hello");
        assertThat(sent).containsExactly("hello");
        arrived();
        assertThat(sent).containsExactly("hello", "\"early\"");
    }

    @Test
    void oneMessageAtATimeIsOnItsWayAndWhatCameMeanwhileTravelsTogether() {
        client.begin("hello");
        say("1");
        say("2");
        say("3");
        assertThat(sent).containsExactly("hello");
        arrived();
        assertThat(sent).containsExactly("hello", "[1,2,3]");
        arrived();
        say("4");
        assertThat(sent).endsWith("4");
        assertThat(onTheirWay).hasSize(1);
    }

    @Test
    void whoeverIsBehindWhatIsKeptIsLetGo() throws IOException {
        client.begin("hello");
        for (int i = 0; i < 5; i++) {
            say("1");
        }
        assertThat(shed).hasValue(1);
        verify(session).close(argThat(reason -> reason.getCloseCode() == CloseCodes.TRY_AGAIN_LATER));
        arrived();
        assertThat(sent).as("nothing follows").containsExactly("hello");
    }
}
