package dev.sentiment4j.benchmarks;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Which set-ups to run. Joined by plus signs, since JMH takes a comma for the next value of a parameter. */
final class Setups {
    private Setups() {}

    /** The items of "a+b+c". */
    static List<String> split(String list) {
        return List.of(list.split("\\+", -1));
    }

    /**
     * Tells which names a parameter asks for.
     *
     * @param parameter "all", or names such as "analyzeAll+callers64"
     * @param known all names there are
     * @throws IllegalArgumentException if it names something else
     */
    static Predicate<String> wanted(String parameter, Collection<String> known) {
        if (parameter.equals("all")) {
            return name -> true;
        }
        Set<String> names = new LinkedHashSet<>(split(parameter));
        if (!known.containsAll(names)) {
            throw new IllegalArgumentException(
                    "setups = " + parameter + ": give \"all\", or some of " + String.join("+", known));
        }
        return names::contains;
    }
}
