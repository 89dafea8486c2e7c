/** Tokenizers in the format of {@code tokenizer.json}, run by the Rust library that Hugging Face maintains. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.tokenize.huggingface;
