package dev.sentiment4j.examples.dashboard.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses query parameters that an address does not know, or that come twice: a filter that is misspelt, and so filters
 * nothing, is worse than an error. Thread-safe.
 */
public final class KnownParameters implements HandlerInterceptor {
    /** Any other name is nothing that an answer should repeat. */
    private static final Pattern PRINTABLE = Pattern.compile("[A-Za-z0-9._-]{1,50}");

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        // The fields of a form are a body, of a kind that is refused later.
        if (handler instanceof HandlerMethod method && !isForm(request) && !"OPTIONS".equals(request.getMethod())) {
            check(request.getParameterMap(), known.computeIfAbsent(method.getMethod(), key -> names(method)));
        }
        return true;
    }

    private static void check(Map<String, String[]> parameters, Set<String> known) {
        List<String> problems = new ArrayList<>();
        parameters.forEach((name, values) -> {
            if (!known.contains(name)) {
                problems.add((PRINTABLE.matcher(name).matches() ? name : "a parameter") + ": is not known here"
                        + (known.isEmpty() ? "; there are no parameters" : "; there are " + String.join(", ", known)));
            } else if (values.length > 1) {
                problems.add(name + ": must be there once");
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
    }

    private static Set<String> names(HandlerMethod method) {
        DefaultParameterNameDiscoverer discoverer = new DefaultParameterNameDiscoverer();
        Set<String> names = new TreeSet<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            parameter.initParameterNameDiscovery(discoverer);
            if (parameter.hasParameterAnnotation(RequestParam.class)) {
                names.add(String.valueOf(parameter.getParameterName()));
            } else if (parameter.hasParameterAnnotation(ParameterObject.class)) {
                for (RecordComponent component : parameter.getParameterType().getRecordComponents()) {
                    names.add(component.getName());
                }
            }
        }
        return names;
    }

    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.regionMatches(true, 0, MediaType.APPLICATION_FORM_URLENCODED_VALUE, 0, 33);
    }
}
