package dev.sentiment4j.spring;

import dev.sentiment4j.InvalidOptionsException;
import java.util.Map;
import java.util.Set;
import org.springframework.validation.Errors;

/** Turns what the library says of its options into what Spring Boot says of properties, all of it. */
final class OptionProblems {
    /** Boot prints the value of a field that is refused, and these may hold a password. */
    private static final Set<String> WITHOUT_VALUE = Set.of(
            "url",
            "password",
            "bearerToken",
            "apiKey",
            "apiSecret",
            "clientSecret",
            "refreshToken",
            "accessToken",
            "secret");

    private final Errors errors;
    private final String prefix;

    /**
     * Problems of one group of properties.
     *
     * @param prefix of the group below that of the class, such as "analyzer"; "" for none
     */
    OptionProblems(Errors errors, String prefix) {
        this.errors = errors;
        this.prefix = prefix;
    }

    /** A problem of one property, named below the prefix. */
    void report(String property, String rule) {
        String field = prefix.isEmpty() || property.isEmpty() ? prefix + property : prefix + "." + property;
        if (WITHOUT_VALUE.contains(property.substring(property.lastIndexOf('.') + 1))) {
            errors.reject("invalid", field + ": " + rule);
        } else {
            errors.rejectValue(field, "invalid", rule);
        }
    }

    /** Makes options, and reports everything that it refuses. */
    void collect(String group, Runnable options) {
        collect(group, Map.of(), options);
    }

    /**
     * The same where properties have other names than options.
     *
     * @param names properties by option
     */
    void collect(String group, Map<String, String> names, Runnable options) {
        try {
            options.run();
        } catch (InvalidOptionsException e) {
            e.problems().forEach(problem -> report(group, names, problem));
        } catch (IllegalArgumentException e) {
            // of a secret, or an address, whose message does not hold it
            errors.reject("invalid", String.valueOf(e.getMessage()));
        }
    }

    /** Problems read "name = value: rule", or "name: rule"; Boot shows name and value by itself. */
    private void report(String group, Map<String, String> names, String problem) {
        int equals = problem.indexOf(" = ");
        int colon = problem.indexOf(": ");
        int end = equals >= 0 && equals < colon ? equals : colon;
        if (end < 0 || !problem.substring(0, end).matches("[A-Za-z]+")) {
            report(group, problem);
            return;
        }
        String option = problem.substring(0, end);
        String property = names.getOrDefault(option, option);
        report(group.isEmpty() ? property : group + "." + property, problem.substring(colon + 2));
    }
}
