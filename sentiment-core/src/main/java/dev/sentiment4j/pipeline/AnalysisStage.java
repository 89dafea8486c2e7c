package dev.sentiment4j.pipeline;

import dev.sentiment4j.AnalysisOutcome;
import dev.sentiment4j.AnalyzerClosedException;
import dev.sentiment4j.InferenceException;
import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.OverloadedException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentException;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.pipeline.DeadLetter.Stage;
import dev.sentiment4j.pipeline.PipelineListener.AnalysisEvent;
import dev.sentiment4j.pipeline.PipelineListener.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Turns the deliveries of a batch into events for the sinks, and those that cannot be into dead letters. One for each
 * analysis thread.
 */
final class AnalysisStage {
    private final PipelineParts parts;
    private final Retrier retrier;
    private final SentimentAnalyzer analyzer;
    private final String analyzerName;

    AnalysisStage(PipelineParts parts, Retrier retrier) {
        this.parts = parts;
        this.retrier = retrier;
        this.analyzer = parts.analyzer();
        this.analyzerName = parts.analyzer().info().name();
    }

    /** Decides on every delivery of a batch. */
    void run(Batch batch) throws InterruptedException {
        List<Integer> posts = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            Delivery delivery = batch.delivery(i);
            PostEvent event = delivery.event().orElse(null);
            if (event == null) {
                String reason = delivery.malformed().map(MalformedEntry::reason).orElse("an entry that is no event");
                batch.fail(i, letter(delivery, Stage.SOURCE, "Malformed", reason, 1));
            } else if (delivery.deliveryCount() > parts.options().maxDeliveries()) {
                String reason = "delivered " + delivery.deliveryCount() + " times, which is more than maxDeliveries = "
                        + parts.options().maxDeliveries();
                batch.fail(i, letter(delivery, Stage.SOURCE, "DeliveredTooOften", reason, 1));
            } else if (event instanceof PostDeletion deletion) {
                batch.set(i, deletion);
            } else {
                posts.add(i);
            }
        }
        if (!posts.isEmpty()) {
            long start = parts.nanoClock().getAsLong();
            int failed = analyze(batch, posts);
            parts.listener()
                    .analyzed(new AnalysisEvent(
                            posts.size(), failed, parts.nanoClock().getAsLong() - start));
        }
    }

    /** How many could not be analyzed. */
    private int analyze(Batch batch, List<Integer> posts) throws InterruptedException {
        int failed = 0;
        int attempts = 0;
        List<Integer> open = posts;
        while (true) {
            attempts++;
            List<AnalysisOutcome> outcomes = ask(texts(batch, open));
            List<Integer> again = new ArrayList<>();
            SentimentException last = null;
            for (int k = 0; k < open.size(); k++) {
                int i = open.get(k);
                SentimentException failure = outcomes.get(k).failure().orElse(null);
                if (failure == null) {
                    batch.set(i, analyzed(batch, i, outcomes.get(k).orElseThrow()));
                } else if (failure instanceof AnalyzerClosedException) {
                    throw failure;
                } else if (isTriedAgain(failure, attempts)) {
                    again.add(i);
                    last = failure;
                } else {
                    failed++;
                    batch.fail(
                            i,
                            letter(
                                    batch.delivery(i),
                                    Stage.ANALYSIS,
                                    failure.getClass().getName(),
                                    Failures.describe(failure),
                                    attempts));
                }
            }
            if (last == null) {
                retrier.recovered(Step.ANALYZE, analyzerName, attempts - 1);
                return failed;
            }
            retrier.pauseAfter(Step.ANALYZE, analyzerName, attempts, last);
            open = again;
        }
    }

    /** Too much to do passes; what else may pass has had its chances at some time. */
    private boolean isTriedAgain(SentimentException failure, int attempts) {
        return failure instanceof OverloadedException
                || (failure.isRetriable() && attempts < parts.options().analysisAttempts());
    }

    /** One outcome for each text, also where the analyzer gives none for a list. */
    private List<AnalysisOutcome> ask(List<String> texts) throws InterruptedException {
        List<AnalysisOutcome> outcomes;
        try {
            outcomes = analyzer.analyzeAll(texts, parts.analysis());
        } catch (CancellationException e) {
            throw interrupted(e);
        } catch (InvalidOptionsException | AnalyzerClosedException e) {
            throw e;
        } catch (SentimentException e) {
            if (e.isRetriable()) {
                AnalysisOutcome failure = new AnalysisOutcome.Failure(e);
                return texts.stream().map(text -> failure).toList();
            }
            return askOneByOne(texts);
        } catch (RuntimeException | StackOverflowError e) {
            return askOneByOne(texts);
        }
        if (outcomes.size() != texts.size()) {
            throw new PipelineFailedException(
                    "analyzer '" + analyzerName + "' gave " + outcomes.size() + " outcomes for " + texts.size()
                            + " texts; a decorator of the host's own must give one for each",
                    null);
        }
        return outcomes;
    }

    private List<AnalysisOutcome> askOneByOne(List<String> texts) throws InterruptedException {
        List<AnalysisOutcome> outcomes = new ArrayList<>(texts.size());
        for (String text : texts) {
            try {
                outcomes.add(new AnalysisOutcome.Success(analyzer.analyze(text, parts.analysis())));
            } catch (CancellationException e) {
                throw interrupted(e);
            } catch (SentimentException e) {
                outcomes.add(new AnalysisOutcome.Failure(e));
            } catch (RuntimeException | StackOverflowError e) {
                outcomes.add(new AnalysisOutcome.Failure(
                        new InferenceException("analyzer '" + analyzerName + "' " + Failures.describe(e), e)));
            }
        }
        return outcomes;
    }

    private static RuntimeException interrupted(CancellationException e) throws InterruptedException {
        if (Thread.interrupted()) {
            InterruptedException interrupted = new InterruptedException("interrupted while the analyzer worked");
            interrupted.initCause(e);
            throw interrupted;
        }
        return e;
    }

    private static List<String> texts(Batch batch, List<Integer> indexes) {
        List<String> texts = new ArrayList<>(indexes.size());
        for (int i : indexes) {
            texts.add(post(batch, i).text());
        }
        return texts;
    }

    private static Post post(Batch batch, int index) {
        return (Post) batch.delivery(index).event().orElseThrow();
    }

    private AnalyzedPost analyzed(Batch batch, int index, SentimentResult result) {
        return new AnalyzedPost(post(batch, index), result, parts.clock().instant());
    }

    private DeadLetter letter(Delivery delivery, Stage stage, String errorType, String message, int attempts) {
        return new DeadLetter(
                parts.source().name(),
                delivery,
                stage,
                Optional.empty(),
                errorType,
                message,
                attempts,
                parts.clock().instant());
    }
}
