package dev.sentiment4j.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.SentimentLabel;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.SinkException;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.pipeline.TestPosts;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that refuse, die and come back. */
class RedisFaultTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final RedisSourceOptions POSTS = RedisSourceOptions.builder().stream("posts")
            .claimInterval(Duration.ofMillis(50))
            .build();

    @TempDir
    Path directory;

    private static List<SinkEvent> events(int count) {
        List<SinkEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(TestPosts.analyzed(TestPosts.post(i), SentimentLabel.POSITIVE));
        }
        return events;
    }

    private static SourceException openFails(RedisOptions options) {
        try (RedisStreamSource source = new RedisStreamSource(options, POSTS)) {
            return catchThrowableOfType(SourceException.class, () -> source.open(SourceListener.NONE));
        }
    }

    @Test
    void open_withoutAServer_isUnavailable() {
        RedisOptions nobody = RedisOptions.builder().address("127.0.0.1", 1).build();
        SourceException e = openFails(nobody);
        assertThat(e.isRetriable()).isTrue();
        assertThat(e).hasMessageContaining("127.0.0.1:1").hasMessageContaining("not connected");
        try (RedisStreamSink sink = new RedisStreamSink(nobody)) {
            assertThatExceptionOfType(SinkException.class)
                    .isThrownBy(sink::open)
                    .matches(s -> s.kind() == SinkException.Kind.UNAVAILABLE);
        }
    }

    @Test
    void open_withAWrongOrMissingPassword_isFatal() {
        try (RedisProcess redis = RedisProcess.start(directory, "--requirepass", "right-secret")) {
            SourceException wrong = openFails(
                    redis.builder().password("wrong-secret"::toCharArray).build());
            assertThat(wrong.isRetriable()).isFalse();
            assertThat(wrong).hasMessageContaining("password").hasMessageNotContaining("secret");
            SourceException missing = openFails(redis.options());
            assertThat(missing.isRetriable()).isFalse();
            assertThat(missing).hasMessageContaining("NOAUTH").hasMessageContaining("RedisOptions.password");
            assertThat(openFails(redis.builder()
                            .password("right-secret"::toCharArray)
                            .build()))
                    .isNull();
        }
    }

    @Test
    void open_asAUserWithoutTheRight_isFatal() {
        try (RedisProcess redis = RedisProcess.start(directory);
                Shell shell = new Shell(redis.port())) {
            shell.redis()
                    .aclSetuser(
                            "worker",
                            io.lettuce.core.AclSetuserArgs.Builder.on()
                                    .addPassword("pw")
                                    .keyPattern("posts")
                                    .allCommands()
                                    .removeCommand(io.lettuce.core.protocol.CommandType.XGROUP));
            SourceException e = openFails(
                    redis.builder().user("worker").password("pw"::toCharArray).build());
            assertThat(e.isRetriable()).isFalse();
            assertThat(e).hasMessageContaining("NOPERM");
        }
    }

    @Test
    void open_ofAnotherType_isFatal() {
        try (RedisProcess redis = RedisProcess.start(directory);
                Shell shell = new Shell(redis.port())) {
            shell.redis().set("posts", new byte[0]);
            SourceException e = openFails(redis.options());
            assertThat(e.isRetriable()).isFalse();
            assertThat(e).hasMessageContaining("WRONGTYPE").hasMessageContaining("posts");
            try (RedisStreamSink sink = new RedisStreamSink(redis.options(), RedisStreamOptions.of("posts"))) {
                assertThatExceptionOfType(SinkException.class)
                        .isThrownBy(sink::open)
                        .matches(s -> s.kind() == SinkException.Kind.FATAL);
            }
        }
    }

    @Test
    void write_toAServerWithoutMemoryOrAReplica_isUnavailableUntilItHeals() throws Exception {
        try (RedisProcess redis = RedisProcess.start(directory);
                Shell shell = new Shell(redis.port());
                RedisStreamSink sink = new RedisStreamSink(redis.options())) {
            sink.open();
            shell.redis().configSet("maxmemory", "1");
            assertUnavailable(sink, "OOM", "maxmemory");
            shell.redis().configSet("maxmemory", "0");
            shell.redis().replicaof("127.0.0.1", 1);
            assertUnavailable(sink, "READONLY", "master");
            shell.redis().replicaofNoOne();
            assertThat(sink.write(events(3))).isEmpty();
            assertThat(shell.entries(RedisStreamOptions.DEFAULT_PROCESSED)).hasSize(3);
        }
    }

    private static void assertUnavailable(RedisStreamSink sink, String code, String remedy) {
        assertThatExceptionOfType(SinkException.class)
                .isThrownBy(() -> sink.write(events(3)))
                .matches(s -> s.kind() == SinkException.Kind.UNAVAILABLE)
                .withMessageContaining(code)
                .withMessageContaining(remedy);
    }

    @Test
    void killedAndRestarted_losesNothingThatWasPublished() throws Exception {
        AtomicInteger disconnects = new AtomicInteger();
        AtomicInteger connects = new AtomicInteger();
        SourceListener listener = new SourceListener() {
            @Override
            public void disconnected(Throwable cause) {
                disconnects.incrementAndGet();
            }

            @Override
            public void connected() {
                connects.incrementAndGet();
            }
        };
        try (RedisProcess redis = RedisProcess.start(directory, "--appendonly", "yes", "--appendfsync", "always");
                RedisStreamPublisher publisher =
                        new RedisStreamPublisher(redis.options(), RedisStreamOptions.of("posts"));
                RedisStreamSource source = new RedisStreamSource(redis.options(), POSTS)) {
            source.open(listener);
            publisher.publish(TestPosts.posts(0, 100));
            List<Delivery> before = source.poll(60, PATIENCE);
            source.acknowledge(before.subList(0, 30));

            redis.kill();
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> source.poll(10, Duration.ofMillis(10)))
                    .matches(SourceException::isRetriable);
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> source.acknowledge(before))
                    .matches(SourceException::isRetriable);
            assertThatExceptionOfType(SinkException.class)
                    .isThrownBy(() -> publisher.publish(TestPosts.posts(100, 1)))
                    .matches(SinkException::isRetriable);
            redis.start();

            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> publisher.publish(TestPosts.posts(100, 50)));
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> source.acknowledge(before));
            Set<String> ids = new HashSet<>();
            before.forEach(d -> ids.add(d.event().orElseThrow().key().id()));
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                List<Delivery> some = source.poll(1000, Duration.ofMillis(50));
                some.forEach(d -> ids.add(d.event().orElseThrow().key().id()));
                source.acknowledge(some);
                return ids.size() == 150;
            });
            try (Shell shell = new Shell(RedisURI.create("127.0.0.1", redis.port()))) {
                assertThat(shell.pending("posts", RedisSourceOptions.DEFAULT_GROUP))
                        .isZero();
            }
            assertThat(disconnects).hasPositiveValue();
            assertThat(connects).hasValueGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void killedWhileItIsPolled_comesBackByItself() throws Exception {
        try (RedisProcess redis = RedisProcess.start(directory, "--appendonly", "yes");
                RedisStreamSource source = new RedisStreamSource(redis.options(), POSTS)) {
            source.open(SourceListener.NONE);
            var poll = dev.sentiment4j.TestThreads.start(() -> source.poll(10, PATIENCE));
            poll.awaitBlocked();
            redis.kill();
            assertThat(catchThrowableOfType(java.util.concurrent.ExecutionException.class, poll::get))
                    .hasCauseInstanceOf(SourceException.class);
            redis.start();
            try (RedisStreamPublisher publisher =
                    new RedisStreamPublisher(redis.options(), RedisStreamOptions.of("posts"))) {
                publisher.publish(TestPosts.posts(0, 1));
            }
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> source.poll(10, Duration.ofMillis(50)).size() == 1);
        }
    }

    @Test
    void close_ofASourceWhoseServerIsGone_isQuick() throws Exception {
        RedisProcess redis = RedisProcess.start(directory);
        RedisStreamSource source = new RedisStreamSource(redis.options(), POSTS);
        source.open(SourceListener.NONE);
        redis.kill();
        long start = System.nanoTime();
        source.close();
        source.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
