package dev.sentiment4j.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.InvalidOptionsException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Test;

class HttpPartsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final TimeSource time = new TimeSource() {
        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos.get());
        }

        @Override
        public long nanoTime() {
            return nanos.get();
        }

        @Override
        public void sleep(Duration time) {
            nanos.addAndGet(time.toNanos());
        }

        @Override
        public long await(Condition signal, long limit) {
            throw new AssertionError("nothing to wait for");
        }
    };

    private void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    @Test
    void secret_showsItselfToNobodyWhoDoesNotAsk() {
        Secret secret = Secret.of("AAAA%2Fx");
        assertThat(secret.toString()).doesNotContain("AAAA");
        assertThat(secret.reveal()).isEqualTo("AAAA%2Fx");
        assertThat(secret).isEqualTo(Secret.of("AAAA%2Fx")).isNotEqualTo(Secret.of("B"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Secret.of("token\n"))
                .withMessageNotContaining("token");
        assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(" "));
    }

    @Test
    void rateBudget_holdsInEveryWindow() throws Exception {
        RateBudget budget = new RateBudget(50, Duration.ofMinutes(15), time);
        Random random = new Random(3);
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            advance(Duration.ofMillis(random.nextInt(20_000)));
            budget.acquire();
            taken.add(nanos.get());
        }
        for (int i = 50; i < taken.size(); i++) {
            assertThat(taken.get(i) - taken.get(i - 50))
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(15).toNanos());
        }
    }

    @Test
    void rateWindow_waitsBeyondTheResetAndThenForgets() {
        RateWindow window = new RateWindow(Duration.ofSeconds(1), time);
        assertThat(window.delay()).isZero();
        window.update(1.0, Duration.ofSeconds(10));
        assertThat(window.delay()).isZero();
        window.count();
        assertThat(window.delay()).isEqualTo(Duration.ofSeconds(11));
        advance(Duration.ofSeconds(11));
        assertThat(window.delay()).isZero();
        window.update(0, Duration.ZERO);
        assertThat(window.delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void backOff_followsItsSchedule_withJitterUpwards() {
        BackOff linear = BackOff.linear(Duration.ofMillis(250), Duration.ofSeconds(16), 0, new Random(1));
        assertThat(linear.next()).isEqualTo(Duration.ofMillis(250));
        assertThat(linear.next()).isEqualTo(Duration.ofMillis(500));
        for (int i = 0; i < 100; i++) {
            linear.next();
        }
        assertThat(linear.next()).isEqualTo(Duration.ofSeconds(16));
        linear.reset();
        assertThat(linear.next()).isEqualTo(Duration.ofMillis(250));
        BackOff doubling = BackOff.doubling(Duration.ofSeconds(5), Duration.ofSeconds(320), 0.1, new Random(1));
        for (long expected = 5; expected <= 320; expected *= 2) {
            assertThat(doubling.next()).isBetween(Duration.ofSeconds(expected), Duration.ofMillis(expected * 1100));
        }
        assertThat(doubling.next()).isBetween(Duration.ofSeconds(320), Duration.ofSeconds(352));
        assertThat(doubling.failures()).isEqualTo(8);
    }

    @Test
    void dedupWindow_forgetsTheOldestOnly() {
        DedupWindow window = new DedupWindow(3);
        assertThat(window.add("a")).isTrue();
        assertThat(window.add("a")).isFalse();
        window.add("b");
        window.add("c");
        window.add("d");
        assertThat(window.size()).isEqualTo(3);
        assertThat(window.contains("a")).isFalse();
        assertThat(window.contains("b")).isTrue();
    }

    @Test
    void headers_areReadLeniently() {
        HttpHeaders headers = HttpHeaders.of(
                Map.of(
                        "x-ratelimit-remaining", List.of("988.0"),
                        "x-rate-limit-reset", List.of("1785578400"),
                        "retry-after", List.of("Sat, 01 Aug 2026 10:01:00 GMT"),
                        "date", List.of("Sat, 01 Aug 2026 10:00:00 GMT"),
                        "odd", List.of("NaN")),
                (name, value) -> true);
        assertThat(HeaderFields.number(headers, "X-RateLimit-Remaining")).hasValue(988);
        assertThat(HeaderFields.number(headers, "odd")).isEmpty();
        assertThat(HeaderFields.number(headers, "date")).isEmpty();
        assertThat(HeaderFields.epochSeconds(headers, "x-rate-limit-reset"))
                .contains(Instant.parse("2026-08-01T10:00:00Z"));
        Instant date = HeaderFields.date(headers, "date").orElseThrow();
        assertThat(HeaderFields.retryAfter(headers, date)).contains(Duration.ofMinutes(1));
        assertThat(HeaderFields.retryAfter(headers, date.plusSeconds(100))).contains(Duration.ZERO);
        HttpHeaders seconds = HttpHeaders.of(Map.of("retry-after", List.of("4")), (name, value) -> true);
        assertThat(HeaderFields.retryAfter(seconds, date)).contains(Duration.ofSeconds(4));
    }

    @Test
    void forms_areEncoded() {
        assertThat(HttpForms.uri(URI.create("https://h/base/"), "/p", Map.of("q", "a b&c=ü")))
                .isEqualTo(URI.create("https://h/base/p?q=a%20b%26c%3D%C3%BC"));
        assertThat(HttpForms.basic("user", "pass")).isEqualTo("Basic dXNlcjpwYXNz");
    }

    @Test
    void options_reportEveryProblem() {
        assertThatThrownBy(() -> HttpOptions.builder()
                        .userAgent(" ")
                        .connectTimeout(Duration.ZERO)
                        .requestTimeout(Duration.ofDays(1000))
                        .maxBodyBytes(0)
                        .build())
                .isInstanceOfSatisfying(InvalidOptionsException.class, e -> assertThat(e.problems())
                        .hasSize(4));
        HttpOptions options = HttpOptions.builder().userAgent("me/1").build();
        assertThat(options.toBuilder().build()).hasToString(options.toString());
    }

    @Test
    void join_endsWithTheThreadOrTheLimit_alsoIfInterrupted() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.start();
        Thread.currentThread().interrupt();
        assertThat(Uninterrupted.join(waiting, Duration.ofMillis(20))).isFalse();
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        Thread.currentThread().interrupt();
        released.countDown();
        assertThat(Uninterrupted.join(waiting, Duration.ofSeconds(30))).isTrue();
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    }

    @Test
    void secretOfAVariableThatIsNotSet_saysSo() {
        String unset = System.getenv("NO_SUCH_VARIABLE_OF_SENTIMENT4J");
        assertThatThrownBy(() -> Secret.of(unset)).hasMessageContaining("environment variable");
        assertThatThrownBy(() -> Secret.ofAnyCharacters(unset)).hasMessageContaining("environment variable");
    }
}
