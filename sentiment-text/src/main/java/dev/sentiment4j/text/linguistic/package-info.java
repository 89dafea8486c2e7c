/** Text steps that know a language: stop words and lemmas, by name for manifests and by method for code. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.text.linguistic;
