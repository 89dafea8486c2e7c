package dev.sentiment4j.spring;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

/**
 * Made-up posts, to try an application out; needs {@code sentiment-connector-synthetic}.
 *
 * @param source What is made up.
 */
@ConfigurationProperties("sentiment.synthetic")
public record SyntheticProperties(@DefaultValue Source source) implements Validator {
    /**
     * What is made up.
     *
     * @param enabled Whether made-up posts come.
     * @param seed The same seed makes the same posts, but for their times.
     * @param count How many come in all; by default they do not end.
     * @param rate Posts a second.
     * @param burstEvery How often a burst begins; 0 for never.
     * @param burstLength How long a burst lasts.
     * @param burstFactor By how much the rate is multiplied during a burst.
     * @param mix How common each mood is.
     * @param authors How many authors there are.
     * @param platforms The platforms that posts are said to be from; by default x, reddit and instagram.
     * @param products What posts are about; by default ten products such as phone.
     * @param channels Values of the channel; by default support, reviews, community and campaign.
     * @param duplicateShare Share of deliveries that repeat a recent post, 0 to 1.
     * @param editShare Share of deliveries that are new versions of a recent post, 0 to 1.
     * @param deletionShare Share of deliveries that delete a recent post, 0 to 1.
     * @param malformedShare Share of deliveries that are no posts, 0 to 1.
     */
    public record Source(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("1") long seed,
            @Nullable Long count,
            @DefaultValue("10") double rate,
            @DefaultValue("0s") Duration burstEvery,
            @DefaultValue("10s") Duration burstLength,
            @DefaultValue("5") double burstFactor,
            @DefaultValue Mix mix,
            @DefaultValue("500") int authors,
            @Nullable List<String> platforms,
            @Nullable List<String> products,
            @Nullable List<String> channels,
            @DefaultValue("0") double duplicateShare,
            @DefaultValue("0") double editShare,
            @DefaultValue("0") double deletionShare,
            @DefaultValue("0") double malformedShare) {}

    /**
     * How common each mood is, in any unit.
     *
     * @param positive Weight of positive posts.
     * @param neutral Weight of neutral posts.
     * @param negative Weight of negative posts.
     */
    public record Mix(
            @DefaultValue("40") double positive,
            @DefaultValue("30") double neutral,
            @DefaultValue("30") double negative) {}

    @Override
    public boolean supports(Class<?> type) {
        return SyntheticProperties.class.isAssignableFrom(type);
    }

    /** Reports every value that cannot work. */
    @Override
    public void validate(Object target, Errors errors) {
        SyntheticProperties properties = (SyntheticProperties) target;
        if (ClassUtils.isPresent(
                "dev.sentiment4j.synthetic.SyntheticOptions", SyntheticProperties.class.getClassLoader())) {
            new OptionProblems(errors, "").collect("source", () -> SyntheticSettings.options(properties.source()));
        }
    }
}
