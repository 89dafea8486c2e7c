package dev.sentiment4j.internal;

import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.batch.Tuning;
import dev.sentiment4j.batch.TuningProfile;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.spi.BackendContext;
import dev.sentiment4j.spi.InferenceBackendProvider;
import dev.sentiment4j.tokenize.Tokenizer;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers or measures what suits a model, when it is asked to. Tuning that fails leaves the defaults. */
final class Tuner {
    private static final Logger log = LoggerFactory.getLogger(Tuner.class);

    private Tuner() {}

    /**
     * The finding for a bundle, or empty if tuning is off or fails.
     *
     * @param maxTokens the longest model input
     */
    static Optional<TuningProfile> tune(
            Tuning tuning,
            BatchOptions options,
            ModelBundle bundle,
            InferenceBackendProvider provider,
            Tokenizer tokenizer,
            int maxTokens,
            LongSupplier nanoClock) {
        if (!tuning.isOn()) {
            return Optional.empty();
        }
        int processors = Runtime.getRuntime().availableProcessors();
        Optional<TuningStore> store = tuning.directory()
                .map(directory -> new TuningStore(
                        directory,
                        bundle.manifest().info().id(),
                        subject(bundle, provider, options, maxTokens, processors)));
        Optional<TuningProfile> remembered = store.flatMap(TuningStore::read);
        if (remembered.isPresent()) {
            log.info("{}", remembered.get());
            return remembered;
        }
        int padId = tokenizer.specialTokens().padId();
        int vocabularySize = tokenizer.vocabularySize();
        TuningSweep sweep = new TuningSweep(
                plan -> provider.open(bundle, new BackendContext(plan, padId, vocabularySize)),
                options,
                processors,
                maxTokens,
                vocabularySize,
                nanoClock);
        try {
            TuningProfile found = sweep.run();
            store.ifPresent(s -> s.write(found));
            return Optional.of(found);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.warn("tuning was interrupted; the defaults are used", e);
        } catch (RuntimeException e) {
            log.warn("tuning failed; the defaults are used", e);
        }
        return Optional.empty();
    }

    private static String subject(
            ModelBundle bundle,
            InferenceBackendProvider provider,
            BatchOptions options,
            int maxTokens,
            int processors) {
        return String.join(
                " ",
                bundle.manifest().info().toString(),
                new TreeMap<>(bundle.manifest().sha256()).toString(),
                "engine=" + provider.name(),
                "arch=" + System.getProperty("os.arch"),
                "processors=" + processors,
                "maxTokens=" + maxTokens,
                "threads=" + ThreadPlan.of(options, processors),
                "lanes=" + options.lanes(),
                "intraOp=" + options.intraOpThreads());
    }
}
