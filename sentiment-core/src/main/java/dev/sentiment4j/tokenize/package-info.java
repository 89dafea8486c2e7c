/** From text to token ids: the tokenizer contract, truncation and windows. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.tokenize;
