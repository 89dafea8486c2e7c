package dev.sentiment4j.x;

import java.util.OptionalLong;

/**
 * How many rules there are and may be, as far as X tells.
 *
 * @param app rules of this app
 * @param project rules of its project
 * @param appCap rules that the app may have
 * @param projectCap rules that the project may have
 */
public record XRuleCounts(OptionalLong app, OptionalLong project, OptionalLong appCap, OptionalLong projectCap) {}
