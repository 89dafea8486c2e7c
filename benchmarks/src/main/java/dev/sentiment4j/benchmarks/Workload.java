package dev.sentiment4j.benchmarks;

import dev.sentiment4j.benchmarks.rivals.ModelFiles;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.model.ModelManifest;
import dev.sentiment4j.text.TextProfiles;
import dev.sentiment4j.tokenize.TextEncoder;
import dev.sentiment4j.tokenize.Tokenizer;
import dev.sentiment4j.tokenize.huggingface.HuggingFaceTokenizerProvider;
import java.util.List;

/**
 * The same texts in three forms, so that every set-up runs the same tokens.
 *
 * @param posts as written, for the library
 * @param prepared as the model's text profile makes them, for rivals, which have no such thing
 * @param ids as model inputs, for ONNX Runtime alone
 */
record Workload(List<String> posts, List<String> prepared, List<int[]> ids) {
    /** Reads or makes texts as {@link Posts#load} does, and prints how long they are. */
    static Workload load(String path, int count) {
        List<String> posts = Posts.load(path, count);
        ModelBundle bundle = ModelFiles.bundle();
        ModelManifest manifest = bundle.manifest();
        try (Tokenizer tokenizer = new HuggingFaceTokenizerProvider().open(bundle.source(), manifest.tokenizer())) {
            TextEncoder encoder = new TextEncoder(
                    TextProfiles.resolve(manifest.profile(), bundle.source(), Workload.class.getClassLoader()),
                    tokenizer,
                    manifest.maxTokens(),
                    manifest.longText());
            List<int[]> ids = posts.stream()
                    .map(text -> encoder.encode(text).inputs().get(0))
                    .toList();
            System.out.printf(
                    "%d texts, %.1f tokens on average%n",
                    ids.size(), ids.stream().mapToInt(i -> i.length).average().orElse(0));
            return new Workload(posts, posts.stream().map(encoder::normalize).toList(), ids);
        }
    }
}
