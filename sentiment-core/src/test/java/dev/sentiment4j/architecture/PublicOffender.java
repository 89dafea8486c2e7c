package dev.sentiment4j.architecture;

import dev.sentiment4j.internal.AnalyzerSettings;
import java.util.List;

/** Breaks the rules that {@link HouseRulesTest} tests. */
public abstract class PublicOffender {
    protected abstract List<AnalyzerSettings> settings();
}
