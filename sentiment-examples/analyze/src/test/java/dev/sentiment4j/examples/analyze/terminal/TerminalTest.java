package dev.sentiment4j.examples.analyze.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private static Terminal detect(String ttys, String columns, Map<String, String> environment) {
        Properties properties = new Properties();
        properties.setProperty("sentiment.terminal", ttys);
        properties.setProperty("sentiment.columns", columns);
        return Terminal.detect(properties, environment);
    }

    @Test
    void detect_takesTheScriptsWord() {
        assertThat(detect("out,err,", "132", Map.of())).isEqualTo(new Terminal(false, true, true, 132, true));
        assertThat(detect("", "", Map.of())).isEqualTo(new Terminal(false, false, false, 100, true));
        assertThat(detect("in", "0", Map.of()).columns()).isEqualTo(40);
    }

    @Test
    void detect_respectsNoColor() {
        assertThat(detect("out", "80", Map.of("NO_COLOR", "1")).outPalette().on())
                .isFalse();
        assertThat(detect("out", "80", Map.of("NO_COLOR", "")).outPalette().on())
                .isTrue();
        assertThat(detect("out", "80", Map.of("TERM", "dumb")).outPalette().on())
                .isFalse();
        assertThat(detect("err", "80", Map.of()).outPalette().on()).isFalse();
    }

    @Test
    void bar_hasAlwaysTheSameWidth() {
        for (double share : new double[] {0, 0.001, 0.33, 0.5, 0.999, 1}) {
            assertThat(Bar.of(share, 20)).hasSize(20);
        }
        assertThat(Bar.of(0.001, 20)).startsWith("\u258f");
        assertThat(Bar.of(0, 20)).isBlank();
    }

    @Test
    void score_hasASignButNoNegativeZero() {
        assertThat(Bar.score(-0.0001)).isEqualTo("+0.000");
        assertThat(Bar.score(-1)).isEqualTo("-1.000");
    }
}
