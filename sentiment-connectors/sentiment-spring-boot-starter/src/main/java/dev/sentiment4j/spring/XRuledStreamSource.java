package dev.sentiment4j.spring;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.pipeline.SourceLag;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.x.XFilteredStreamSource;
import dev.sentiment4j.x.XRule;
import dev.sentiment4j.x.XRuleOutcome.Status;
import dev.sentiment4j.x.XRuleReport;
import dev.sentiment4j.x.XRules;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The filtered stream of X by rules that the properties name. They are brought to X when the source is opened, which
 * the pipeline tries again where waiting may help and otherwise gives up: no stream is read by other rules than these.
 */
final class XRuledStreamSource implements PostSource {
    private static final Logger log = LoggerFactory.getLogger(XRuledStreamSource.class);

    private final XFilteredStreamSource stream;
    private final XRules rules;
    private final List<XRule> wanted;
    private final boolean deleteOthers;

    XRuledStreamSource(XFilteredStreamSource stream, XRules rules, List<XRule> wanted, boolean deleteOthers) {
        this.stream = stream;
        this.rules = rules;
        this.wanted = List.copyOf(wanted);
        this.deleteOthers = deleteOthers;
    }

    /** The stream below, which knows how it is. */
    XFilteredStreamSource stream() {
        return stream;
    }

    @Override
    public String name() {
        return stream.name();
    }

    @Override
    public void open(SourceListener listener) {
        try {
            XRuleReport report = (deleteOthers ? rules.sync(wanted) : rules.addMissing(wanted)).orElseThrow();
            log.info(
                    "rules of X: {} added, {} deleted, {} there already",
                    report.count(Status.CREATED),
                    report.count(Status.DELETED),
                    report.count(Status.UNCHANGED) + report.count(Status.DUPLICATE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SourceException.unavailable("interrupted while the rules of X were brought in order", e);
        }
        stream.open(listener);
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

    @Override
    public String toString() {
        return "XRuledStreamSource[" + wanted.size() + " rules, " + stream + "]";
    }
}
