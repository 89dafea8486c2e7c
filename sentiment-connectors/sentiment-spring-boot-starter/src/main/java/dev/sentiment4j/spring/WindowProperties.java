package dev.sentiment4j.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

/**
 * What many posts mean together, by time and dimension; needs {@code sentiment-windows}.
 *
 * @param enabled Whether analyzed posts are counted in windows.
 * @param sizes Windows that are kept; by default one of a minute.
 * @param dimensions What posts are counted by: city, country, product, channel, platform, language, or an attribute.
 * @param groups Dimensions that are counted together, as city+product; by default each dimension alone.
 * @param maxCells Values of a group that are counted apart at most.
 * @param maxPosts Posts that are remembered, so that repetition, edits and deletions take effect.
 * @param samples Keys of posts that a cell shows as examples.
 * @param sketches Whether distinct authors and quantiles are estimated.
 * @param toxicityThreshold Probability from which a post counts as toxic.
 * @param churn Whether the risk that authors leave is counted.
 * @param churnThreshold Risk from which a post counts as at risk.
 * @param maxDelay How far posts come out of order.
 * @param allowedLateness How long a window that has closed may be corrected.
 * @param maxFuture How far ahead of the clock a post may be dated.
 * @param idleTimeout How long no post may come before windows close by the clock.
 * @param keep Windows of a size that are kept in memory for queries.
 * @param stateFile File that keeps the open windows over a restart; by default they begin anew.
 * @param stateInterval How often that file is written; it is at the end, too.
 */
@ConfigurationProperties("sentiment.windows")
public record WindowProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue List<Size> sizes,
        @DefaultValue List<String> dimensions,
        @DefaultValue List<String> groups,
        @DefaultValue("100") int maxCells,
        @DefaultValue("500000") int maxPosts,
        @DefaultValue("5") int samples,
        @DefaultValue("true") boolean sketches,
        @DefaultValue("0.5") double toxicityThreshold,
        @DefaultValue("false") boolean churn,
        @DefaultValue("0.5") double churnThreshold,
        @DefaultValue("10s") Duration maxDelay,
        @DefaultValue("1m") Duration allowedLateness,
        @DefaultValue("1m") Duration maxFuture,
        @DefaultValue("30s") Duration idleTimeout,
        @DefaultValue("1440") int keep,
        @Nullable Path stateFile,
        @DefaultValue("30s") Duration stateInterval)
        implements Validator {
    public WindowProperties {
        sizes = List.copyOf(sizes);
        dimensions = List.copyOf(dimensions);
        groups = List.copyOf(groups);
    }

    /**
     * Windows of one size.
     *
     * @param size From start to end of a window.
     * @param slide From one start to the next; by default the size.
     * @param name How rules and stores call it; by default made of the size, such as 1m.
     */
    public record Size(
            Duration size,
            @Nullable Duration slide,
            @Nullable String name) {}

    @Override
    public boolean supports(Class<?> type) {
        return WindowProperties.class.isAssignableFrom(type);
    }

    /** Reports every value that cannot work. */
    @Override
    public void validate(Object target, Errors errors) {
        WindowProperties properties = (WindowProperties) target;
        OptionProblems problems = new OptionProblems(errors, "");
        if (properties.keep < 1) {
            problems.report("keep", "must be at least 1");
        }
        if (properties.stateInterval.isZero() || properties.stateInterval.isNegative()) {
            problems.report("stateInterval", "must be positive");
        }
        if (ClassUtils.isPresent("dev.sentiment4j.window.WindowOptions", WindowProperties.class.getClassLoader())) {
            problems.collect("", () -> WindowSettings.options(properties));
        }
    }
}
