package dev.sentiment4j.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.PostKey;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.TestPosts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PostgresNotificationsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final class Heard implements PostNotificationListener {
        final List<PostKey> keys = new CopyOnWriteArrayList<>();
        final AtomicInteger missed = new AtomicInteger();

        @Override
        public void changed(List<PostKey> changed) {
            boolean first = keys.isEmpty();
            keys.addAll(changed);
            if (first) {
                throw new IllegalStateException("a listener that fails ends nothing");
            }
        }

        @Override
        public void missed() {
            missed.incrementAndGet();
        }
    }

    @Test
    void listen_hearsOfEveryPost_andComesBackAfterALoss() throws Exception {
        PostgresOptions options = TestPostgres.migrated(
                TestPostgres.options().notificationChannel("posts \"live\"").build());
        PostgresSink sink = new PostgresSink(TestPostgres.dataSource(), options);
        sink.open();
        Heard heard = new Heard();
        try (PostgresNotifications notifications =
                PostgresNotifications.listen(TestPostgres.dataSource(), options, heard)) {
            assertThat(notifications.awaitListening(PATIENCE)).isTrue();
            List<SinkEvent> events = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                events.add(TestPostgres.analyzed(TestPosts.post(i), SentimentLabel.NEUTRAL));
            }
            sink.write(events);
            await().atMost(PATIENCE).until(() -> heard.keys.size() == 1000);
            TestPostgres.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen \"posts%'");
            await().atMost(PATIENCE).until(() -> heard.missed.get() == 1);
            sink.write(List.of(TestPostgres.analyzed(TestPosts.post(2000), SentimentLabel.NEUTRAL)));
            await().atMost(PATIENCE).until(() -> heard.keys.contains(TestPosts.key("2000")));
        }
    }

    /** A connection that still stands, and over which nothing comes any more. */
    @Test
    void listen_toAServerThatVanished_listensAnew() throws Exception {
        PostgresOptions options = TestPostgres.migrated(
                TestPostgres.options().notificationChannel("vanishing").build());
        PostgresSink sink = new PostgresSink(TestPostgres.dataSource(), options);
        sink.open();
        Heard heard = new Heard();
        try (SilentRelay relay = SilentRelay.to(TestPostgres.port());
                HikariDataSource pool = PostgresPool.to(TestPostgres.url(relay.port()))
                        .size(1)
                        .socketTimeout(Duration.ofMinutes(5))
                        .open();
                PostgresNotifications notifications =
                        PostgresNotifications.listen(pool, options, heard, Duration.ofMillis(100))) {
            assertThat(notifications.awaitListening(PATIENCE)).isTrue();
            relay.silence();
            await().atMost(PATIENCE).until(() -> heard.missed.get() > 0);
            sink.write(List.of(TestPostgres.analyzed(TestPosts.post(1), SentimentLabel.NEUTRAL)));
            await().atMost(PATIENCE).until(() -> heard.keys.contains(TestPosts.key("1")));
        }
    }

    @Test
    void listen_withoutAChannel_isRefused() {
        assertThatThrownBy(() -> PostgresNotifications.listen(
                        TestPostgres.dataSource(), PostgresOptions.defaults(), new Heard()))
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("notificationChannel");
    }
}
