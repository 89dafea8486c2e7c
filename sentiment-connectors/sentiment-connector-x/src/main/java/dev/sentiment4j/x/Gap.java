package dev.sentiment4j.x;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * A time in which no stream was read.
 *
 * @param start the last sign of life before it, by X's clock
 * @param end when a stream was open again; the start as long as none is
 * @param sinceId after which post to search, if one is known that is not older than searchFrom; or else
 * @param searchFrom from when on: what is older is not wanted
 * @param place after which post a later source has to go on, if this is not filled
 */
record Gap(Instant start, Instant end, OptionalLong sinceId, Instant searchFrom, long place) {
    /** One that has begun, with the place that follows from what is known. */
    static Gap begun(Instant start, OptionalLong sinceId, Instant searchFrom) {
        return new Gap(start, start, sinceId, searchFrom, Math.max(sinceId.orElse(0), Snowflake.at(searchFrom)));
    }

    /** From this one's start to then; its start if that is later. */
    Gap until(Instant then) {
        return new Gap(start, then.isAfter(start) ? then : start, sinceId, searchFrom, place);
    }
}
