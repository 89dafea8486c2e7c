package dev.sentiment4j.x;

import dev.sentiment4j.pipeline.SourceException;
import dev.sentiment4j.x.XRuleOutcome.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * The rules of an app's filtered stream, which X keeps between runs: rules that an earlier run has left go on bringing
 * posts. {@link #sync} makes them what is wanted, {@link #addMissing} leaves the others alone. Changes reach an open
 * stream within half a minute. Thread-safe; two who sync one app at once get in each other's way.
 *
 * <p>All calls throw a {@link SourceException}, retriable where waiting may help, with a {@link XApiException} as its
 * cause where X has refused.
 */
public final class XRules {
    private final RuleCalls calls;

    /**
     * The rules of an app.
     *
     * @param client may be shared with sources
     */
    public XRules(XClient client) {
        this.calls = new RuleCalls(client);
    }

    /** All rules that X has, in its order; none is an empty list. */
    public List<XRule.Stored> stored() throws InterruptedException {
        return calls.stored();
    }

    /** How many there are and may be. */
    public XRuleCounts counts() throws InterruptedException {
        return calls.counts();
    }

    /**
     * Makes X's rules those that are wanted: adds what is missing, deletes the others, leaves alone what is there. A
     * rule whose tag has changed is deleted and added. New rules are tried first, so that nothing is deleted for a set
     * that X does not take; where X has no room to try them, as many others as have to are deleted before.
     *
     * @return what became of each rule; look at it, or call {@link XRuleReport#orElseThrow()}
     * @throws IllegalArgumentException if a value is wanted twice
     */
    public XRuleReport sync(List<XRule> wanted) throws InterruptedException {
        return apply(diff(wanted, true));
    }

    /**
     * Sees to it that X has the rules that are wanted, and leaves the others alone: {@link #sync} for an app that
     * somebody else gives rules too.
     *
     * @return what became of each rule that is wanted; look at it, or call {@link XRuleReport#orElseThrow()}
     * @throws IllegalArgumentException if a value is wanted twice
     */
    public XRuleReport addMissing(List<XRule> wanted) throws InterruptedException {
        return apply(diff(wanted, false));
    }

    private XRuleReport apply(Diff diff) throws InterruptedException {
        List<XRuleOutcome> outcomes = new ArrayList<>(diff.unchanged());
        OptionalLong room = room(diff);
        List<XRule.Stored> obsolete = diff.obsolete();
        int before = 0;
        if (areGood(tried(diff, room))) {
            // No more than has to be, so that as little as possible is missed until the new ones are there.
            before = (int) Math.max(0, diff.fresh().size() - room.orElse(Long.MAX_VALUE));
            outcomes.addAll(calls.delete(obsolete.subList(0, before), false));
        }
        // The good ones are not left out for the bad ones' sake; but nothing more is deleted then.
        List<XRuleOutcome> added = calls.add(diff.fresh(), false);
        outcomes.addAll(added);
        if (areGood(added)) {
            outcomes.addAll(calls.delete(diff.otherTags(), false));
            outcomes.addAll(calls.add(diff.retagged(), false));
            outcomes.addAll(calls.delete(obsolete.subList(before, obsolete.size()), false));
        }
        return new XRuleReport(outcomes, false);
    }

    private static boolean areGood(List<XRuleOutcome> outcomes) {
        return outcomes.stream().allMatch(XRuleOutcome::isGood);
    }

    /** What X says to the new rules, and what it would say if there were room for them. */
    private List<XRuleOutcome> tried(Diff diff, OptionalLong room) throws InterruptedException {
        List<XRuleOutcome> tried = calls.add(diff.fresh(), true);
        if (room.isEmpty()) {
            return tried;
        }
        long fitting = room.getAsLong() + diff.obsolete().size();
        List<XRuleOutcome> outcomes = new ArrayList<>();
        for (XRuleOutcome outcome : tried) {
            XRule rule = outcome.rule();
            if (outcomes.size() >= fitting && outcome.isGood()) {
                outcomes.add(new XRuleOutcome(rule, null, Status.OVER_CAP, "X takes fewer rules"));
            } else if (outcomes.size() < fitting && outcome.status() == Status.OVER_CAP) {
                outcomes.add(new XRuleOutcome(rule, null, Status.CREATED, "not tried, as there is no room yet"));
            } else {
                outcomes.add(outcome);
            }
        }
        return outcomes;
    }

    /** How many rules X takes before some are deleted; empty if X does not tell, or it does not matter. */
    private OptionalLong room(Diff diff) throws InterruptedException {
        if (diff.fresh().isEmpty() || diff.obsolete().isEmpty()) {
            return OptionalLong.empty();
        }
        XRuleCounts counts;
        try {
            counts = counts();
        } catch (SourceException e) {
            if (e.isRetriable()) {
                throw e;
            }
            // A gateway may not have it; X then says itself when there is no more room.
            return OptionalLong.empty();
        }
        return LongStream.concat(
                        left(counts.app(), counts.appCap()).stream(),
                        left(counts.project(), counts.projectCap()).stream())
                .min();
    }

    private static OptionalLong left(OptionalLong count, OptionalLong cap) {
        return count.isPresent() && cap.isPresent()
                ? OptionalLong.of(Math.max(0, cap.getAsLong() - count.getAsLong()))
                : OptionalLong.empty();
    }

    /** What {@link #sync} would do: X checks the rules, and nothing changes. */
    public XRuleReport dryRun(List<XRule> wanted) throws InterruptedException {
        Diff diff = diff(wanted, true);
        List<XRuleOutcome> outcomes = new ArrayList<>(diff.unchanged());
        outcomes.addAll(calls.delete(diff.otherTags(), true));
        outcomes.addAll(calls.delete(diff.obsolete(), true));
        outcomes.addAll(tried(diff, room(diff)));
        // X would call them duplicates, as they are there with another tag.
        diff.retagged().forEach(rule -> outcomes.add(new XRuleOutcome(rule, null, Status.CREATED, null)));
        return new XRuleReport(outcomes, true);
    }

    /**
     * What has to be done.
     *
     * @param unchanged rules that are there
     * @param obsolete rules that are not wanted
     * @param fresh rules whose value is new
     * @param otherTags rules whose value is wanted with another tag
     * @param retagged the same with the tags that are wanted
     */
    private record Diff(
            List<XRuleOutcome> unchanged,
            List<XRule.Stored> obsolete,
            List<XRule> fresh,
            List<XRule.Stored> otherTags,
            List<XRule> retagged) {
        Diff() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private Diff diff(List<XRule> wanted, boolean nothingElse) throws InterruptedException {
        if (new LinkedHashSet<>(wanted.stream().map(XRule::value).toList()).size() < wanted.size()) {
            throw new IllegalArgumentException("a rule is wanted twice; X keeps each value once, with one tag");
        }
        Map<String, XRule.Stored> stored = new LinkedHashMap<>();
        stored().forEach(rule -> stored.put(rule.value(), rule));
        Diff diff = new Diff();
        for (XRule rule : wanted) {
            XRule.Stored there = stored.remove(rule.value());
            if (there == null) {
                diff.fresh().add(rule);
            } else if (there.rule().equals(rule)) {
                diff.unchanged().add(new XRuleOutcome(rule, there.id(), Status.UNCHANGED, null));
            } else {
                diff.otherTags().add(there);
                diff.retagged().add(rule);
            }
        }
        if (nothingElse) {
            diff.obsolete().addAll(stored.values());
        }
        return diff;
    }
}
