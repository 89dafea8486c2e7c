package dev.sentiment4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The flavours of one question stay in step: what one can be asked, the others can, too. */
class ApiParityTest {
    private static Set<List<String>> optionsOf(String method) {
        return Arrays.stream(SentimentAnalyzer.class.getMethods())
                .filter(m -> m.getName().equals(method))
                .map(m -> Arrays.stream(m.getParameterTypes())
                        .skip(1)
                        .map(Class::getSimpleName)
                        .toList())
                .collect(Collectors.toSet());
    }

    @Test
    void flavours_haveTheSameOverloads() {
        assertThat(optionsOf("analyze"))
                .isNotEmpty()
                .isEqualTo(optionsOf("analyzeAsync"))
                .isEqualTo(optionsOf("analyzeAll"))
                .isEqualTo(optionsOf("analyzeStream"));
    }

    @Test
    void analyzeAsync_promisesWhatAnalyzeGives() throws Exception {
        for (Method m : SentimentAnalyzer.class.getMethods()) {
            if (m.getName().equals("analyze")) {
                Method async = SentimentAnalyzer.class.getMethod("analyzeAsync", m.getParameterTypes());
                assertThat(async.getReturnType()).isEqualTo(CompletableFuture.class);
                assertThat(async.getGenericReturnType().getTypeName())
                        .contains(m.getReturnType().getName());
            }
        }
    }

    @Test
    void shorterFlavours_areDefaultsOfTheLongest() {
        List<Method> flavours = Arrays.stream(SentimentAnalyzer.class.getMethods())
                .filter(m -> m.getName().startsWith("analyze"))
                .toList();
        assertThat(flavours).hasSize(10);
        assertThat(flavours)
                .allMatch(m -> m.isDefault()
                        == (m.getParameterCount() == 1 || m.getName().equals("analyzeStream")));
    }

    @Test
    void builders_haveASetterForEveryGetter() {
        for (Class<?> options :
                List.of(dev.sentiment4j.batch.BatchOptions.class, dev.sentiment4j.cache.CacheOptions.class)) {
            Class<?> builder = Arrays.stream(options.getDeclaredClasses())
                    .filter(c -> c.getSimpleName().equals("Builder"))
                    .findFirst()
                    .orElseThrow();
            Set<String> getters = Arrays.stream(options.getDeclaredMethods())
                    .filter(m -> Modifier.isPublic(m.getModifiers()) && !Modifier.isStatic(m.getModifiers()))
                    .filter(m -> m.getParameterCount() == 0)
                    .map(Method::getName)
                    .filter(name -> !Set.of("toString", "hashCode", "toBuilder", "resolved")
                            .contains(name))
                    .collect(Collectors.toSet());
            Set<String> setters = Arrays.stream(builder.getDeclaredMethods())
                    .filter(m -> Modifier.isPublic(m.getModifiers()) && m.getParameterCount() == 1)
                    .map(Method::getName)
                    .collect(Collectors.toSet());
            assertThat(setters).as("%s", options).isEqualTo(getters);
        }
    }
}
