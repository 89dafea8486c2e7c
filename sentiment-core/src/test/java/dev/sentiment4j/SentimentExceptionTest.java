package dev.sentiment4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sentiment4j.pipeline.CheckpointException;
import dev.sentiment4j.pipeline.InvalidPostException;
import dev.sentiment4j.pipeline.PipelineFailedException;
import dev.sentiment4j.pipeline.SinkException;
import dev.sentiment4j.pipeline.SourceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SentimentExceptionTest {
    private static final Throwable CAUSE = new IllegalStateException("cause");

    static Stream<Arguments> exceptions() {
        return Stream.of(
                Arguments.of(new AnalyzerClosedException("m", CAUSE), false),
                Arguments.of(new BackendResolutionException("m", CAUSE), false),
                Arguments.of(new DeadlineExceededException("m", CAUSE), true),
                Arguments.of(new InferenceException("m", CAUSE), false),
                Arguments.of(new InvalidOptionsException("m", List.of("p", "q")), false),
                Arguments.of(new InvalidTextException("m", CAUSE), false),
                Arguments.of(new ModelLoadException("m", List.of("p", "q"), CAUSE), false),
                Arguments.of(new OverloadedException("m", 3, 4, Duration.ofMillis(5)), true),
                Arguments.of(CheckpointException.unavailable("m", CAUSE), true),
                Arguments.of(CheckpointException.fatal("m", CAUSE), false),
                Arguments.of(new InvalidPostException("m", List.of("p", "q")), false),
                Arguments.of(new PipelineFailedException("m", CAUSE), false),
                Arguments.of(SinkException.unavailable("m", CAUSE), true),
                Arguments.of(SinkException.batchRejected("m", CAUSE), false),
                Arguments.of(SinkException.fatal("m", CAUSE), false),
                Arguments.of(SourceException.unavailable("m", CAUSE), true),
                Arguments.of(SourceException.fatal("m", CAUSE), false));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void isRetriable_saysWhetherTryingAgainMakesSense(SentimentException e, boolean retriable) {
        assertThat(e.isRetriable()).isEqualTo(retriable);
    }

    @Test
    void exceptions_areAllInTheTableAndFinal() {
        Set<String> tested =
                exceptions().map(a -> a.get()[0].getClass().getName()).collect(Collectors.toSet());
        Set<JavaClass> all = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.sentiment4j")
                        .stream()
                        .filter(c -> c.isAssignableTo(SentimentException.class)
                                && !c.getModifiers().contains(JavaModifier.ABSTRACT))
                        .collect(Collectors.toSet());
        assertThat(all.stream().map(JavaClass::getName)).containsExactlyInAnyOrderElementsOf(tested);
        assertThat(all)
                .allMatch(c -> java.lang.reflect.Modifier.isFinal(c.reflect().getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void exceptions_surviveSerialization(SentimentException e) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(e);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isInstanceOf(e.getClass()).hasToString(e.toString());
        }
    }

    @Test
    void modelLoadException_ofOneProblem_isOneLine() {
        assertThat(new ModelLoadException("dir", "is empty")).hasMessage("model dir: is empty");
    }

    @Test
    void modelLoadException_ofSeveralProblems_listsThem() {
        ModelLoadException e = new ModelLoadException("dir", List.of("a", "b"), null);
        assertThat(e).hasMessage("model dir has 2 problems:\n - a\n - b");
        assertThat(e.problems()).containsExactly("a", "b");
    }
}
