/** Made-up posts that know how their authors feel: for demos, load and tests without a platform. */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.synthetic;
