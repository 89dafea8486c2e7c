package dev.sentiment4j.benchmarks.rivals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All rivals inside this JVM. */
public final class Rivals {
    /** Opens one. */
    private interface Opener {
        Rival open(ModelFiles files) throws Exception;
    }

    private record Entry(String name, Opener opener) {}

    private static final List<Entry> ALL = List.of(
            new Entry("djlPredictor", DjlPredictor::open),
            new Entry("oneTextPerRun", files -> OneTextPerRun.open()),
            new Entry("fixedPaddingTo128", files -> FixedPadding.open()),
            new Entry("fifoBatchesOf32", files -> FifoBatches.open()),
            new Entry("threadPerRequest", files -> ThreadPerRequest.open()));

    private Rivals() {}

    /** Their names. */
    public static List<String> names() {
        return ALL.stream().map(Entry::name).toList();
    }

    /**
     * Opens those whose names are wanted; the caller closes them. To be called before anything else uses ONNX Runtime,
     * see {@link DjlPredictor#startEngine}.
     */
    public static List<Rival> open(ModelFiles files, Predicate<String> wanted) throws Exception {
        List<Rival> opened = new ArrayList<>();
        for (Entry entry : ALL) {
            if (wanted.test(entry.name())) {
                if (entry.name().equals("djlPredictor")) {
                    DjlPredictor.startEngine();
                }
                opened.add(entry.opener().open(files));
            }
        }
        return opened;
    }
}
