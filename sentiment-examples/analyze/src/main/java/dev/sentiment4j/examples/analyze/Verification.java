package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.VerificationReport;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A verification report as checks. */
final class Verification {
    private Verification() {}

    static List<Check> checks(VerificationReport report) {
        List<Check> checks = new ArrayList<>();
        if (report.texts() == 0) {
            checks.add(Check.warning(
                    "golden texts",
                    "the model has none, so its answers cannot be checked",
                    "give some with 'verify --golden FILE'"));
        } else {
            checks.add(same("prepared text", report.texts(), report.textMismatches()));
            checks.add(same("token ids", report.texts(), report.idMismatches()));
            checks.add(within(
                    "probabilities", report.maxProbabilityDifference(), VerificationReport.PROBABILITY_TOLERANCE));
            checks.add(within("in a batch", report.maxBatchDifference(), VerificationReport.BATCH_TOLERANCE));
        }
        boolean told = checks.stream().anyMatch(c -> c.status() == Check.Status.FAILED);
        for (String problem : report.problems()) {
            checks.add(
                    told
                            ? new Check(Check.Status.FAILED, "", problem, "")
                            : Check.failed(
                                    "model", problem, "restore the model's files, or choose another with --model"));
        }
        return checks;
    }

    private static Check same(String name, int texts, int mismatches) {
        String detail = String.format(Locale.ROOT, "%,d of %,d as expected", texts - mismatches, texts);
        return mismatches == 0
                ? Check.ok(name, detail)
                : Check.failed(name, detail, "the model's tokenizer or text profile is not the one it was made with");
    }

    private static Check within(String name, double difference, double tolerance) {
        String detail = String.format(
                Locale.ROOT,
                "largest difference %.6f (limit %s)",
                difference,
                new BigDecimal(String.valueOf(tolerance)).toPlainString());
        return difference <= tolerance
                ? Check.ok(name, detail)
                : Check.failed(
                        name, detail, "the model's weights or the engine differ from those it was released with");
    }
}
