/**
 * What an analyzer does, as events of the JDK's Flight Recorder. On for every analyzer; callers need nothing from here.
 */
@org.jspecify.annotations.NullMarked
package dev.sentiment4j.jfr;
