package dev.sentiment4j.model;

import dev.sentiment4j.model.BundleDraft.Part;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds everything that is wrong with a bundle without an engine's help. */
final class BundleInspector {
    private static final int SHOWN_FILES = 8;

    private BundleInspector() {}

    static ModelBundle.Inspection inspect(ModelSource source) {
        List<String> problems = new ArrayList<>();
        Optional<BundleDraft> draft = draft(source, problems);
        if (draft.isEmpty()) {
            return new ModelBundle.Inspection(Optional.empty(), problems);
        }
        boolean runnable = files(source, draft.get(), problems);
        ModelManifest manifest = draft.get().manifest();
        Optional<ModelBundle> bundle = Optional.empty();
        // native code never sees a damaged file, so such a bundle is not handed on
        if (runnable && manifest != null && !manifest.weights().isEmpty()) {
            bundle = Optional.of(ModelBundle.of(source, manifest));
        }
        return new ModelBundle.Inspection(bundle, problems);
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

    /** Whether every essential file is sound. */
    private static boolean files(ModelSource source, BundleDraft draft, List<String> problems) {
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
            runnable &= problem.isEmpty() || !part.essential();
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
