package dev.sentiment4j.micrometer;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.pipeline.DeadLetter;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.PipelineListener;
import dev.sentiment4j.pipeline.PipelineListener.AcknowledgeEvent;
import dev.sentiment4j.pipeline.PipelineListener.AnalysisEvent;
import dev.sentiment4j.pipeline.PipelineListener.PollEvent;
import dev.sentiment4j.pipeline.PipelineListener.RetryEvent;
import dev.sentiment4j.pipeline.PipelineListener.Step;
import dev.sentiment4j.pipeline.PipelineListener.WriteEvent;
import dev.sentiment4j.pipeline.SentimentPipeline;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.TestPosts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PipelineMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SentimentMetrics metrics = new SentimentMetrics(registry);
    private final PipelineListener posts = metrics.pipelineListener("posts");

    private double count(String name, String... tags) {
        return registry.get("sentiment.pipeline." + name)
                .tag("pipeline", "posts")
                .tags(tags)
                .counter()
                .count();
    }

    private double gauge(String name) {
        return registry.get("sentiment.pipeline." + name)
                .tag("pipeline", "posts")
                .gauge()
                .value();
    }

    @Test
    void stages_feedCountersAndTimers() {
        posts.polled(new PollEvent(5, 1, 10));
        posts.analyzed(new AnalysisEvent(4, 1, 2_000));
        posts.written(new WriteEvent("postgres", 3, 1, 3_000));
        posts.written(new WriteEvent("redis", 3, 0, 4_000));
        posts.acknowledged(new AcknowledgeEvent(5, 9_000));
        assertThat(count("polled")).isEqualTo(5);
        assertThat(count("analyzed")).isEqualTo(4);
        assertThat(registry.get("sentiment.pipeline.analysis").timer().totalTime(NANOSECONDS))
                .isEqualTo(2_000);
        assertThat(count("written", "sink", "postgres")).isEqualTo(2);
        assertThat(count("written", "sink", "redis")).isEqualTo(3);
        assertThat(registry.get("sentiment.pipeline.write")
                        .tag("sink", "redis")
                        .timer()
                        .totalTime(NANOSECONDS))
                .isEqualTo(4_000);
        assertThat(count("acknowledged")).isEqualTo(5);
        assertThat(registry.get("sentiment.pipeline.flight").timer().max(NANOSECONDS))
                .isEqualTo(9_000);
    }

    @Test
    void trouble_isCountedByItsKind() {
        posts.givenBack(7, NackReason.STOPPING);
        posts.retried(new RetryEvent(Step.WRITE, "postgres", 1, Duration.ZERO, new IllegalStateException()));
        posts.deadLettered(DeadLetter.Stage.SINK, "Rejected");
        posts.disconnected(new IllegalStateException());
        posts.gap(new SourceGap(TestPosts.NOON, TestPosts.NOON.plusSeconds(9), "away"));
        assertThat(count("given.back", "reason", "stopping")).isEqualTo(7);
        assertThat(count("given.back", "reason", "failed")).isZero();
        assertThat(count("retries", "step", "write")).isEqualTo(1);
        assertThat(count("retries", "step", "poll")).isZero();
        assertThat(count("dead.letters", "stage", "sink")).isEqualTo(1);
        assertThat(count("dead.letters", "stage", "analysis")).isZero();
        assertThat(count("disconnects")).isEqualTo(1);
        assertThat(registry.get("sentiment.pipeline.gaps").timer().totalTime(SECONDS))
                .isEqualTo(9);
    }

    @Test
    void listener_ofOneName_isOne() {
        assertThat(metrics.pipelineListener("posts")).isSameAs(posts);
        assertThat(metrics.pipelineListener("other")).isNotSameAs(posts);
    }

    @Test
    void gauges_areThereWhileItRuns() {
        SentimentPipeline pipeline = Pipelines.idle("posts");
        posts.started(pipeline);
        assertThat(gauge("in.flight")).isZero();
        assertThat(gauge("source.waiting")).isEqualTo(4);
        assertThat(gauge("source.pending")).isZero();
        assertThat(gauge("source.age")).isNaN();
        assertThat(gauge("healthy")).as("of a pipeline that does not run").isZero();
        posts.stopped(pipeline);
        assertThat(registry.find("sentiment.pipeline.in.flight").gauge()).isNull();
        posts.stopped(pipeline);
    }

    @Test
    void gauges_ofASuccessor_stayWhenTheOldOneStops() {
        SentimentPipeline old = Pipelines.idle("posts");
        SentimentPipeline next = Pipelines.idle("posts");
        posts.started(old);
        posts.started(next);
        posts.stopped(old);
        assertThat(gauge("source.waiting")).isEqualTo(4);
        posts.stopped(next);
        assertThat(registry.find("sentiment.pipeline.source.waiting").gauge()).isNull();
    }
}
