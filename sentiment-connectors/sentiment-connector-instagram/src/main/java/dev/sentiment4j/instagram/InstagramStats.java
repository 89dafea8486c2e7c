package dev.sentiment4j.instagram;

import java.util.Optional;

/**
 * What an {@link InstagramSource} has done so far, and how it stands: for metrics.
 *
 * @param requests sent by its client, those of other sources included
 * @param media media delivered
 * @param comments comments delivered
 * @param malformed items that could not be read
 * @param gaps stretches of time of which items may be missing
 * @param faults requests that failed
 * @param resting hashtags and media that cannot be read for now
 * @param usage per cent of the platform's allowance that are used, as it last said
 */
public record InstagramStats(
        long requests,
        long media,
        long comments,
        long malformed,
        long gaps,
        long faults,
        int resting,
        Optional<Double> usage) {}
