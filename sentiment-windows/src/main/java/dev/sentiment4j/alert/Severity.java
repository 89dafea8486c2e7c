package dev.sentiment4j.alert;

/** How bad it is. */
public enum Severity {
    INFO,
    WARNING,
    CRITICAL
}
