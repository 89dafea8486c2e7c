package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.examples.analyze.terminal.DisplayWidth;
import dev.sentiment4j.examples.analyze.terminal.Palette;
import dev.sentiment4j.examples.analyze.terminal.Printable;
import java.util.List;
import java.util.Locale;

/** Prints checks to standard output. */
final class CheckPrinter {
    private static final int STATUS = 9;
    private static final int NAME = 16;

    private final Environment environment;

    CheckPrinter(Environment environment) {
        this.environment = environment;
    }

    /** One block of checks under a title. */
    void print(String title, List<Check> checks) {
        Palette palette = environment.terminal().outPalette();
        StringBuilder s = new StringBuilder();
        if (!title.isEmpty()) {
            s.append(palette.strong(Printable.oneLine(title))).append('\n');
        }
        String indent = " ".repeat(STATUS + NAME + 2);
        for (Check check : checks) {
            String status = DisplayWidth.pad(check.status().name().toLowerCase(Locale.ROOT), STATUS);
            s.append(
                    switch (check.status()) {
                        case OK -> palette.positive(status);
                        case WARNING -> palette.neutral(status);
                        case FAILED -> palette.negative(status);
                    });
            s.append(DisplayWidth.pad(check.name(), NAME)).append("  ");
            s.append(Printable.lines(check.detail()).replace("\n", "\n" + indent))
                    .append('\n');
            if (!check.remedy().isEmpty()) {
                s.append(indent)
                        .append("-> ")
                        .append(Printable.oneLine(check.remedy()))
                        .append('\n');
            }
        }
        environment.print(s.toString());
    }

    static int exitCode(List<Check> checks) {
        return checks.stream().anyMatch(c -> c.status() == Check.Status.FAILED) ? ExitCode.ENVIRONMENT : ExitCode.DONE;
    }
}
