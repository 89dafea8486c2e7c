package dev.sentiment4j.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Percentage;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * The events, as tools show them. A listener hears of work when it is over, and the recorder lets nobody set a begin in
 * the past; so every event is an instant at the end, and what took time is a field.
 *
 * <p>Initialising one of these classes starts up parts of the recorder, a third of a second of processor time, even if
 * nobody records. Only code that has seen an initialised recorder may touch them.
 */
final class Events {
    private Events() {}

    /** What all have in common. No stack trace: it would only show the way from the engine room to the listener. */
    @Category("Sentiment4J")
    @StackTrace(false)
    abstract static class AnalyzerEvent extends Event {
        @Label("Analyzer")
        @Description("Name of the analyzer")
        @Nullable
        String analyzer;
    }

    @Name("dev.sentiment4j.Batch")
    @Label("Batch")
    @Description("The engine ran a batch; an instant at its end")
    static final class Batch extends AnalyzerEvent {
        @Label("Inference Time")
        @Description("The engine's time")
        @Timespan(Timespan.NANOSECONDS)
        long inferenceTime;

        @Label("Longest Queue Wait")
        @Description("The longest time one of its texts waited in the queue")
        @Timespan(Timespan.NANOSECONDS)
        long longestQueueWait;

        @Label("Texts")
        @Description("Rows of the batch")
        int texts;

        @Label("Tokens")
        @Description("Tokens that were asked for")
        long tokens;

        @Label("Cost")
        @Description("Tokens that the engine worked on, padding included")
        long cost;

        @Label("Padding Waste")
        @Description("The share of the engine's work that was padding")
        @Percentage
        float paddingWaste;

        @Label("Queue Depth")
        @Description("Model inputs that were left waiting when the batch was taken")
        int queueDepth;
    }

    @Name("dev.sentiment4j.Text")
    @Label("Text")
    @Description("A text was answered; an instant at its end. Off by default, since it is one event for each text")
    @Enabled(false)
    static final class Text extends AnalyzerEvent {
        @Label("Priority")
        @Nullable
        String priority;

        @Label("Tokens")
        @Description("Tokens that the model read")
        int tokens;

        @Label("Total Time")
        @Description("From the beginning of the preparation to the result")
        @Timespan(Timespan.NANOSECONDS)
        long totalTime;

        @Label("Prepare Time")
        @Description("Text profile and tokenizer")
        @Timespan(Timespan.NANOSECONDS)
        long prepareTime;

        @Label("Engine Time")
        @Description("From the queue to the logits: waiting and inference")
        @Timespan(Timespan.NANOSECONDS)
        long engineTime;

        @Label("Decode Time")
        @Description("From the logits to the result, waking up included")
        @Timespan(Timespan.NANOSECONDS)
        long decodeTime;
    }

    @Name("dev.sentiment4j.Rejection")
    @Label("Rejection")
    @Description("A text was refused because the analyzer had too much to do")
    static final class Rejection extends AnalyzerEvent {
        @Label("Cause")
        @Nullable
        String cause;
    }

    @Name("dev.sentiment4j.Drop")
    @Label("Drop")
    @Description("A text was dropped before it ran")
    static final class Drop extends AnalyzerEvent {
        @Label("Cause")
        @Nullable
        String cause;
    }

    @Name("dev.sentiment4j.Failure")
    @Label("Failure")
    @Description("The engine failed on a batch that was split after that, or on a single text")
    static final class Failure extends AnalyzerEvent {
        @Label("Texts")
        @Description("Rows of the batch")
        int texts;

        @Label("Exception")
        @Description("Class of the exception; its message is left out, since an engine might quote its input")
        @Nullable
        String exception;
    }

    @Name("dev.sentiment4j.LaneReplaced")
    @Label("Lane Replaced")
    @Description("A lane died of an error outside the engine's own failures and was replaced")
    static final class LaneReplaced extends AnalyzerEvent {
        @Label("Exception")
        @Description("Class of the error")
        @Nullable
        String exception;
    }

    @Name("dev.sentiment4j.BrownOut")
    @Label("Brown-Out")
    @Description("A brown-out ladder over the analyzer moved")
    static final class BrownOut extends AnalyzerEvent {
        @Label("From Step")
        @Description("0 for the analyzer that the host prefers")
        int fromStep;

        @Label("To Step")
        @Description("The step that answers from now on")
        int toStep;

        @Label("In Work")
        @Description("Texts that the preferred analyzer had admitted and not answered")
        int inWork;

        @Label("Queue Depth")
        @Description("Model inputs that waited for a lane of the preferred analyzer")
        int queueDepth;

        @Label("Predicted Wait")
        @Description("How long a new text would have taken on the preferred analyzer")
        @Timespan(Timespan.NANOSECONDS)
        long predictedWait;
    }

    @Name("dev.sentiment4j.AnalyzerLoad")
    @Label("Analyzer Load")
    @Description("How busy an open analyzer is")
    @Period("1 s")
    static final class Load extends AnalyzerEvent {
        @Label("In Work")
        @Description("Texts admitted and not answered")
        int inWork;

        @Label("Capacity")
        @Description("Texts admitted at most; 2147483647 where nothing bounds them")
        int capacity;

        @Label("Queue Depth")
        @Description("Model inputs that wait for a lane")
        int queueDepth;

        @Label("Predicted Wait")
        @Description("How long a text that came now would take to be answered; zero when a lane is free")
        @Timespan(Timespan.NANOSECONDS)
        long predictedWait;
    }
}
