package dev.sentiment4j.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.AnalyzerLoad;
import dev.sentiment4j.Priority;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.AnalyzerListener.BatchEvent;
import dev.sentiment4j.spi.AnalyzerListener.DropCause;
import dev.sentiment4j.spi.AnalyzerListener.RejectionCause;
import dev.sentiment4j.spi.AnalyzerListener.TextEvent;
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
class EventListenerTest {
    private static final Set<String> OF_THE_RECORDER = Set.of("startTime", "duration", "eventThread", "stackTrace");

    private final AnalyzerListener listener = new EventListener("posts");

    private static RecordedEvent only(List<RecordedEvent> events, String name) {
        List<RecordedEvent> found = events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.sentiment4j." + name))
                .filter(event -> "posts".equals(event.getString("analyzer")))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    @Test
    void batchCompleted_recorded_holdsSizesTimesAndWaste() throws Exception {
        RecordedEvent batch = only(
                Recordings.record(() -> listener.batchCompleted(new BatchEvent(4, 90, 120, 5_000_000, 3_000_000, 7))),
                "Batch");
        assertThat(batch.getInt("texts")).isEqualTo(4);
        assertThat(batch.getLong("tokens")).isEqualTo(90);
        assertThat(batch.getLong("cost")).isEqualTo(120);
        assertThat(batch.getFloat("paddingWaste")).isEqualTo(0.25f);
        assertThat(batch.getDuration("longestQueueWait")).isEqualTo(Duration.ofMillis(5));
        assertThat(batch.getDuration("inferenceTime")).isEqualTo(Duration.ofMillis(3));
        assertThat(batch.getInt("queueDepth")).isEqualTo(7);
        assertThat(batch.getStackTrace()).isNull();
    }

    @Test
    void textCompleted_byDefault_isNotRecorded() throws Exception {
        List<RecordedEvent> events =
                Recordings.record(() -> listener.textCompleted(new TextEvent(Priority.BULK, 9, 1, 2, 3)));
        assertThat(events).noneMatch(event -> event.getEventType().getName().equals("dev.sentiment4j.Text"));
    }

    @Test
    void textCompleted_switchedOn_holdsTheStages() throws Exception {
        RecordedEvent text = only(
                Recordings.record(
                        Map.of("dev.sentiment4j.Text#enabled", "true"),
                        () -> listener.textCompleted(new TextEvent(Priority.BULK, 9, 1_000, 20_000, 300))),
                "Text");
        assertThat(text.getString("priority")).isEqualTo("BULK");
        assertThat(text.getInt("tokens")).isEqualTo(9);
        assertThat(text.getDuration("prepareTime")).isEqualTo(Duration.ofNanos(1_000));
        assertThat(text.getDuration("engineTime")).isEqualTo(Duration.ofNanos(20_000));
        assertThat(text.getDuration("decodeTime")).isEqualTo(Duration.ofNanos(300));
        assertThat(text.getDuration("totalTime")).isEqualTo(Duration.ofNanos(21_300));
    }

    @Test
    void refusalsAndDrops_recorded_nameTheirCause() throws Exception {
        List<RecordedEvent> events = Recordings.record(() -> {
            listener.rejected(RejectionCause.TOO_SLOW);
            listener.dropped(DropCause.EXPIRED);
        });
        assertThat(only(events, "Rejection").getString("cause")).isEqualTo("TOO_SLOW");
        assertThat(only(events, "Drop").getString("cause")).isEqualTo("EXPIRED");
    }

    @Test
    void failures_recorded_nameTheClassAndNotTheMessage() throws Exception {
        List<RecordedEvent> events = Recordings.record(() -> {
            listener.failed(3, new IllegalStateException("what somebody posted"));
            listener.laneReplaced(new StackOverflowError("what somebody posted"));
        });
        RecordedEvent failure = only(events, "Failure");
        assertThat(failure.getInt("texts")).isEqualTo(3);
        assertThat(failure.getString("exception")).isEqualTo("java.lang.IllegalStateException");
        RecordedEvent replaced = only(events, "LaneReplaced");
        assertThat(replaced.getString("exception")).isEqualTo("java.lang.StackOverflowError");
        assertThat(failure + "" + replaced).doesNotContain("somebody");
    }

    @Test
    void brownOut_recorded_holdsStepsAndLoad() throws Exception {
        RecordedEvent moved = only(
                Recordings.record(
                        () -> listener.brownOut(0, 1, new AnalyzerLoad(900, 1024, 880, Duration.ofMillis(700)))),
                "BrownOut");
        assertThat(moved.getInt("fromStep")).isZero();
        assertThat(moved.getInt("toStep")).isEqualTo(1);
        assertThat(moved.getInt("inWork")).isEqualTo(900);
        assertThat(moved.getInt("queueDepth")).isEqualTo(880);
        assertThat(moved.getDuration("predictedWait")).isEqualTo(Duration.ofMillis(700));
    }

    @Test
    void listener_hearsEverythingButSharedTexts() {
        Set<String> written = methods(EventListener.class);
        Set<String> told = methods(AnalyzerListener.class);
        // A shared text costs no work of its own, and is counted by the metrics.
        told.remove("shared");
        assertThat(written).isEqualTo(told);
    }

    @Test
    void eventTypes_areLabelledAndDocumented() throws Exception {
        FlightRecorder.register(Events.Load.class);
        Recordings.record(() -> {
            listener.batchCompleted(new BatchEvent(1, 1, 1, 1, 1, 1));
            listener.textCompleted(new TextEvent(Priority.BULK, 1, 1, 1, 1));
            listener.rejected(RejectionCause.FULL);
            listener.dropped(DropCause.CANCELLED);
            listener.failed(1, new IllegalStateException());
            listener.laneReplaced(new IllegalStateException());
            listener.brownOut(1, 0, AnalyzerLoad.NONE);
        });
        List<EventType> types = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .filter(type -> type.getName().startsWith("dev.sentiment4j."))
                .filter(type -> !type.getName().startsWith("dev.sentiment4j.pipeline."))
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
                        .map(EventListenerTest::described)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Set<String> methods(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String described(EventType type) {
        return type.getName() + " "
                + type.getFields().stream()
                        .map(ValueDescriptor::getName)
                        .filter(name -> !OF_THE_RECORDER.contains(name) && !name.equals("analyzer"))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The rows of the table of events: the name, then its fields in the second column. */
    private static Set<String> documented() throws Exception {
        Set<String> rows = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "observability.md"))) {
            if (line.startsWith("| `dev.sentiment4j.") && !line.startsWith("| `dev.sentiment4j.pipeline.")) {
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
