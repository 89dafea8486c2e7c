package dev.sentiment4j.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PyTorchRuntimeTest {
    private static final String TRACE = """
            The following operation failed in the TorchScript interpreter.
            Traceback of TorchScript, serialized code (most recent call last):
              File "code/__torch__/model.py", line 8, in forward
            %s
            %s
            """;

    @Test
    void reason_ofAnOperator_isItsMessage() {
        assertThat(reason(
                        "    torch.embedding(weight, ids)\n    ~~~~~~ <--- HERE\n    ops.prim.RaiseException(\"x\")",
                        "RuntimeError: index out of range in self"))
                .isEqualTo("index out of range in self");
    }

    @Test
    void reason_ofARaise_isTheClassAlone() {
        assertThat(reason(
                        "    ops.prim.RaiseException(said, \"builtins.ValueError\")\n    ~~~~~~ <--- HERE",
                        "builtins.ValueError: a post\nRuntimeError: of two lines"))
                .isEqualTo("the model raised builtins.ValueError");
    }

    @Test
    void reason_ofARaiseWithoutAClass_saysNothingOfItsMessage() {
        assertThat(reason("    ops.prim.RaiseException(said)\n    ~~~~~~ <--- HERE", "RuntimeError: a post"))
                .isEqualTo("the model raised an exception");
    }

    private static String reason(String code, String error) {
        return PyTorchRuntime.reason(new IllegalStateException(TRACE.formatted(code, error)));
    }
}
