package dev.sentiment4j.examples.dashboard.wiring;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceLag;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.x.XFilteredStreamSource;
import dev.sentiment4j.x.XOptions;
import dev.sentiment4j.x.XRule;
import dev.sentiment4j.x.XRules;
import dev.sentiment4j.x.XStreamOptions;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * X's filtered stream, by rules that are made what they should be when it opens. If X is away then, the pipeline tries
 * again, as with any source.
 */
final class RuledXSource implements PostSource {
    private static final Logger log = LoggerFactory.getLogger(RuledXSource.class);

    private final PostSource stream;
    private final XRules stored;
    private final List<XRule> wanted;

    /**
     * The stream.
     *
     * @param rules what is wanted, and nothing else; none to leave the rules that X has
     */
    RuledXSource(XOptions options, List<String> rules) {
        this.stream = new XFilteredStreamSource(options, XStreamOptions.defaults());
        this.stored = new XRules(options);
        this.wanted = rules.stream().map(XRule::of).toList();
    }

    @Override
    public void open(SourceListener listener) {
        try {
            if (!wanted.isEmpty()) {
                stored.sync(wanted).orElseThrow();
            } else if (stored.stored().isEmpty()) {
                log.warn("X has no rules for this app and so sends nothing: set X_RULES, or dashboard.x.rules");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SourceException.unavailable("interrupted while X was told the rules", e);
        }
        stream.open(listener);
    }

    @Override
    public String name() {
        return stream.name();
    }

    @Override
    public List<Delivery> poll(int max, Duration timeout) throws InterruptedException {
        return stream.poll(max, timeout);
    }

    @Override
    public void acknowledge(List<Delivery> deliveries) {
        stream.acknowledge(deliveries);
    }

    @Override
    public void negativeAcknowledge(List<Delivery> deliveries, NackReason reason) {
        stream.negativeAcknowledge(deliveries, reason);
    }

    @Override
    public boolean isExhausted() {
        return stream.isExhausted();
    }

    @Override
    public SourceLag lag() {
        return stream.lag();
    }

    @Override
    public void close() {
        stream.close();
    }
}
