package dev.sentiment4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.AnalysisOptions;
import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.Rejection;
import dev.sentiment4j.pipeline.SinkEvent;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.pipeline.TestPosts;
import dev.sentiment4j.pipeline.memory.InMemoryPostSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class ShutdownOrderTest {
    /** Everything that happens at the end, in its order. */
    private static final List<String> EVENTS = new CopyOnWriteArrayList<>();

    /** The sink waits in its first batch until the context is being closed. */
    private static final class Gate {
        final CountDownLatch writing = new CountDownLatch(1);
        final CountDownLatch closing = new CountDownLatch(1);
    }

    private record Pool(String name) implements AutoCloseable {
        @Override
        public void close() {
            EVENTS.add("pool closed");
        }
    }

    private static final class TellingSource implements PostSource {
        private final InMemoryPostSource source = new InMemoryPostSource();

        TellingSource() {
            TestPosts.posts(0, 50).forEach(source::add);
        }

        @Override
        public String name() {
            return source.name();
        }

        @Override
        public void open(SourceListener listener) {
            source.open(listener);
        }

        @Override
        public List<Delivery> poll(int max, Duration timeout) throws InterruptedException {
            return source.poll(max, timeout);
        }

        @Override
        public void acknowledge(List<Delivery> deliveries) {
            EVENTS.add("acknowledged " + deliveries.size());
            source.acknowledge(deliveries);
        }

        @Override
        public void negativeAcknowledge(List<Delivery> deliveries, NackReason reason) {
            source.negativeAcknowledge(deliveries, reason);
        }

        @Override
        public void close() {
            EVENTS.add("source closed");
            source.close();
        }
    }

    private static final class TellingSink implements PostSink {
        private final Gate gate;

        TellingSink(Gate gate) {
            this.gate = gate;
        }

        @Override
        public String name() {
            return "telling";
        }

        @Override
        public List<Rejection> write(List<SinkEvent> events) throws InterruptedException {
            gate.writing.countDown();
            assertThat(gate.closing.await(30, TimeUnit.SECONDS)).isTrue();
            EVENTS.add("written " + events.size());
            return List.of();
        }

        @Override
        public void close() {
            EVENTS.add("sink closed");
        }
    }

    private static final class TellingAnalyzer implements SentimentAnalyzer {
        private final Contexts.Named analyzer = new Contexts.Named("telling");

        @Override
        public SentimentResult analyze(String text, AnalysisOptions options) {
            return analyzer.analyze(text, options);
        }

        @Override
        public CompletableFuture<SentimentResult> analyzeAsync(String text, AnalysisOptions options) {
            return analyzer.analyzeAsync(text, options);
        }

        @Override
        public List<AnalysisOutcome> analyzeAll(List<String> texts, AnalysisOptions options) {
            return analyzer.analyzeAll(texts, options);
        }

        @Override
        public AnalyzerInfo info() {
            return analyzer.info();
        }

        @Override
        public void close() {
            EVENTS.add("analyzer closed");
        }
    }

    /** As a web server: in the phase in which Spring Boot stops taking requests. */
    private static final class WebServer implements SmartLifecycle {
        private final Gate gate;
        private volatile boolean running;

        WebServer(Gate gate) {
            this.gate = gate;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            EVENTS.add("web server stopped");
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return SmartLifecycle.DEFAULT_PHASE - 1024;
        }

        Gate gate() {
            return gate;
        }
    }

    /** Lets the sink go on when the stop has begun: nothing stops before this. */
    private static final class Opener implements SmartLifecycle {
        private final Gate gate;
        private volatile boolean running;

        Opener(Gate gate) {
            this.gate = gate;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            gate.closing.countDown();
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Host {
        // the analyzer comes last, and the pool first: the order of the beans is not what decides
        @Bean
        Pool pool() {
            return new Pool("pool");
        }

        @Bean
        Gate gate() {
            return new Gate();
        }

        @Bean
        PostSink sink(Gate gate, Pool pool) {
            assertThat(pool.name()).isEqualTo("pool");
            return new TellingSink(gate);
        }

        @Bean
        PostSource source() {
            return new TellingSource();
        }

        @Bean
        WebServer webServer(Gate gate) {
            return new WebServer(gate);
        }

        @Bean
        Opener opener(Gate gate) {
            return new Opener(gate);
        }

        @Bean
        SentimentAnalyzer analyzer() {
            return new TellingAnalyzer();
        }
    }

    @Test
    void pipeline_finishesWhatIsInWorkBeforeAnythingElseGoes() {
        EVENTS.clear();
        Contexts.real().withUserConfiguration(Host.class).run(context -> {
            Gate gate = context.getBean(Gate.class);
            await().atMost(Duration.ofSeconds(30)).until(() -> gate.writing.getCount() == 0);
        });
        assertThat(EVENTS).contains("acknowledged 50", "sink closed", "source closed");
        assertThat(EVENTS.indexOf("written 50")).isEqualTo(0);
        assertThat(EVENTS.indexOf("acknowledged 50")).isEqualTo(1);
        assertThat(EVENTS.indexOf("web server stopped"))
                .isGreaterThan(EVENTS.indexOf("sink closed"))
                .isGreaterThan(EVENTS.indexOf("source closed"));
        assertThat(EVENTS.indexOf("analyzer closed")).isGreaterThan(EVENTS.indexOf("web server stopped"));
        assertThat(EVENTS.indexOf("pool closed")).isGreaterThan(EVENTS.indexOf("web server stopped"));
    }

    @Test
    void failedStart_closesEverything() {
        EVENTS.clear();
        Contexts.real()
                .withUserConfiguration(Host.class)
                .withPropertyValues("sentiment.pipeline.auto-startup=false")
                .withBean("broken", SmartLifecycle.class, Broken::new)
                .run(context -> assertThat(context).hasFailed());
        assertThat(EVENTS).contains("analyzer closed", "pool closed", "sink closed", "source closed");
    }

    /** Fails when the context starts, after everything has been made. */
    private static final class Broken implements SmartLifecycle {
        @Override
        public void start() {
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return false;
        }
    }
}
