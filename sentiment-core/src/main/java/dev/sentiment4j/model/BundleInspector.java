package dev.sentiment4j.model;

import dev.sentiment4j.model.BundleDraft.Part;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds everything that is wrong with a bundle without an engine's help. */
final class BundleInspector {
    private static final int SHOWN_FILES = 8;

    private BundleInspector() {}

    static ModelBundle.Inspection inspect(ModelSource source) {
        List<String> problems = new ArrayList<>();
        Optional<BundleDraft> draft = draft(source, problems);
        if (draft.isEmpty()) {
            return new ModelBundle.Inspection(Optional.empty(), problems, List.of());
        }
        ModelManifest manifest = draft.get().manifest();
        Map<String, String> damaged = new LinkedHashMap<>();
        boolean runnable = files(source, draft.get(), manifest, problems, damaged);
        Optional<ModelBundle> bundle = Optional.empty();
        // native code never sees a damaged file, so such a bundle is not handed on
        if (runnable && manifest != null && !manifest.weights().isEmpty()) {
            ModelManifest sound = damaged.isEmpty() ? manifest : manifest.withoutWeights(damaged.keySet());
            if (!sound.weights().isEmpty()) {
                bundle = Optional.of(ModelBundle.of(source, sound));
            }
        }
        List<String> weightProblems = bundle.isEmpty() ? List.of() : List.copyOf(damaged.values());
        return new ModelBundle.Inspection(bundle, problems, weightProblems);
    }

    private static Optional<BundleDraft> draft(ModelSource source, List<String> problems) {
        if (source.exists(ManifestReader.FILE)) {
            return Optional.of(ManifestReader.read(source, problems));
        }
        if (source.exists(HuggingFaceExport.CONFIG)) {
            return Optional.of(HuggingFaceExport.read(source, problems));
        }
        problems.add(
                source instanceof DirectorySource directory
                        ? noBundle(directory.directory())
                        : "holds neither " + ManifestReader.FILE + " nor " + HuggingFaceExport.CONFIG
                                + "; is the jar with this folder on the class path, and the class loader the right"
                                + " one?");
        return Optional.empty();
    }

    /**
     * Whether every essential file is sound.
     *
     * @param damaged takes weight files that are not, which another format may make up for, with their problems
     */
    private static boolean files(
            ModelSource source,
            BundleDraft draft,
            @Nullable ModelManifest manifest,
            List<String> problems,
            Map<String, String> damaged) {
        boolean runnable = true;
        boolean tokenizer = false;
        for (Map.Entry<String, Part> entry : draft.files().entrySet()) {
            Part part = entry.getValue();
            Optional<String> problem = FileCheck.problem(
                    source,
                    entry.getKey(),
                    part.role(),
                    part.content(),
                    draft.sha256().get(entry.getKey()));
            problem.ifPresent(problems::add);
            boolean weights = manifest != null && manifest.weights().containsValue(entry.getKey());
            if (problem.isPresent() && weights) {
                damaged.put(entry.getKey(), problem.get());
            }
            runnable &= problem.isEmpty() || !part.essential() || weights;
            tokenizer |= part.role().equals("the tokenizer");
        }
        return runnable && tokenizer;
    }

    private static String noBundle(Path directory) {
        if (!Files.exists(directory)) {
            return "does not exist; name the directory that holds the model's files";
        }
        if (!Files.isDirectory(directory)) {
            return "is a file; name the directory that holds the model's files"
                    + " (an archive can be opened with FileSystems.newFileSystem)";
        }
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
            }
        } catch (IOException | DirectoryIteratorException e) {
            return "cannot be listed (" + e + ")";
        }
        if (names.isEmpty()) {
            return "is empty; copy the model's files into it";
        }
        names.sort(null);
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN_FILES, names.size())))
                + (names.size() > SHOWN_FILES ? ", ..." : "");
        return "holds neither " + ManifestReader.FILE + " nor " + HuggingFaceExport.CONFIG + ", only: " + shown
                + "; name the directory that holds one of them";
    }
}
