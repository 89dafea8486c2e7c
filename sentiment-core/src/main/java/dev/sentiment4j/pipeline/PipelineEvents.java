package dev.sentiment4j.pipeline;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * The events of the Flight Recorder, as tools show them: instants at the end of what they tell of, with times as
 * fields. Only code that has seen an initialised recorder may touch them, see {@link dev.sentiment4j.jfr}.
 */
final class PipelineEvents {
    private PipelineEvents() {}

    /** What all have in common. */
    @Category("Sentiment4J")
    @StackTrace(false)
    abstract static class PipelineEvent extends Event {
        @Label("Pipeline")
        @Description("Name of the pipeline")
        @Nullable
        String pipeline;
    }

    @Name("dev.sentiment4j.pipeline.Poll")
    @Label("Poll")
    @Description("A poll of the source brought something; an instant at its end")
    static final class Poll extends PipelineEvent {
        @Label("Deliveries")
        @Description("What came")
        int deliveries;

        @Label("Malformed")
        @Description("How many of them are no events")
        int malformed;

        @Label("Poll Time")
        @Description("What the poll took, waiting included")
        @Timespan(Timespan.NANOSECONDS)
        long pollTime;
    }

    @Name("dev.sentiment4j.pipeline.Analysis")
    @Label("Analysis")
    @Description("A list of posts was analyzed; an instant at its end")
    static final class Analysis extends PipelineEvent {
        @Label("Posts")
        @Description("How many it had")
        int posts;

        @Label("Failed")
        @Description("How many of them could not be analyzed")
        int failed;

        @Label("Analysis Time")
        @Description("From the first attempt to the last answer")
        @Timespan(Timespan.NANOSECONDS)
        long analysisTime;
    }

    @Name("dev.sentiment4j.pipeline.Write")
    @Label("Write")
    @Description("A sink took a batch; an instant at its end")
    static final class Write extends PipelineEvent {
        @Label("Sink")
        @Description("Name of the sink")
        @Nullable
        String sink;

        @Label("Events")
        @Description("How many it was given")
        int events;

        @Label("Rejected")
        @Description("How many of them it could not store")
        int rejected;

        @Label("Write Time")
        @Description("From the first attempt to the last, waiting included")
        @Timespan(Timespan.NANOSECONDS)
        long writeTime;
    }

    @Name("dev.sentiment4j.pipeline.Acknowledgement")
    @Label("Acknowledgement")
    @Description("Deliveries are dealt with for good")
    static final class Acknowledgement extends PipelineEvent {
        @Label("Deliveries")
        @Description("How many")
        int deliveries;

        @Label("Longest In Flight")
        @Description("How long the one that waited longest was in flight, from its poll on")
        @Timespan(Timespan.NANOSECONDS)
        long longestInFlight;
    }

    @Name("dev.sentiment4j.pipeline.GiveBack")
    @Label("Give Back")
    @Description("Deliveries were given back to the source")
    static final class GiveBack extends PipelineEvent {
        @Label("Deliveries")
        @Description("How many")
        int deliveries;

        @Label("Reason")
        @Nullable
        String reason;
    }

    @Name("dev.sentiment4j.pipeline.Retry")
    @Label("Retry")
    @Description("A step failed in a way that may heal, and will be tried again")
    static final class Retry extends PipelineEvent {
        @Label("Step")
        @Nullable
        String step;

        @Label("Name")
        @Description("Of the source, the analyzer, the sink or the dead letters")
        @Nullable
        String name;

        @Label("Failures")
        @Description("How often in a row it has failed by now")
        int failures;

        @Label("Delay")
        @Description("Until the next attempt")
        @Timespan(Timespan.NANOSECONDS)
        long delay;

        @Label("Exception")
        @Description("Class of the exception; its message is left out")
        @Nullable
        String exception;
    }

    @Name("dev.sentiment4j.pipeline.DeadLetter")
    @Label("Dead Letter")
    @Description("A delivery went to the dead letters")
    static final class Dead extends PipelineEvent {
        @Label("Stage")
        @Description("Where it left the way")
        @Nullable
        String stage;

        @Label("Error Type")
        @Description("What kind of failure")
        @Nullable
        String errorType;
    }

    @Name("dev.sentiment4j.pipeline.Connection")
    @Label("Connection")
    @Description("The source was connected, or has lost its connection and tries again by itself")
    static final class Connection extends PipelineEvent {
        @Label("Connected")
        boolean connected;

        @Label("Exception")
        @Description("Class of the exception that ended the connection")
        @Nullable
        String exception;
    }

    @Name("dev.sentiment4j.pipeline.Gap")
    @Label("Gap")
    @Description("The source may have missed posts, for good")
    static final class Gap extends PipelineEvent {
        @Label("Length")
        @Description("From the last moment that is known to be whole to when it is whole again")
        @Timespan(Timespan.NANOSECONDS)
        long length;

        @Label("Reason")
        @Nullable
        String reason;
    }

    @Name("dev.sentiment4j.pipeline.Load")
    @Label("Pipeline Load")
    @Description("What a running pipeline holds, and how far its source is behind")
    @Period("1 s")
    static final class Load extends PipelineEvent {
        @Label("State")
        @Nullable
        String state;

        @Label("In Flight")
        @Description("Deliveries polled and not acknowledged")
        int inFlight;

        @Label("Waiting")
        @Description("Entries of the source that nobody has been given yet; -1 if it does not know")
        long waiting;

        @Label("Pending")
        @Description("Entries handed over, to whomever, and not acknowledged; -1 if the source does not know")
        long pending;

        @Label("Lag")
        @Description("How old the entry is that was handed over last; negative if the source does not know")
        @Timespan(Timespan.NANOSECONDS)
        long lag;
    }
}
