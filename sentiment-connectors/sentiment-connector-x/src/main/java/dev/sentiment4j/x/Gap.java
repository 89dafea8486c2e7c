package dev.sentiment4j.x;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * A time in which no stream was read.
 *
 * @param start the last sign of life before it, by X's clock
 * @param end when a stream was open again
 * @param sinceId after which post to search, if one is known that is not older than searchFrom; or else
 * @param searchFrom from when on: what is older is not wanted
 */
record Gap(Instant start, Instant end, OptionalLong sinceId, Instant searchFrom) {
    /** From this one's start to a later one's end. */
    Gap until(Gap later) {
        return new Gap(start, later.end, sinceId, searchFrom);
    }
}
