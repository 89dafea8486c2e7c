package dev.sentiment4j.pipeline;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line a letter, without the post. Thread-safe. */
final class LoggingDeadLetters implements DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    @Override
    public String name() {
        return "log";
    }

    @Override
    public void write(List<DeadLetter> letters) {
        for (DeadLetter letter : letters) {
            log.warn(
                    "dead letter: source '{}', entry {}, post {}, stage {}{}, attempts {}, {}: {}",
                    letter.source(),
                    letter.delivery().id(),
                    letter.event().map(PostEvent::key).map(PostKey::toString).orElse("unreadable"),
                    letter.stage(),
                    letter.sink().map(sink -> " '" + sink + "'").orElse(""),
                    letter.attempts(),
                    letter.errorType(),
                    letter.message());
        }
    }

    @Override
    public void close() {}
}
