package dev.sentiment4j.examples.analyze.io;

import java.nio.charset.Charset;
import java.util.List;

/** Words that several readers use. */
public final class Rows {
    private Rows() {}

    static String malformed(Charset charset) {
        return "holds bytes that are not " + charset.name()
                + "; name the file's own charset, such as --charset windows-1252";
    }

    /** "1 column", "2 columns". */
    public static String count(long n, String unit) {
        return String.format(java.util.Locale.ROOT, "%,d %s%s", n, unit, n == 1 ? "" : "s");
    }

    /**
     * Where a column is: of that very name, else the only one of that name in another case.
     *
     * @param option the option by which the user names it
     * @param where what the columns are, for the message
     * @throws InputException if there is none, or more than one
     */
    public static int column(List<String> columns, String name, String option, String where) throws InputException {
        for (boolean exact : new boolean[] {true, false}) {
            int found = -1;
            for (int i = 0; i < columns.size(); i++) {
                String c = columns.get(i);
                if (exact ? c.equals(name) : c.equalsIgnoreCase(name)) {
                    if (found >= 0) {
                        throw new InputException("there are two columns named '" + name + "'; rename one of them");
                    }
                    found = i;
                }
            }
            if (found >= 0) {
                return found;
            }
        }
        throw missing(columns, name, option, "the columns, " + where + ",");
    }

    static InputException missing(List<String> columns, String name, String option, String where) {
        return new InputException(
                "no column '" + name + "'; " + where + " are: " + String.join(", ", columns) + ". Choose one with "
                        + option,
                columns);
    }
}
