package dev.sentiment4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.InvalidOptionsException;
import org.junit.jupiter.api.Test;

class OnnxOptionsTest {
    @Test
    void defaults_areOneCpuChainWithoutSpinning() {
        OnnxOptions defaults = OnnxOptions.defaults();
        assertThat(defaults).isEqualTo(OnnxOptions.builder().build());
        assertThat(defaults.interOpThreads()).isEqualTo(OnnxOptions.DEFAULT_INTER_OP_THREADS);
        assertThat(defaults.spinning()).isFalse();
        assertThat(defaults.arena()).isTrue();
        assertThat(defaults.memoryPattern()).isFalse();
        assertThat(defaults.graphOptimization()).isEqualTo(OnnxOptions.GraphOptimization.ALL);
        assertThat(defaults.devices()).isEmpty();
        assertThat(defaults.configEntries()).isEmpty();
    }

    @Test
    void toBuilder_copiesEverything() {
        OnnxOptions options = OnnxOptions.builder()
                .interOpThreads(3)
                .arena(false)
                .memoryPattern(true)
                .spinning(true)
                .graphOptimization(OnnxOptions.GraphOptimization.BASIC)
                .prefer(ExecutionProvider.TENSOR_RT, 1)
                .require(ExecutionProvider.CUDA, 1)
                .configEntry("a", "b")
                .build();
        assertThat(options.toBuilder().build()).isEqualTo(options).hasSameHashCodeAs(options);
        assertThat(options.toBuilder().spinning(false).build()).isNotEqualTo(options);
        assertThat(options.toString()).contains("interOpThreads=3", "[tensorrt:1, cuda:1]", "a=b");
    }

    @Test
    void build_withSeveralProblems_tellsAll() {
        assertThatThrownBy(() -> OnnxOptions.builder()
                        .interOpThreads(0)
                        .prefer(ExecutionProvider.CUDA, -1)
                        .require(ExecutionProvider.CUDA)
                        .prefer(ExecutionProvider.CORE_ML, 2)
                        .configEntry(" ", "1")
                        .build())
                .isInstanceOf(InvalidOptionsException.class)
                .satisfies(e -> assertThat(((InvalidOptionsException) e).problems())
                        .hasSize(5)
                        .contains(
                                "interOpThreads = 0: must be at least 1",
                                "cuda deviceId = -1: must not be negative",
                                "coreml deviceId = 2: there is only one, so it must be 0",
                                "configEntry key = ' ': must not be blank"));
    }

    @Test
    void setters_ofNull_nameTheParameter() {
        OnnxOptions.Builder builder = OnnxOptions.builder();
        assertThatThrownBy(() -> builder.graphOptimization(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("level");
        assertThatThrownBy(() -> builder.configEntry("a", null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("value");
        assertThatThrownBy(() -> builder.prefer(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("provider");
    }
}
