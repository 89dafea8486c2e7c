package dev.sentiment4j.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.InvalidOptionsException;
import org.junit.jupiter.api.Test;

class PyTorchOptionsTest {
    @Test
    void defaults_areTheCpuWithoutSpecialisedGraphs() {
        PyTorchOptions options = PyTorchOptions.defaults();
        assertThat(options.device()).isEmpty();
        assertThat(options.graphOptimizer()).isFalse();
        assertThat(options).isEqualTo(PyTorchOptions.builder().build());
        assertThat(options).hasToString("PyTorchOptions[device=cpu, graphOptimizer=false]");
    }

    @Test
    void builder_takesTheLastWord() {
        PyTorchOptions options = PyTorchOptions.builder()
                .require(Accelerator.MPS)
                .prefer(Accelerator.CUDA, 2)
                .graphOptimizer(true)
                .build();
        assertThat(options.device()).contains(new PyTorchOptions.Device(Accelerator.CUDA, 2, false));
        assertThat(options).hasToString("PyTorchOptions[device=prefers cuda:2, graphOptimizer=true]");
        assertThat(options.toBuilder().cpu().build().device()).isEmpty();
    }

    @Test
    void toBuilder_keepsEverything() {
        PyTorchOptions options = PyTorchOptions.builder()
                .require(Accelerator.CUDA, 1)
                .graphOptimizer(true)
                .build();
        assertThat(options.toBuilder().build()).isEqualTo(options).hasSameHashCodeAs(options);
        assertThat(options).isNotEqualTo(PyTorchOptions.defaults());
    }

    @Test
    void build_withNumbersThatCannotBe_namesThem() {
        assertThatThrownBy(() ->
                        PyTorchOptions.builder().require(Accelerator.CUDA, -1).build())
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("cuda deviceId = -1: must not be negative");
        assertThatThrownBy(() ->
                        PyTorchOptions.builder().prefer(Accelerator.MPS, 1).build())
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining("mps deviceId = 1: there is only one");
    }
}
