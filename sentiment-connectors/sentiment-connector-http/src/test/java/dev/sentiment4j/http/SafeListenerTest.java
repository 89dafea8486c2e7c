package dev.sentiment4j.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceListener;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is between a source and a listener that does what listeners should not. */
class SafeListenerTest {
    private static final SourceGap GAP = new SourceGap(Instant.EPOCH, Instant.EPOCH.plusSeconds(1), "why");

    private final List<Object> heard = new ArrayList<>();

    private final SourceListener throwing = new SourceListener() {
        @Override
        public void gap(SourceGap gap) {
            heard.add(gap);
            throw new IllegalStateException("closed");
        }

        @Override
        public void disconnected(Throwable cause) {
            heard.add(cause);
            throw new IllegalStateException("closed");
        }

        @Override
        public void connected() {
            heard.add("connected");
            throw new IllegalStateException("closed");
        }
    };

    @Test
    void everything_isToldOn_andExceptionsEndHere() {
        SourceListener safe = new SafeListener("test", throwing);
        IOException cause = new IOException();
        safe.gap(GAP);
        safe.disconnected(cause);
        safe.connected();
        safe.gap(GAP);
        assertThat(heard).containsExactly(GAP, cause, "connected", GAP);
    }

    @Test
    void errors_goThrough() {
        SourceListener safe = new SafeListener("test", new SourceListener() {
            @Override
            public void connected() {
                throw new NoClassDefFoundError("meters");
            }
        });
        assertThatThrownBy(safe::connected).isInstanceOf(NoClassDefFoundError.class);
    }
}
