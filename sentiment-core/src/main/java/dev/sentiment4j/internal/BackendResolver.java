package dev.sentiment4j.internal;

import dev.sentiment4j.BackendResolutionException;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.spi.InferenceBackendProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the one engine for a bundle. An explicit instance wins, then a name; otherwise exactly one engine on the class
 * path must accept the bundle, or the one that the bundle's manifest prefers. The order of the class path never
 * decides.
 */
final class BackendResolver {
    private static final String ARTIFACTS =
            "add dev.sentiment4j:sentiment-onnx (or sentiment-pytorch for TorchScript) to the class path, or hand a"
                    + " provider to SentimentAnalyzerBuilder.backend";
    private static final Map<String, String> ARTIFACT_BY_FORMAT =
            Map.of("onnx", "sentiment-onnx", "torchscript", "sentiment-pytorch");

    private BackendResolver() {}

    static InferenceBackendProvider resolve(
            ModelBundle bundle,
            @Nullable InferenceBackendProvider explicit,
            @Nullable String name,
            ClassLoader loader) {
        if (explicit != null) {
            refuseIfUnfit(bundle, explicit);
            return explicit;
        }
        Providers<InferenceBackendProvider> providers = Providers.load(InferenceBackendProvider.class, loader);
        if (providers.found().isEmpty()) {
            throw new BackendResolutionException(
                    "no engine is on the class path" + providers.brokenNote() + "; " + ARTIFACTS);
        }
        return name != null ? byName(bundle, name, providers) : byBundle(bundle, providers);
    }

    private static InferenceBackendProvider byName(
            ModelBundle bundle, String name, Providers<InferenceBackendProvider> providers) {
        List<InferenceBackendProvider> matching =
                providers.found().stream().filter(p -> p.name().equals(name)).toList();
        if (matching.isEmpty()) {
            throw new BackendResolutionException("no engine is called '" + name + "'; on the class path: "
                    + names(providers.found()) + providers.brokenNote() + "; " + ARTIFACTS);
        }
        if (matching.size() > 1) {
            throw new BackendResolutionException(matching.size() + " engines are called '" + name + "': "
                    + classes(matching) + "; keep one on the class path, or hand one to the builder");
        }
        refuseIfUnfit(bundle, matching.get(0));
        return matching.get(0);
    }

    private static InferenceBackendProvider byBundle(
            ModelBundle bundle, Providers<InferenceBackendProvider> providers) {
        List<InferenceBackendProvider> accepting = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (InferenceBackendProvider provider : providers.found()) {
            Optional<String> refusal = refusal(bundle, provider);
            if (refusal.isPresent()) {
                refusals.add(provider.name() + ": " + refusal.get());
            } else {
                accepting.add(provider);
            }
        }
        if (accepting.isEmpty()) {
            throw new BackendResolutionException("no engine on the class path runs model " + bundle + ": "
                    + String.join("; ", refusals.stream().sorted().toList()) + providers.brokenNote()
                    + missingArtifact(bundle));
        }
        if (accepting.size() == 1) {
            return accepting.get(0);
        }
        String preferred = bundle.manifest().engine().orElse(null);
        List<InferenceBackendProvider> chosen =
                accepting.stream().filter(p -> p.name().equals(preferred)).toList();
        if (chosen.size() == 1) {
            return chosen.get(0);
        }
        throw new BackendResolutionException("several engines run model " + bundle + ": " + names(accepting)
                + (preferred == null ? "" : ", and not the one that it prefers, '" + preferred + "'")
                + "; choose one with SentimentAnalyzerBuilder.backend(name), which may name another as fallback(name), or"
                + " state \"engine\" in its sentiment4j.json");
    }

    /** What to add for the formats that the bundle holds and no engine here runs. */
    private static String missingArtifact(ModelBundle bundle) {
        List<String> artifacts = bundle.manifest().weights().keySet().stream()
                .filter(ARTIFACT_BY_FORMAT::containsKey)
                .map(format -> "dev.sentiment4j:" + ARTIFACT_BY_FORMAT.get(format))
                .toList();
        return artifacts.isEmpty() ? "" : "; for its weights add " + String.join(" or ", artifacts);
    }

    private static void refuseIfUnfit(ModelBundle bundle, InferenceBackendProvider provider) {
        refusal(bundle, provider).ifPresent(reason -> {
            throw new BackendResolutionException(
                    "engine '" + provider.name() + "' does not run model " + bundle + ": " + reason);
        });
    }

    /** An engine that cannot even say whether it fits must not hide the others. */
    private static Optional<String> refusal(ModelBundle bundle, InferenceBackendProvider provider) {
        try {
            return provider.refusal(bundle);
        } catch (RuntimeException | LinkageError e) {
            return Optional.of("failed to look at the model: " + e);
        }
    }

    private static List<String> names(List<InferenceBackendProvider> providers) {
        return providers.stream().map(InferenceBackendProvider::name).sorted().toList();
    }

    private static List<String> classes(List<InferenceBackendProvider> providers) {
        return providers.stream().map(p -> p.getClass().getName()).sorted().toList();
    }
}
