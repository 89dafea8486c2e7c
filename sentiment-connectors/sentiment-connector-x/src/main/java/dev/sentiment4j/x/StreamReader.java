package dev.sentiment4j.x;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentiment4j.http.BadJsonException;
import dev.sentiment4j.http.Json;
import dev.sentiment4j.http.LineReader.Line;
import dev.sentiment4j.pipeline.InvalidPostException;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.x.PostMapping.Includes;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows what the lines of a stream mean. */
final class StreamReader {
    private static final Logger log = LoggerFactory.getLogger(XFilteredStreamSource.class);

    private final PostMapping mapping;
    private final Intake intake;
    private volatile Instant lastCreated = Instant.EPOCH;
    private long posts;
    final LongAdder unknown = new LongAdder();

    StreamReader(PostMapping mapping, Intake intake) {
        this.mapping = mapping;
        this.intake = intake;
    }

    /**
     * Takes a line in.
     *
     * @throws XApiException if it ends the stream
     */
    void read(Line line) throws XApiException, InterruptedException {
        if (line.isEmpty()) {
            return;
        }
        if (line.isCut()) {
            intake.malformed(
                    line.bytes(),
                    "a line of " + line.length() + " bytes, of which the first " + line.bytes().length
                            + " are kept; see maxLineBytes");
            return;
        }
        JsonNode message;
        try {
            message = Json.read(line.bytes());
        } catch (BadJsonException e) {
            intake.malformed(line.bytes(), "the line " + e.getMessage());
            return;
        }
        if (message.path("data").isObject()) {
            post(line, message);
        } else if (message.has("errors") || (message.has("title") && message.has("type"))) {
            throw Problems.ofLine(message);
        } else {
            // X announces that there will be other messages.
            unknown.increment();
            log.debug("X sent a message of an unknown type, which is left alone");
        }
    }

    /** Posts read so far, repeated ones too; for the thread that reads. */
    long posts() {
        return posts;
    }

    /** When the post was written that was read last; 1970 before the first. */
    Instant lastCreated() {
        return lastCreated;
    }

    private void post(Line line, JsonNode message) throws InterruptedException {
        Post post;
        try {
            post = mapping.post(message.get("data"), Includes.of(message), message.path("matching_rules"));
        } catch (InvalidPostException e) {
            intake.malformed(line.bytes(), String.valueOf(e.getMessage()));
            return;
        }
        lastCreated = post.createdAt();
        posts++;
        intake.post(post);
    }
}
