package dev.sentiment4j.text;

import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.model.ModelSource;
import dev.sentiment4j.model.ProfileRef;
import dev.sentiment4j.spi.TextStepProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One resolution of one reference: gathers everything that is wrong before it gives up. Not thread-safe. */
final class ProfileResolver {
    /** A broken services file may fail again and again; a healthy class path has far fewer providers. */
    private static final int MAX_PROVIDER_FAILURES = 16;

    private final ProfileRef ref;
    private final ModelSource source;
    private final ClassLoader loader;
    private final Set<String> problems = new LinkedHashSet<>();
    private @Nullable Throwable cause;
    private @Nullable List<TextStepProvider> providers;
    private final List<String> brokenProviders = new ArrayList<>();

    ProfileResolver(ProfileRef ref, ModelSource source, ClassLoader loader) {
        this.ref = ref;
        this.source = source;
        this.loader = loader;
    }

    TextProfile resolve() {
        TextProfile profile = ref.steps().isEmpty() ? builtIn() : spelledOut();
        if (profile == null || !problems.isEmpty()) {
            throw new ModelLoadException(source.description(), List.copyOf(problems), cause);
        }
        return profile;
    }

    private @Nullable TextProfile builtIn() {
        if (!TextProfiles.names().contains(ref.name())) {
            problems.add("text profile \"" + ref.name() + "\" is unknown: name one of " + TextProfiles.names()
                    + " or spell out its steps in the manifest");
            return null;
        }
        if (ref.version() != TextProfiles.VERSION) {
            problems.add("text profile \"" + ref.name() + "\" is known in version " + TextProfiles.VERSION
                    + " and the manifest asks for version " + ref.version()
                    + ": use the release of sentiment-core that the model was made for, or spell out the steps");
            return null;
        }
        return switch (ref.name()) {
            case TextProfiles.SOCIAL -> {
                EmojiNames names = emojiNames("text profile \"social\"");
                yield names == null ? null : TextProfiles.social(names);
            }
            case TextProfiles.CARDIFF -> TextProfiles.cardiff();
            default -> TextProfile.none();
        };
    }

    private @Nullable TextProfile spelledOut() {
        if (TextProfiles.names().contains(ref.name())) {
            problems.add("text profile \"" + ref.name()
                    + "\" is built in and the manifest spells out steps for it: rename it or leave the steps out");
        }
        EmojiNames names = ref.steps().contains("emoji") ? emojiNames("step \"emoji\"") : null;
        List<TextStep> steps = new ArrayList<>();
        for (String name : ref.steps()) {
            if (!name.equals("emoji") || names != null) {
                Optional<TextStep> step = step(name, names);
                step.ifPresent(steps::add);
            }
        }
        if (!problems.isEmpty()) {
            return null;
        }
        try {
            return TextProfile.of(ref.name(), ref.version(), steps);
        } catch (IllegalArgumentException e) {
            problem(e.getMessage() + " (in the manifest)", e);
            return null;
        }
    }

    private Optional<TextStep> step(String name, @Nullable EmojiNames names) {
        try {
            Optional<TextStep> step = TextSteps.named(name, names);
            return step.isPresent() ? step : provided(name);
        } catch (IllegalArgumentException e) {
            problem(String.valueOf(e.getMessage()), e);
            return Optional.empty();
        }
    }

    private Optional<TextStep> provided(String name) {
        List<TextStepProvider> offering =
                providers().stream().filter(p -> p.names().contains(name)).toList();
        if (offering.isEmpty()) {
            problems.add(unknown(name));
            return Optional.empty();
        }
        if (offering.size() > 1) {
            // the order of the class path must not decide what a model reads
            problems.add("step \"" + name + "\" is on offer more than once, by " + classNames(offering)
                    + ": keep one of them on the class path");
            return Optional.empty();
        }
        TextStepProvider provider = offering.get(0);
        try {
            return Optional.of(provider.step(name));
        } catch (RuntimeException | LinkageError e) {
            problem(
                    "step \"" + name + "\" could not be made by "
                            + provider.getClass().getName() + ": " + e,
                    e);
            return Optional.empty();
        }
    }

    private String unknown(String name) {
        Set<String> offers = new TreeSet<>(TextSteps.names());
        providers().forEach(provider -> offers.addAll(provider.names()));
        StringBuilder message = new StringBuilder("step \"")
                .append(name)
                .append("\" is unknown: on offer are ")
                .append(offers)
                .append("; correct its name, or add the jar that has it");
        if (name.startsWith("stop-words:") || name.startsWith("lemmas:")) {
            message.append(" (dev.sentiment4j:sentiment-text has stop words and lemmas)");
        }
        if (!brokenProviders.isEmpty()) {
            message.append("; these providers could not be loaded: ").append(brokenProviders);
        }
        return message.toString();
    }

    private List<TextStepProvider> providers() {
        List<TextStepProvider> found = providers;
        if (found == null) {
            found = new ArrayList<>();
            providers = found;
            Iterator<TextStepProvider> candidates =
                    ServiceLoader.load(TextStepProvider.class, loader).iterator();
            while (brokenProviders.size() < MAX_PROVIDER_FAILURES) {
                try {
                    if (!candidates.hasNext()) {
                        break;
                    }
                    found.add(candidates.next());
                } catch (ServiceConfigurationError | LinkageError e) {
                    // one broken jar must not hide the steps of the others
                    brokenProviders.add(String.valueOf(e.getMessage()));
                    cause = cause == null ? e : cause;
                }
            }
        }
        return found;
    }

    private @Nullable EmojiNames emojiNames(String user) {
        Optional<String> file = ref.emojiNamesFile();
        if (file.isEmpty()) {
            problems.add(user + " needs emoji names and the manifest names no file of them:"
                    + " put one into the bundle and name it as emojiNames of the text profile");
            return null;
        }
        try (InputStream in = source.open(file.get())) {
            return EmojiNames.read(in);
        } catch (NoSuchFileException e) {
            problem(
                    user + " needs the emoji names in " + file.get()
                            + " and there is no such file: restore it or correct emojiNames in the manifest",
                    e);
        } catch (IOException e) {
            problem(file.get() + " cannot be read as emoji names (" + e.getMessage() + "): restore the file", e);
        }
        return null;
    }

    private void problem(String message, Throwable reason) {
        problems.add(message);
        cause = cause == null ? reason : cause;
    }

    private static List<String> classNames(List<TextStepProvider> found) {
        return found.stream().map(provider -> provider.getClass().getName()).toList();
    }
}
