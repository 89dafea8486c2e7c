package dev.sentiment4j.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    private static JsonNode read(String text) throws BadJsonException {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"a\":2}|has a key twice, at byte 10",
                "{\"a\":1} x|is not JSON, at byte 8",
                "{\"a\":1} {}|is not JSON",
                "{\"a\":|is not JSON, at byte 5",
                "<html>secret words</html>|is not JSON, at byte 0",
                "` `|is empty where JSON was expected",
                "{\"a\":NaN}|is not JSON",
            })
    void read_ofWhatBreaksARule_saysWhichAndNeverQuotes(String text, String expected) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(BadJsonException.class)
                .hasMessageStartingWith(expected)
                .hasMessageNotContaining("secret");
    }

    @Test
    void read_ofInvalidUtf8_saysSo() {
        byte[] bytes = {'{', '"', 'a', '"', ':', '"', (byte) 0xc3, '"', '}'};
        assertThatThrownBy(() -> Json.read(bytes)).hasMessageContaining("UTF-8");
    }

    @Test
    void read_ofDeepNesting_isRefused_upToTheLimitNot() throws Exception {
        assertThat(read("[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH)).isArray())
                .isTrue();
        assertThatThrownBy(() -> read("[".repeat(100_000) + "]".repeat(100_000)))
                .hasMessageStartingWith("nests deeper than 64 levels");
        assertThatThrownBy(() -> read("1".repeat(1_000_000))).hasMessageContaining("too long");
    }

    @Test
    void fields_areReadWhicheverWayTheyAreWritten() throws Exception {
        JsonNode node = read("{\"n\":\"42\",\"s\":42,\"nil\":null,\"new\":\"x\",\"t\":\"2026-08-01T10:00:00+0000\","
                + "\"u\":\"2026-08-01T10:00:00.000Z\",\"o\":{}}");
        assertThat(Json.integer(node, "n")).hasValue(42);
        assertThat(Json.text(node, "s")).contains("42");
        assertThat(Json.text(node, "nil")).isEmpty();
        assertThat(Json.text(node, "nil", "old", "new")).contains("x");
        assertThat(Json.text(node, "o")).isEmpty();
        assertThat(Json.integer(node, "new")).isEmpty();
        assertThat(Json.instant(node, "t")).contains(Instant.parse("2026-08-01T10:00:00Z"));
        assertThat(Json.instant(node, "u")).isEqualTo(Json.instant(node, "t"));
        assertThat(Json.instant(node, "new")).isEmpty();
    }
}
