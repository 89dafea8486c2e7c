/** Text profiles: named, ordered, versioned steps that turn a raw post into the text a model was trained on. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.text;
