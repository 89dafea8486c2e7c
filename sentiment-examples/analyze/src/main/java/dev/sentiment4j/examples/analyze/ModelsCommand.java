package dev.sentiment4j.examples.analyze;

import dev.sentiment4j.examples.analyze.terminal.DisplayWidth;
import dev.sentiment4j.examples.analyze.terminal.Palette;
import dev.sentiment4j.spi.InferenceBackendProvider;
import dev.sentiment4j.spi.ModelProvider;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code models}: what is at hand, and from where. */
@Command(name = "models", sortOptions = false, description = "List the models and engines at hand.")
final class ModelsCommand implements Callable<Integer> {
    private final Environment environment;

    ModelsCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Catalog catalog = environment.catalog().get();
        Palette palette = environment.terminal().outPalette();
        StringBuilder s = new StringBuilder(palette.strong("models")).append('\n');
        int width = 12;
        for (ModelProvider model : catalog.models()) {
            width = Math.max(width, model.id().length());
        }
        for (ModelProvider model : catalog.models()) {
            s.append("  ")
                    .append(DisplayWidth.pad(model.id(), width))
                    .append("  ")
                    .append(model.description())
                    .append(model.isDefault() ? palette.positive("  [default]") : "")
                    .append('\n')
                    .append(" ".repeat(width + 4))
                    .append(palette.faint("from " + model.source().description()))
                    .append('\n');
        }
        if (catalog.models().isEmpty()) {
            s.append("  none on the class path; sentiment-onnx brings one\n");
        }
        s.append("  a directory works too: --model DIR\n");
        s.append(palette.strong("engines")).append('\n');
        for (InferenceBackendProvider backend : catalog.backends()) {
            s.append("  ").append(backend.name()).append('\n');
        }
        if (catalog.backends().isEmpty()) {
            s.append("  none on the class path; add sentiment-onnx\n");
        }
        environment.print(s.toString());
        catalog.problems().forEach(problem -> environment.say("not usable: " + problem));
        return catalog.problems().isEmpty() ? ExitCode.DONE : ExitCode.ENVIRONMENT;
    }
}
