package dev.sentiment4j.examples.analyze.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadersTest {
    private static List<Row> read(InputFormat format, byte[] bytes) throws IOException {
        // One byte at a time: nothing may depend on how the bytes happen to arrive.
        InputStream trickle = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] b, int off, int len) {
                return super.read(b, off, Math.min(1, len));
            }
        };
        List<Row> rows = new ArrayList<>();
        try (RowReader reader = format.open(trickle, null, "text", ',')) {
            for (Row row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<Row> read(InputFormat format, String text) throws IOException {
        return read(format, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(Object... parts) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof Integer b) {
                out.write(b);
            } else {
                out.writeBytes(((String) part).getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }

    @Test
    void txt_endsLinesWithLfOrCrLf() throws IOException {
        assertThat(read(InputFormat.txt, "a\r\nb\rc\n\n \nd \ud83d\ude00"))
                .extracting(Row::number, Row::text)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, "a"),
                        org.assertj.core.groups.Tuple.tuple(2L, "b\rc"),
                        org.assertj.core.groups.Tuple.tuple(5L, "d \ud83d\ude00"));
    }

    @Test
    void txt_malformedBytes_failTheirRowOnly() throws IOException {
        List<Row> rows = read(InputFormat.txt, bytes("\uFFFD genuine\n", "bad ", 0xE9, 0xE9, "\n", "ok\n", 0xF0, 0x9F));
        assertThat(rows).extracting(r -> r.problem() == null).containsExactly(true, false, true, false);
        assertThat(rows.get(1).problem()).contains("not UTF-8", "--charset");
    }

    @Test
    void csv_malformedBytesInAnyColumn_failTheirRowOnly() throws IOException {
        List<Row> rows = read(
                InputFormat.csv,
                bytes("id,text\n", 0xFF, ",one\n", "2,\"two\n", 0xFF, "\"\n", "\uFFFD,three\n4,four\n"));
        assertThat(rows).extracting(r -> r.problem() == null).containsExactly(false, false, true, true);
        assertThat(rows).extracting(Row::number).containsExactly(2L, 3L, 5L, 6L);
    }

    @Test
    void csv_unclosedQuote_isToldWithItsLine() throws IOException {
        List<Row> rows = read(InputFormat.csv, "id,text\n1,fine\n2,\"never closed\n3,x\n");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).number()).isEqualTo(3);
        assertThat(rows.get(1).problem()).contains("ends inside quotes", "--input-format tsv");
    }

    @Test
    void csv_charactersAfterQuote_areKept() throws IOException {
        assertThat(read(InputFormat.csv, "text,n\n\"a\"b,1\nc \"d\" e,2\n"))
                .extracting(Row::text)
                .containsExactly("ab", "c \"d\" e");
    }

    @Test
    void csv_columnNameInOtherCase_isFound() throws IOException {
        assertThat(read(InputFormat.csv, "ID, Text \n1,a\n"))
                .extracting(Row::text)
                .containsExactly("a");
        assertThatThrownBy(() -> read(InputFormat.csv, "text,text\na,b\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("two columns");
    }

    @Test
    void tsv_keepsEmptyTrailingColumns() throws IOException {
        List<Row> rows = read(InputFormat.tsv, "text\ta\tb\nx\t\t\r\ny\t1\n");
        assertThat(rows.get(0).values()).containsExactly("x", "", "");
        assertThat(rows.get(1).problem()).isEqualTo("has 2 columns, the header has 3");
    }

    @Test
    void jsonl_badLines_areRowsWithProblems() throws IOException {
        List<Row> rows = read(
                InputFormat.jsonl,
                "{\"text\":\"a\"}\nnonsense\n{\"text\":1}\n{\"body\":\"b\"}\n[1]\n{\"text\":\"a\"} {}\n{\"text\":\"z\n"
                        + "\"just text\"\n" + "[".repeat(100_000) + "\n{\"text\":\"last\"}\n");
        assertThat(rows)
                .extracting(r -> r.problem() == null)
                .containsExactly(true, false, false, false, false, false, false, true, false, true);
        assertThat(rows.get(1).problem()).contains("is not JSON");
        assertThat(rows.get(3).problem()).contains("has no 'text'", "body");
        assertThat(rows.get(9).text()).isEqualTo("last");
    }

    @Test
    void jsonl_firstLineWithoutTheKey_isRefused() {
        assertThatThrownBy(() -> read(InputFormat.jsonl, "{\"body\":\"b\"}\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("body");
    }

    @Test
    void format_isKnownByExtension() {
        assertThat(InputFormat.of(java.nio.file.Path.of("a.b/X.CSV"))).contains(InputFormat.csv);
        assertThat(InputFormat.of(java.nio.file.Path.of("x.ndjson"))).contains(InputFormat.jsonl);
        assertThat(InputFormat.of(java.nio.file.Path.of("tsv"))).isEmpty();
    }

    @Test
    void queue_deliversAllRowsInOrderWhateverTheCapacity() throws Exception {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            texts.add("t" + i);
        }
        for (boolean fill : new boolean[] {true, false}) {
            List<String> seen = new ArrayList<>();
            try (RowQueue queue = new RowQueue(new TextRows(texts), 7)) {
                for (List<Row> rows = queue.take(5, fill); !rows.isEmpty(); rows = queue.take(5, fill)) {
                    assertThat(rows.size()).isBetween(1, 5);
                    rows.forEach(row -> seen.add(row.text()));
                }
                assertThat(queue.isComplete()).isTrue();
                assertThat(queue.rowsRead()).isEqualTo(1000);
            }
            assertThat(seen).isEqualTo(texts);
        }
    }

    @Test
    void queue_brokenInput_deliversRowsBeforeTheFailure() throws Exception {
        InputStream broken = new java.io.SequenceInputStream(
                new ByteArrayInputStream("a\nb\n".getBytes(StandardCharsets.UTF_8)), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("device gone");
                    }
                });
        try (RowQueue queue = new RowQueue(InputFormat.txt.open(broken, null, "text", ','), 10)) {
            assertThat(queue.take(10, true)).hasSize(2);
            assertThatThrownBy(() -> queue.take(10, true))
                    .isInstanceOf(IOException.class)
                    .hasMessage("device gone");
        }
    }

    @Test
    void rounded_neverScientific() {
        assertThat(Numbers.rounded(0.00001).toString()).isEqualTo("0.00001");
        assertThat(Numbers.rounded(1e-9).toString()).isEqualTo("0.0");
        assertThat(Numbers.rounded(-0.0).toString()).isEqualTo("0.0");
        assertThat(Numbers.rounded(1).toString()).isEqualTo("1.0");
        assertThat(Numbers.rounded(-0.123456).toString()).isEqualTo("-0.12346");
    }
}
