/**
 * Fake platforms for tests and demonstrations: they speak real HTTP on a port of this machine, do on command whatever a
 * network and a platform may do, and time is in the hands of the test.
 */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.testkit;
