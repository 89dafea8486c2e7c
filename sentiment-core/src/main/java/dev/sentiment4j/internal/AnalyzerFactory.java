package dev.sentiment4j.internal;

import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.VerificationReport;
import dev.sentiment4j.batch.Batcher;
import dev.sentiment4j.cache.CachingAnalyzer;
import dev.sentiment4j.cache.ResultCache;
import dev.sentiment4j.jfr.FlightRecording;
import dev.sentiment4j.model.GoldenText;
import dev.sentiment4j.model.GoldenTexts;
import dev.sentiment4j.spi.AnalyzerListener;
import dev.sentiment4j.spi.InferenceLane;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns settings into a running analyzer, or into a report on the model. */
public final class AnalyzerFactory {
    private static final Logger log = LoggerFactory.getLogger(SentimentAnalyzer.class);
    /** Golden texts that are run at every start: enough to notice foreign weights, few enough not to be felt. */
    private static final int INFERRED_AT_START = 3;

    private AnalyzerFactory() {}

    /** Opens the model, checks it, starts the lanes. What was opened is closed if anything fails. */
    public static SentimentAnalyzer create(AnalyzerSettings settings, @Nullable ResultCache cache) {
        LoadedModel model = LoadedModel.open(settings);
        try {
            checkAtStart(model);
            AnalyzerListener listener =
                    new GuardedListener(settings.name(), FlightRecording.with(settings.name(), settings.listeners()));
            Batcher batcher = new Batcher(
                    settings.name(),
                    model.backend(),
                    model.info().threads(),
                    model.info().batching(),
                    listener,
                    settings.nanoClock(),
                    laneThreads(settings.name()));
            HeadDecoder decoder = new HeadDecoder(
                    model.info().model(), model.info().backend(), model.info().heads());
            TextRunner runner =
                    new TextRunner(model.info(), model.encoder(), decoder, batcher, listener, settings.nanoClock());
            QueuedAnalyzer analyzer = new QueuedAnalyzer(
                    model.info(), runner, model.tokenizer(), settings.executor(), listener, settings.nanoClock());
            listener.opened(analyzer);
            log.info("{} from {}", analyzer, model.info().origin());
            return cache == null ? analyzer : new CachingAnalyzer(analyzer, model.encoder()::normalize, cache);
        } catch (Throwable t) {
            try {
                model.close();
            } catch (RuntimeException e) {
                t.addSuppressed(e);
            }
            throw t;
        }
    }

    /** Opens the model, runs every golden text, closes it. */
    public static VerificationReport verify(AnalyzerSettings settings, @Nullable Path goldenFile) {
        try (LoadedModel model = LoadedModel.open(settings)) {
            List<GoldenText> golden = goldenFile != null ? GoldenTexts.read(goldenFile) : golden(model);
            return onALane(model, lane -> GoldenCheck.all(model.info(), model.encoder(), lane, golden));
        }
    }

    private static void checkAtStart(LoadedModel model) {
        List<GoldenText> golden = golden(model);
        if (golden.isEmpty() || !answersAreComparable(model)) {
            return;
        }
        VerificationReport report = onALane(
                model, lane -> GoldenCheck.quick(model.info(), model.encoder(), lane, golden, INFERRED_AT_START));
        if (!report.ok()) {
            throw new ModelLoadException(model.info().origin(), report.problems(), null);
        }
    }

    private static VerificationReport onALane(LoadedModel model, Function<InferenceLane, VerificationReport> check) {
        try (InferenceLane lane = model.backend().openLane()) {
            return check.apply(lane);
        } catch (RuntimeException e) {
            throw new ModelLoadException(
                    model.info().origin(),
                    "engine '" + model.info().backend().name() + "' fails on the golden texts: " + e,
                    e);
        }
    }

    /** A host that prepares or cuts texts its own way gets answers of its own, and must not be refused for it. */
    private static boolean answersAreComparable(LoadedModel model) {
        return model.info().maxTokens() == model.bundle().manifest().maxTokens()
                && model.info()
                        .profile()
                        .equals(model.bundle().manifest().profile().id());
    }

    private static List<GoldenText> golden(LoadedModel model) {
        return model.bundle()
                .manifest()
                .golden()
                .map(file -> GoldenTexts.read(model.bundle().source(), file))
                .orElse(List.of());
    }

    private static ThreadFactory laneThreads(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-lane-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }
}
