package dev.sentiment4j.cache;

import dev.sentiment4j.AnalyzerInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What makes two questions the same: the model and its version, how texts are prepared and cut, and the prepared text,
 * as a hash, so that caches hold no post and a long text weighs no more than a short one.
 *
 * @param model {@code id:version}
 * @param settings profile, limit and long-text policy
 * @param textHash SHA-256 of the prepared text in UTF-8, hexadecimal
 */
public record CacheKey(String model, String settings, String textHash) {
    public CacheKey {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(textHash, "textHash");
    }

    /**
     * The key of a text.
     *
     * @param info the analyzer that would answer
     * @param normalized the text after the analyzer's text profile
     */
    public static CacheKey of(AnalyzerInfo info, String normalized) {
        return new CacheKey(info.model().toString(), settings(info), sha256(normalized));
    }

    private static String settings(AnalyzerInfo info) {
        return info.profile() + " " + info.maxTokens() + " " + info.longText() + " "
                + info.backend().name();
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
