package dev.sentiment4j.examples.analyze;

/**
 * One line of a diagnosis.
 *
 * @param name what was looked at
 * @param detail what was found
 * @param remedy what to do about it; empty when nothing need be done
 */
record Check(Status status, String name, String detail, String remedy) {
    /** How it stands. */
    enum Status {
        OK,
        WARNING,
        FAILED
    }

    static Check ok(String name, String detail) {
        return new Check(Status.OK, name, detail, "");
    }

    static Check warning(String name, String detail, String remedy) {
        return new Check(Status.WARNING, name, detail, remedy);
    }

    static Check failed(String name, String detail, String remedy) {
        return new Check(Status.FAILED, name, detail, remedy);
    }
}
