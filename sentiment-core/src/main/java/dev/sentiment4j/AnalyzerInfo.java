package dev.sentiment4j;

import dev.sentiment4j.batch.BatchOptions;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.batch.TuningProfile;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.model.LongTextPolicy;
import dev.sentiment4j.spi.BackendInfo;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What an analyzer runs and how, as it really is rather than as it was asked for.
 *
 * @param name the name in logs, messages and metrics
 * @param model which model
 * @param origin where the model came from
 * @param heads its heads
 * @param maxTokens the longest model input, special tokens included
 * @param longText what happens to longer texts
 * @param profile the text profile, as {@code name/version}
 * @param backend engine, device and its remarks
 * @param threads lanes and threads
 * @param batching effective batching options
 * @param tuning what a sweep found, when one was asked for
 */
public record AnalyzerInfo(
        String name,
        ModelInfo model,
        String origin,
        List<HeadSpec> heads,
        int maxTokens,
        LongTextPolicy longText,
        String profile,
        BackendInfo backend,
        ThreadPlan threads,
        BatchOptions batching,
        Optional<TuningProfile> tuning) {
    public AnalyzerInfo {
        heads = List.copyOf(heads);
    }

    /**
     * Checks that there are heads of these names.
     *
     * @throws InvalidOptionsException naming those there are not, and those there are
     */
    public void checkHeads(Collection<String> names) {
        List<String> known = heads.stream().map(HeadSpec::name).toList();
        List<String> unknown =
                names.stream().filter(name -> !known.contains(name)).sorted().toList();
        if (!unknown.isEmpty()) {
            throw new InvalidOptionsException(
                    "analysis options", List.of("heads = " + unknown + ": model " + model + " has " + known));
        }
    }
}
