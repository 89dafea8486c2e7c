package dev.sentiment4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.jfr.Recordings;
import dev.sentiment4j.pipeline.PipelineListener.AcknowledgeEvent;
import dev.sentiment4j.pipeline.PipelineListener.AnalysisEvent;
import dev.sentiment4j.pipeline.PipelineListener.PollEvent;
import dev.sentiment4j.pipeline.PipelineListener.RetryEvent;
import dev.sentiment4j.pipeline.PipelineListener.Step;
import dev.sentiment4j.pipeline.PipelineListener.WriteEvent;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** What comes out of a real recording is what the listener was told. */
class PipelineRecorderTest {
    private static final String PREFIX = "dev.sentiment4j.pipeline.";
    private static final Set<String> OF_THE_RECORDER = Set.of("startTime", "duration", "eventThread", "stackTrace");

    private final PipelineListener recorder = new PipelineRecorder("posts");

    private static RecordedEvent only(List<RecordedEvent> events, String pipeline, String name) {
        List<RecordedEvent> found = events.stream()
                .filter(event -> event.getEventType().getName().equals(PREFIX + name))
                .filter(event -> pipeline.equals(event.getString("pipeline")))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    private void tellEverything() {
        recorder.polled(new PollEvent(5, 1, 2_000));
        recorder.analyzed(new AnalysisEvent(4, 2, 3_000));
        recorder.written(new WriteEvent("postgres", 3, 1, 4_000));
        recorder.acknowledged(new AcknowledgeEvent(5, 5_000));
        recorder.givenBack(7, NackReason.STOPPING);
        recorder.retried(new RetryEvent(
                Step.WRITE, "postgres", 3, Duration.ofMillis(40), new IllegalStateException("what somebody posted")));
        recorder.deadLettered(DeadLetter.Stage.SINK, "Rejected");
        recorder.gap(new SourceGap(TestPosts.NOON, TestPosts.NOON.plusSeconds(9), "away"));
    }

    @Test
    void events_recorded_holdWhatWasTold() throws Exception {
        List<RecordedEvent> events = Recordings.record(this::tellEverything);
        RecordedEvent poll = only(events, "posts", "Poll");
        assertThat(poll.getInt("deliveries")).isEqualTo(5);
        assertThat(poll.getInt("malformed")).isEqualTo(1);
        assertThat(poll.getDuration("pollTime")).isEqualTo(Duration.ofNanos(2_000));
        assertThat(poll.getStackTrace()).isNull();
        RecordedEvent analysis = only(events, "posts", "Analysis");
        assertThat(analysis.getInt("posts")).isEqualTo(4);
        assertThat(analysis.getInt("failed")).isEqualTo(2);
        assertThat(analysis.getDuration("analysisTime")).isEqualTo(Duration.ofNanos(3_000));
        RecordedEvent write = only(events, "posts", "Write");
        assertThat(write.getString("sink")).isEqualTo("postgres");
        assertThat(write.getInt("events")).isEqualTo(3);
        assertThat(write.getInt("rejected")).isEqualTo(1);
        assertThat(write.getDuration("writeTime")).isEqualTo(Duration.ofNanos(4_000));
        RecordedEvent acknowledged = only(events, "posts", "Acknowledgement");
        assertThat(acknowledged.getInt("deliveries")).isEqualTo(5);
        assertThat(acknowledged.getDuration("longestInFlight")).isEqualTo(Duration.ofNanos(5_000));
        RecordedEvent givenBack = only(events, "posts", "GiveBack");
        assertThat(givenBack.getInt("deliveries")).isEqualTo(7);
        assertThat(givenBack.getString("reason")).isEqualTo("STOPPING");
        RecordedEvent retry = only(events, "posts", "Retry");
        assertThat(retry.getString("step")).isEqualTo("WRITE");
        assertThat(retry.getString("name")).isEqualTo("postgres");
        assertThat(retry.getInt("failures")).isEqualTo(3);
        assertThat(retry.getDuration("delay")).isEqualTo(Duration.ofMillis(40));
        assertThat(retry.getString("exception")).isEqualTo("java.lang.IllegalStateException");
        assertThat(retry.toString()).doesNotContain("somebody");
        RecordedEvent dead = only(events, "posts", "DeadLetter");
        assertThat(dead.getString("stage")).isEqualTo("SINK");
        assertThat(dead.getString("errorType")).isEqualTo("Rejected");
        RecordedEvent gap = only(events, "posts", "Gap");
        assertThat(gap.getDuration("length")).isEqualTo(Duration.ofSeconds(9));
        assertThat(gap.getString("reason")).isEqualTo("away");
    }

    @Test
    void connections_recorded_tellBothWays() throws Exception {
        RecordedEvent lost = only(
                Recordings.record(() -> recorder.disconnected(new IllegalStateException("what somebody posted"))),
                "posts",
                "Connection");
        assertThat(lost.getBoolean("connected")).isFalse();
        assertThat(lost.getString("exception")).isEqualTo("java.lang.IllegalStateException");
        RecordedEvent back = only(Recordings.record(recorder::connected), "posts", "Connection");
        assertThat(back.getBoolean("connected")).isTrue();
        assertThat(back.getString("exception")).isNull();
    }

    @Test
    void pipeline_running_recordsItsLoadUntilItStops() throws Exception {
        Map<String, String> eachChunk = Map.of(PREFIX + "Load#period", "everyChunk");
        PipelineHarness harness = new PipelineHarness();
        harness.patient = true;
        harness.sink().script = events -> {
            throw SinkException.unavailable("away", null);
        };
        harness.source.with(TestPosts.posts(0, 5));
        SentimentPipeline pipeline = harness.start();
        PipelineHarness.await("a pause", () -> !harness.pauses.isEmpty());
        List<RecordedEvent> loads = loads(Recordings.record(eachChunk, () -> {}), harness.name);
        assertThat(loads).isNotEmpty().allSatisfy(load -> {
            assertThat(load.getString("state")).isEqualTo("RUNNING");
            assertThat(load.getInt("inFlight")).isEqualTo(5);
            assertThat(load.getLong("waiting")).isZero();
            assertThat(load.getLong("pending")).isEqualTo(5);
            assertThat(load.getLong("lag")).isEqualTo(-1);
        });
        pipeline.close();
        assertThat(loads(Recordings.record(eachChunk, () -> {}), harness.name)).isEmpty();
    }

    private static List<RecordedEvent> loads(List<RecordedEvent> events, String pipeline) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(PREFIX + "Load"))
                .filter(event -> pipeline.equals(event.getString("pipeline")))
                .toList();
    }

    @Test
    void recorder_hearsEverything() {
        assertThat(methods(PipelineRecorder.class)).containsAll(methods(PipelineListener.class));
    }

    private static Set<String> methods(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eventTypes_areLabelledAndDocumented() throws Exception {
        FlightRecorder.register(PipelineEvents.Load.class);
        Recordings.record(() -> {
            tellEverything();
            recorder.connected();
        });
        List<EventType> types = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .filter(type -> type.getName().startsWith(PREFIX))
                .toList();
        for (EventType type : types) {
            assertThat(type.getLabel()).as(type.getName()).isNotBlank();
            assertThat(type.getDescription()).as(type.getName()).isNotBlank();
            assertThat(type.getCategoryNames()).containsExactly("Sentiment4J");
            for (ValueDescriptor field : type.getFields()) {
                assertThat(field.getLabel())
                        .as(type.getName() + "." + field.getName())
                        .isNotBlank();
            }
        }
        assertThat(documented())
                .isEqualTo(types.stream()
                        .map(PipelineRecorderTest::described)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String described(EventType type) {
        return type.getName() + " "
                + type.getFields().stream()
                        .map(ValueDescriptor::getName)
                        .filter(name -> !OF_THE_RECORDER.contains(name) && !name.equals("pipeline"))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The rows of the table of events: the name, then its fields in the second column. */
    private static Set<String> documented() throws Exception {
        Set<String> rows = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "observability.md"))) {
            if (line.startsWith("| `" + PREFIX)) {
                String[] cells = line.split("\\|");
                rows.add(cells[1].strip().replace("`", "") + " "
                        + Pattern.compile("`(\\w+)`")
                                .matcher(cells[2])
                                .results()
                                .map(match -> match.group(1))
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        return rows;
    }
}
