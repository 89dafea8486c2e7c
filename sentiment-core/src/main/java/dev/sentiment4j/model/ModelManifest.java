package dev.sentiment4j.model;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.ModelInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle says about itself: read from {@code sentiment4j.json}, or derived from a plain Hugging Face export.
 * Immutable and thread-safe.
 */
public final class ModelManifest {
    /** The most tokens of one model input that a manifest may state: {@value}. */
    public static final int MAX_TOKENS_LIMIT = 1_000_000;

    private final ModelInfo info;
    private final List<String> languages;
    private final @Nullable String licence;
    private final ProfileRef profile;
    private final int maxTokens;
    private final LongTextPolicy longText;
    private final String tokenizer;
    private final @Nullable Integer padId;
    private final Map<String, String> weights;
    private final @Nullable String engine;
    private final List<HeadSpec> heads;
    private final @Nullable String golden;
    private final Map<String, String> sha256;

    private ModelManifest(Builder b) {
        this.info = b.info;
        this.languages = List.copyOf(b.languages);
        this.licence = b.licence;
        this.profile = b.profile;
        this.maxTokens = b.maxTokens;
        this.longText = b.longText;
        this.tokenizer = b.tokenizer;
        this.padId = b.padId;
        this.weights = Collections.unmodifiableMap(new LinkedHashMap<>(b.weights));
        this.engine = b.engine;
        this.heads = List.copyOf(b.heads);
        this.golden = b.golden;
        this.sha256 = Collections.unmodifiableMap(new LinkedHashMap<>(b.sha256));
    }

    /** Starts a manifest. */
    public static Builder builder(ModelInfo info) {
        return new Builder(info);
    }

    /** Id and version. */
    public ModelInfo info() {
        return info;
    }

    /** Languages as BCP 47 tags; empty when the bundle does not say. */
    public List<String> languages() {
        return languages;
    }

    /** Licence as an SPDX expression, if stated. */
    public Optional<String> licence() {
        return Optional.ofNullable(licence);
    }

    /** The text profile that the model was trained with. */
    public ProfileRef profile() {
        return profile;
    }

    /** The longest model input in tokens, special tokens included. */
    public int maxTokens() {
        return maxTokens;
    }

    /** What the bundle advises for longer texts; hosts may choose otherwise. */
    public LongTextPolicy longText() {
        return longText;
    }

    /** The tokenizer's file. */
    public String tokenizer() {
        return tokenizer;
    }

    /**
     * The token id that the model was trained to see behind a text's end, if the bundle says; the tokenizer must agree.
     */
    public OptionalInt padId() {
        return padId == null ? OptionalInt.empty() : OptionalInt.of(padId);
    }

    /** Weight files by format ("onnx", "torchscript"). */
    public Map<String, String> weights() {
        return weights;
    }

    /** The engine that the bundle's author prefers where several run it, by its name, if stated. */
    public Optional<String> engine() {
        return Optional.ofNullable(engine);
    }

    /** The same without these weight files, such as damaged ones. */
    ModelManifest withoutWeights(Set<String> files) {
        Builder b = new Builder(info);
        b.languages.addAll(languages);
        b.licence = licence;
        b.profile = profile;
        b.maxTokens = maxTokens;
        b.longText = longText;
        b.tokenizer = tokenizer;
        b.padId = padId;
        weights.forEach((format, file) -> {
            if (!files.contains(file)) {
                b.weights.put(format, file);
            }
        });
        b.engine = engine;
        b.heads.addAll(heads);
        b.golden = golden;
        b.sha256.putAll(sha256);
        return new ModelManifest(b);
    }

    /** The questions that the model answers; at least one. */
    public List<HeadSpec> heads() {
        return heads;
    }

    /** The head of that name. */
    public Optional<HeadSpec> head(String name) {
        return heads.stream().filter(h -> h.name().equals(name)).findFirst();
    }

    /** The file of golden texts (JSON lines: text, normalized, ids, logits), if there is one. */
    public Optional<String> golden() {
        return Optional.ofNullable(golden);
    }

    /** SHA-256 of files as lower-case hexadecimal; empty for bundles without a manifest of ours. */
    public Map<String, String> sha256() {
        return sha256;
    }

    @Override
    public String toString() {
        return info + " " + heads;
    }

    /** Collects a manifest. Not thread-safe. */
    public static final class Builder {
        private final ModelInfo info;
        private final List<String> languages = new ArrayList<>();
        private @Nullable String licence;
        private ProfileRef profile = ProfileRef.none();
        private int maxTokens = 512;
        private LongTextPolicy longText = LongTextPolicy.truncate();
        private String tokenizer = "tokenizer.json";
        private @Nullable Integer padId;
        private final Map<String, String> weights = new LinkedHashMap<>();
        private @Nullable String engine;
        private final List<HeadSpec> heads = new ArrayList<>();
        private @Nullable String golden;
        private final Map<String, String> sha256 = new LinkedHashMap<>();

        private Builder(ModelInfo info) {
            this.info = Objects.requireNonNull(info, "info");
        }

        /** BCP 47 tags; several calls add up. */
        public Builder languages(List<String> tags) {
            languages.addAll(tags);
            return this;
        }

        /** An SPDX expression, or null if none is stated. */
        public Builder licence(@Nullable String licence) {
            this.licence = licence;
            return this;
        }

        /** By default {@link ProfileRef#none()}. */
        public Builder profile(ProfileRef profile) {
            this.profile = Objects.requireNonNull(profile, "profile");
            return this;
        }

        /** The longest model input in tokens, special tokens included; by default 512. */
        public Builder maxTokens(int maxTokens) {
            this.maxTokens = maxTokens;
            return this;
        }

        /** By default truncation. */
        public Builder longText(LongTextPolicy longText) {
            this.longText = Objects.requireNonNull(longText, "longText");
            return this;
        }

        /** By default {@code tokenizer.json}. */
        public Builder tokenizer(String file) {
            this.tokenizer = Objects.requireNonNull(file, "file");
            return this;
        }

        /** By default not stated, and then not checked. */
        public Builder padId(int padId) {
            this.padId = padId;
            return this;
        }

        /** The weight file of a format ("onnx", "torchscript"). */
        public Builder weights(String format, String file) {
            weights.put(Objects.requireNonNull(format, "format"), Objects.requireNonNull(file, "file"));
            return this;
        }

        /**
         * The engine to use where several run the bundle and the host names none, such as "onnx"; by default not
         * stated, and then the host has to choose.
         */
        public Builder engine(@Nullable String name) {
            this.engine = name;
            return this;
        }

        /** A question that the model answers; results keep the order. */
        public Builder head(HeadSpec head) {
            heads.add(Objects.requireNonNull(head, "head"));
            return this;
        }

        /** The file of golden texts, or null if there is none. */
        public Builder golden(@Nullable String file) {
            this.golden = file;
            return this;
        }

        /**
         * The checksum of a file.
         *
         * @param hex 64 lower-case hexadecimal digits
         */
        public Builder sha256(String file, String hex) {
            sha256.put(Objects.requireNonNull(file, "file"), Objects.requireNonNull(hex, "hex"));
            return this;
        }

        /**
         * The manifest. Whether the files exist is checked by {@link ModelBundle#load}.
         *
         * @throws InvalidOptionsException listing everything that is wrong with it
         */
        public ModelManifest build() {
            List<String> problems = new ArrayList<>();
            if (info.id().isBlank()) {
                problems.add("id = '" + info.id() + "': must not be blank");
            }
            if (info.version().isBlank()) {
                problems.add("version = '" + info.version() + "': must not be blank");
            }
            if (maxTokens < 1 || maxTokens > MAX_TOKENS_LIMIT) {
                problems.add("maxTokens = " + maxTokens + ": must lie in [1, " + MAX_TOKENS_LIMIT + "]");
            } else if (longText.overlap() >= maxTokens) {
                problems.add("longText = " + longText + ": the overlap must be below maxTokens = " + maxTokens);
            }
            if (heads.isEmpty()) {
                problems.add("heads = []: needs at least one");
            }
            Set<String> names = new HashSet<>();
            for (HeadSpec head : heads) {
                if (!names.add(head.name())) {
                    problems.add("heads = " + heads + ": '" + head.name() + "' is there twice");
                }
            }
            if (!problems.isEmpty()) {
                throw new InvalidOptionsException("model manifest", problems);
            }
            return new ModelManifest(this);
        }
    }
}
