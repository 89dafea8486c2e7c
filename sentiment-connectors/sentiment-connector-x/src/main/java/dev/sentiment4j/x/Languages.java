package dev.sentiment4j.x;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** X's codes of languages as BCP 47 tags. */
final class Languages {
    private static final Map<String, String> RENAMED = Map.of("in", "id", "iw", "he", "ji", "yi");
    /** No language, or none that could be told: mentions, hashtags, cashtags, links, very short texts. */
    private static final Set<String> NONE =
            Set.of("und", "unk", "zxx", "qam", "qct", "qht", "qme", "qst", "qxx", "art", "");

    private Languages() {}

    static Optional<String> tag(String code) {
        return NONE.contains(code) ? Optional.empty() : Optional.of(RENAMED.getOrDefault(code, code));
    }
}
