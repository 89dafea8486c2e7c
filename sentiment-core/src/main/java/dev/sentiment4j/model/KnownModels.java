package dev.sentiment4j.model;

import dev.sentiment4j.model.HeadSpec.Activation;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Published models whose own files say too little: what their labels mean, how their logits become probabilities, which
 * text form they were trained on. Held in a resource beside this class. Immutable.
 */
final class KnownModels {
    private static final String RESOURCE = "known-models.json";

    /**
     * One model.
     *
     * @param names by which it goes, the first its full name
     * @param head what it answers
     * @param labels in the order of its logits
     * @param licence as an SPDX expression, where it is beyond doubt
     */
    record KnownModel(
            List<String> names,
            String head,
            List<String> labels,
            Activation activation,
            ProfileRef profile,
            List<String> languages,
            @Nullable String licence) {
        KnownModel {
            names = List.copyOf(names);
            labels = List.copyOf(labels);
            languages = List.copyOf(languages);
        }

        /** The full name. */
        String name() {
            return names.get(0);
        }

        /**
         * Whether the labels of a file are those of this model, or stand-ins for them. Fine-tuned descendants keep the
         * name of their parent in their configuration, so a name alone proves nothing.
         */
        boolean fits(List<String> found) {
            if (found.size() != labels.size()) {
                return false;
            }
            return LabelSets.areStandIns(found)
                    || found.stream()
                            .map(LabelSets::canonical)
                            .toList()
                            .equals(labels.stream().map(LabelSets::canonical).toList());
        }

        private boolean isCalled(String name) {
            return names.stream()
                    .anyMatch(own -> own.equalsIgnoreCase(name) || lastPart(own).equalsIgnoreCase(name));
        }
    }

    private final List<KnownModel> models;

    private KnownModels(List<KnownModel> models) {
        this.models = List.copyOf(models);
    }

    /** Reads the table. Called when a bundle without a manifest is loaded, so nothing is kept. */
    static KnownModels read() {
        List<String> problems = new ArrayList<>();
        List<KnownModel> models = new ArrayList<>();
        try (InputStream in = KnownModels.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar of sentiment-core");
            }
            JsonFields.of(Json.read(Json.utf8(in)), RESOURCE, false, problems)
                    .flatMap(json -> json.objects("models"))
                    .ifPresent(list -> list.forEach(json -> models.add(model(json))));
        } catch (IOException e) {
            throw new IllegalStateException(RESOURCE + " of sentiment-core cannot be read", e);
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join("; ", problems));
        }
        return new KnownModels(models);
    }

    List<KnownModel> models() {
        return models;
    }

    /**
     * The first model that goes by one of the names and fits the labels.
     *
     * @param names in order of trust: full names, or their last parts
     */
    Optional<KnownModel> find(List<String> names, List<String> labels) {
        return names.stream()
                .flatMap(name -> models.stream()
                        .filter(model -> model.isCalled(name) || model.isCalled(lastPart(name)))
                        .filter(model -> model.fits(labels)))
                .findFirst();
    }

    /** What stands behind the last slash or backslash, trailing ones aside. */
    static String lastPart(String name) {
        String trimmed = name.replaceAll("[/\\\\]+$", "");
        return trimmed.substring(Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\')) + 1);
    }

    private static KnownModel model(JsonFields json) {
        json.refuseUnknown(List.of("names", "head", "labels", "activation", "textProfile", "languages", "licence"));
        boolean sigmoid = json.text("activation").orElse("").equals("sigmoid");
        ProfileRef profile = json.has("textProfile")
                ? new ProfileRef(json.text("textProfile").orElse(""), 1, null, List.of())
                : ProfileRef.none();
        return new KnownModel(
                json.texts("names").orElse(List.of("")),
                json.text("head").orElse(""),
                json.texts("labels").orElse(List.of()),
                sigmoid ? Activation.SIGMOID : Activation.SOFTMAX,
                profile,
                json.texts("languages").orElse(List.of()),
                json.has("licence") ? json.text("licence").orElse(null) : null);
    }
}
