package dev.sentiment4j.examples.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sentiment4j.ModelLoadException;
import dev.sentiment4j.batch.Tuning;
import dev.sentiment4j.examples.analyze.terminal.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzeCommandTest {
    private final Cli cli = new Cli();

    @TempDir
    private Path dir;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(dir.resolve(name), content);
    }

    private static JsonObject json(String line) {
        return JsonParser.parseString(line).getAsJsonObject();
    }

    @Test
    void analyze_oneText_printsCard() {
        assertThat(cli.run("analyze", "so good")).isZero();
        assertThat(cli.out()).contains("so good", "POSITIVE", "score +0.850", "emotion", "joy", "toxicity", "fake:1");
        assertThat(cli.analyzer.closed).isTrue();
    }

    @Test
    void analyze_severalTexts_printsTableInOrder() {
        assertThat(cli.run("analyze", "so good", "so bad")).isZero();
        assertThat(cli.outLines()).hasSize(3);
        assertThat(cli.outLines().get(1)).startsWith("positive  +0.850").endsWith("so good");
        assertThat(cli.outLines().get(2)).startsWith("negative  -0.850").endsWith("so bad");
    }

    @Test
    void analyze_jsonl_hasExactlyTheDocumentedShape() {
        assertThat(cli.run("analyze", "--format", "jsonl", "so good")).isZero();
        assertThat(cli.out())
                .isEqualTo("{\"text\":\"so good\",\"label\":\"positive\",\"score\":0.85,\"confidence\":0.9,"
                        + "\"probabilities\":{\"negative\":0.05,\"neutral\":0.05,\"positive\":0.9},"
                        + "\"heads\":{\"emotion\":{\"label\":\"joy\",\"probabilities\":"
                        + "{\"joy\":0.7,\"anger\":0.23333,\"neutral\":0.07778}},\"toxicity\":0.01235},"
                        + "\"tokens\":7,\"tokensCut\":0,\"model\":\"fake:1\"}\n");
    }

    @Test
    void analyze_modelWithoutSentiment_leavesItOut() {
        cli.analyzer = new FakeAnalyzer(List.of(FakeAnalyzer.TOPICS));
        assertThat(cli.run("analyze", "--format", "jsonl", "x")).isZero();
        assertThat(json(cli.out()).keySet()).containsExactly("text", "heads", "tokens", "tokensCut", "model");
        assertThat(cli.out()).contains("\"topics\":{\"labels\":[\"sport\",\"food\"],\"probabilities\":{\"sport\":0.7,");
    }

    @Test
    void analyze_failedText_jsonHasTextAndError() {
        assertThat(cli.run("analyze", "--format", "jsonl", "good", "FAIL")).isEqualTo(1);
        assertThat(json(cli.outLines().get(1)).keySet()).containsExactly("text", "error");
        assertThat(cli.err()).contains("text 2: the engine failed on this text");
    }

    @Test
    void analyze_textBeginningWithAt_isText() {
        assertThat(cli.run("analyze", "--format", "jsonl", "@nobody good")).isZero();
        assertThat(json(cli.out()).get("text").getAsString()).isEqualTo("@nobody good");
    }

    @Test
    void analyze_textBeginningWithDash_needsDoubleDash() {
        assertThat(cli.run("analyze", "-5 stars")).isEqualTo(2);
        assertThat(cli.err()).contains("goes after --");
        assertThat(cli.run("analyze", "--", "-5 stars")).isZero();
    }

    @Test
    void analyze_loneSurrogate_isEscapedInJson() {
        assertThat(cli.run("analyze", "--format", "jsonl", "good \ud83d <b>")).isZero();
        assertThat(cli.out()).contains("good \\ud83d <b>");
        assertThat(json(cli.out()).get("text").getAsString()).isEqualTo("good \ud83d <b>");
    }

    @Test
    void analyze_heads_limitsOutput() {
        assertThat(cli.run("analyze", "--format", "csv", "--heads", "emotion", "good"))
                .isZero();
        assertThat(cli.out()).isEqualTo("text,emotion,tokens,tokens_cut,error\ngood,joy,4,0,\n");
    }

    @Test
    void analyze_unknownHead_listsThoseThereAre() {
        assertThat(cli.run("analyze", "--heads", "mood", "good")).isEqualTo(2);
        assertThat(cli.err()).contains("mood", "sentiment, emotion, toxicity");
    }

    @Test
    void analyze_standardInput_readsLines() {
        cli.input("good one\r\n\nbad one");
        assertThat(cli.run("analyze", "--format", "jsonl")).isZero();
        assertThat(cli.outLines()).hasSize(2);
        assertThat(json(cli.outLines().get(0)).get("text").getAsString()).isEqualTo("good one");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void analyze_standardInputOnTerminal_hintsAndPrintsCards() {
        cli.terminal = new Terminal(true, true, true, 80, false);
        cli.input("good\nbad\n");
        assertThat(cli.run("analyze")).isZero();
        assertThat(cli.err()).contains("Ctrl-D");
        assertThat(cli.out()).contains("POSITIVE", "NEGATIVE");
    }

    @Test
    void analyze_csv_keepsColumnsOrderAndQuotes() throws IOException {
        Path in = file("in.csv", "id,text,note\r\n1,\"good, \"\"very\"\"\nindeed\",a\r\n2,bad,\"b,c\"\r\n");
        assertThat(cli.run("analyze", "--input", in.toString())).isZero();
        assertThat(cli.out())
                .isEqualTo("id,text,note,label,score,confidence,p_negative,p_neutral,p_positive,emotion,toxicity,"
                        + "tokens,tokens_cut,error\n"
                        + "1,\"good, \"\"very\"\"\nindeed\",a,positive,0.85,0.9,0.05,0.05,0.9,joy,0.01235,19,0,\n"
                        + "2,bad,\"b,c\",negative,-0.85,0.9,0.9,0.05,0.05,joy,0.01235,3,0,\n");
        assertThat(cli.err())
                .contains("2 texts in", "texts/s", "positive", "50.0 %")
                .doesNotContain("\u001B");
    }

    @Test
    void analyze_tsv_takesQuotesLiterally() throws IOException {
        Path in = file("in.tsv", "label\ttext\npositive\t\"good, he said\nneutral\tsay \"hm\"\n");
        assertThat(cli.run("analyze", "--input", in.toString(), "-q")).isZero();
        assertThat(cli.outLines()).hasSize(3);
        assertThat(cli.outLines().get(0)).startsWith("label\ttext\tsentiment_label\tscore\t");
        assertThat(cli.outLines().get(1)).startsWith("positive\t\"good, he said\tpositive\t0.85\t");
        assertThat(cli.outLines().get(2)).startsWith("neutral\tsay \"hm\"\tneutral\t");
        assertThat(cli.err())
                .contains("a column 'label' already; the result's is 'sentiment_label'")
                .doesNotContain("texts/s");
    }

    @Test
    void analyze_jsonl_keepsObjectAndNumbersAsTheyWere() throws IOException {
        Path in =
                file("in.jsonl", "{\"id\":12345678901234567890,\"x\":1.10,\"text\":\"good\",\"n\":null}\n\"bad <3\"\n");
        assertThat(cli.run("analyze", "--input", in.toString(), "-q")).isZero();
        assertThat(cli.outLines().get(0))
                .startsWith("{\"id\":12345678901234567890,\"x\":1.10,\"text\":\"good\",\"n\":null,\"sentiment\":{"
                        + "\"label\":\"positive\"");
        assertThat(json(cli.outLines().get(1)).get("text").getAsString()).isEqualTo("bad <3");
    }

    @Test
    void analyze_csvToJsonl_nestsResult() throws IOException {
        Path in = file("in.csv", "id,text,sentiment\n7,good,old\n");
        assertThat(cli.run("analyze", "--input", in.toString(), "--format", "jsonl", "-q"))
                .isZero();
        JsonObject row = json(cli.out());
        assertThat(row.keySet()).containsExactly("id", "text", "sentiment", "sentiment_result");
        assertThat(row.getAsJsonObject("sentiment_result").get("label").getAsString())
                .isEqualTo("positive");
    }

    @Test
    void analyze_jsonlToCsv_tellsKeysThatHaveNoColumn() throws IOException {
        Path in = file("in.jsonl", "{\"text\":\"good\",\"id\":1}\n{\"text\":\"bad\",\"extra\":{\"a\":1}}\n");
        assertThat(cli.run("analyze", "--input", in.toString(), "--format", "csv"))
                .isZero();
        assertThat(cli.outLines().get(1)).startsWith("good,1,positive");
        assertThat(cli.outLines().get(2)).startsWith("bad,,negative");
        assertThat(cli.err()).contains("extra");
    }

    @Test
    void analyze_missingColumnOfASemicolonCsv_namesTheDelimiter() throws IOException {
        Path in = file("in.csv", "id;text\n1;good\n");
        assertThat(cli.run("analyze", "--input", in.toString())).isEqualTo(2);
        assertThat(cli.err()).contains("add --delimiter ';'");
    }

    @Test
    void analyze_brokenJson_saysSoInOwnWords() throws IOException {
        Path in = file("in.jsonl", "{\"text\":\"good\"}\n{broken\n");
        assertThat(cli.run("analyze", "--input", in.toString())).isEqualTo(1);
        assertThat(cli.err()).contains("line 2", "is not JSON").doesNotContain("JsonReader");
    }

    @Test
    void analyze_missingColumn_listsColumns() throws IOException {
        Path in = file("in.csv", "id,body\n1,good\n");
        assertThat(cli.run("analyze", "--input", in.toString())).isEqualTo(2);
        assertThat(cli.err())
                .contains("no column 'text'", "id, body", "--text-column")
                .doesNotContain("--delimiter", "--input-format");
        assertThat(cli.choice).isNull();
    }

    @Test
    void analyze_semicolons_hintsDelimiter() throws IOException {
        Path in = file("in.csv", "id;text\n1;good\n");
        assertThat(cli.run("analyze", "--input", in.toString())).isEqualTo(2);
        assertThat(cli.err()).contains("--delimiter ';'");
        assertThat(cli.run("analyze", "--input", in.toString(), "--delimiter", ";", "-q"))
                .isZero();
        assertThat(cli.out()).contains("1;good;positive;0.85");
    }

    @Test
    void analyze_raggedRows_areToldAndOthersGoOn() throws IOException {
        Path in = file("in.csv", "id,text\n1,good\n2\n3,bad,x\n4,good\n");
        assertThat(cli.run("analyze", "--input", in.toString())).isEqualTo(1);
        assertThat(cli.err())
                .contains("line 3: has 1 column, the header has 2", "line 4: has 3 columns", "2 texts in", "2 failed");
        assertThat(cli.outLines()).hasSize(5);
        assertThat(cli.outLines().get(2)).startsWith("2,,,").endsWith("\"has 1 column, the header has 2\"");
        assertThat(cli.outLines().get(4)).startsWith("4,good,positive");
    }

    @Test
    void analyze_manyFailures_tellsFirstTwentyAndCount() throws IOException {
        Path in = file("in.txt", "FAIL\n".repeat(30));
        assertThat(cli.run("analyze", "--input", in.toString())).isEqualTo(1);
        assertThat(cli.err()).contains("line 20: ", "and 10 more").doesNotContain("line 21: ");
    }

    @Test
    void analyze_byteOrderMark_isSkipped() throws IOException {
        Path in = file("in.csv", "\uFEFFtext\ngood\n");
        assertThat(cli.run("analyze", "--input", in.toString(), "-q")).isZero();
        assertThat(cli.out()).startsWith("text,label").contains("good,positive");
    }

    @Test
    void analyze_otherCharset_isToldWithLineAndReadWhenNamed() throws IOException {
        Path in = Files.write(
                dir.resolve("in.txt"), "fine\ngood caf\u00e9\ngood\n".getBytes(Charset.forName("windows-1252")));
        assertThat(cli.run("analyze", "--input", in.toString(), "--format", "jsonl"))
                .isEqualTo(1);
        assertThat(cli.err()).contains("line 2: holds bytes that are not UTF-8", "--charset");
        assertThat(cli.outLines()).hasSize(3);
        Cli named = new Cli();
        assertThat(named.run("analyze", "--input", in.toString(), "--format", "jsonl", "--charset", "windows-1252"))
                .isZero();
        assertThat(named.out()).contains("good caf\u00e9");
    }

    @Test
    void analyze_outputFile_formatFromName() throws IOException {
        Path in = file("in.txt", "good\nbad\n");
        Path out = dir.resolve("out.jsonl");
        Files.writeString(out, "old content that is longer than the new one".repeat(100));
        assertThat(cli.run("analyze", "--input", in.toString(), "--output", out.toString()))
                .isZero();
        assertThat(Files.readAllLines(out)).hasSize(2).allMatch(line -> line.startsWith("{\"text\":"));
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void analyze_outputIsInput_isRefused() throws IOException {
        Path in = file("in.txt", "good\n");
        Path link = Files.createSymbolicLink(dir.resolve("link.txt"), in);
        assertThat(cli.run("analyze", "--input", in.toString(), "--output", link.toString()))
                .isEqualTo(2);
        assertThat(Files.readString(in)).isEqualTo("good\n");
    }

    @Test
    void analyze_unwritableOutput_failsBeforeModelLoads() throws IOException {
        Path in = file("in.txt", "good\n");
        Path out = dir.resolve("missing").resolve("out.csv");
        assertThat(cli.run("analyze", "--input", in.toString(), "--output", out.toString()))
                .isEqualTo(3);
        assertThat(cli.err()).contains("cannot be written");
        assertThat(cli.choice).isNull();
    }

    @Test
    void analyze_modelDoesNotLoad_keepsOldOutputAndLeavesNoEmptyFile() throws IOException {
        Path in = file("in.txt", "good\n");
        Path old = file("old.csv", "precious");
        Path fresh = dir.resolve("fresh.csv");
        cli.opening = choice -> {
            throw new ModelLoadException("here", "weights are missing; restore model.onnx");
        };
        assertThat(cli.run("analyze", "--input", in.toString(), "--output", old.toString()))
                .isEqualTo(3);
        assertThat(cli.run("analyze", "--input", in.toString(), "--output", fresh.toString()))
                .isEqualTo(3);
        assertThat(old).hasContent("precious");
        assertThat(fresh).doesNotExist();
        assertThat(cli.err()).contains("restore model.onnx").doesNotContain("\tat ");
    }

    @Test
    void analyze_stacktraceAskedFor_showsIt() {
        cli.opening = choice -> {
            throw new ModelLoadException("here", "broken");
        };
        assertThat(cli.run("analyze", "--stacktrace", "good")).isEqualTo(3);
        assertThat(cli.err()).contains("\tat ");
    }

    @Test
    void analyze_missingInput_isUsage() {
        assertThat(cli.run("analyze", "--input", dir.resolve("none.csv").toString()))
                .isEqualTo(2);
        assertThat(cli.run("analyze", "--input", dir.toString(), "--input-format", "txt"))
                .isEqualTo(2);
        assertThat(cli.run("analyze", "text", "--input", "x.csv")).isEqualTo(2);
        assertThat(cli.run("analyze", "--input", "-", "--input-format", "xml")).isEqualTo(2);
        assertThat(cli.run("analyze", "--lanes", "0", "text")).isEqualTo(2);
    }

    @Test
    void analyze_brokenPipe_endsQuietly() throws IOException {
        Path in = file("in.txt", "good\n".repeat(5000));
        cli.broken = failing("Broken pipe");
        assertThat(cli.run("analyze", "--input", in.toString(), "--format", "jsonl"))
                .isZero();
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void analyze_fullDisk_tellsWhatIsKept() throws IOException {
        Path in = file("in.txt", "good\n".repeat(5000));
        cli.broken = failing("No space left on device");
        assertThat(cli.run("analyze", "--input", in.toString(), "--format", "jsonl"))
                .isEqualTo(3);
        assertThat(cli.err()).contains("No space left on device", "the first ", " rows are kept");
    }

    /** Takes 200 kB, then no more. */
    private static OutputStream failing(String message) {
        return new OutputStream() {
            private long room = 200_000;

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] b, int off, int len) throws IOException {
                room -= len;
                if (room < 0) {
                    throw new IOException(message);
                }
            }
        };
    }

    @Test
    void analyze_interrupted_keepsWhatWasDone() throws IOException {
        Path in = file("in.txt", "good\n".repeat(1500) + "INTERRUPT\n" + "good\n".repeat(1500));
        Path out = dir.resolve("out.csv");
        assertThat(cli.run("analyze", "--input", in.toString(), "--output", out.toString(), "--format", "csv"))
                .isEqualTo(130);
        assertThat(Files.readAllLines(out)).hasSize(1 + 1024);
        assertThat(cli.err()).contains("interrupted after 1,024 rows");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(cli.analyzer.closed).isTrue();
    }

    @Test
    void analyze_largeFile_goesInChunksAndKeepsOrder() throws IOException {
        String lines = IntStream.range(0, 5000).mapToObj(i -> "text " + i).collect(Collectors.joining("\n"));
        Path in = file("in.txt", lines);
        assertThat(cli.run("analyze", "--input", in.toString(), "--format", "csv", "-q"))
                .isZero();
        assertThat(cli.analyzer.calls).hasSize(5).allMatch(n -> n <= 1024);
        assertThat(cli.outLines()).hasSize(5001);
        List<String> rows = cli.outLines();
        assertThat(IntStream.range(0, 5000)).allMatch(i -> rows.get(i + 1).startsWith("text " + i + ","));
    }

    @Test
    void analyze_controlCharacters_neverReachTheTerminal() {
        cli.terminal = new Terminal(false, true, true, 80, true);
        String evil = "good \u001B[2J\u0007\u009b31m \u202Eabc";
        for (String format : List.of("table", "jsonl", "csv")) {
            Cli one = new Cli();
            one.terminal = new Terminal(false, true, true, 80, false);
            assertThat(one.run("analyze", "--format", format, evil, "FAIL " + evil))
                    .isEqualTo(1);
            assertThat(one.out() + one.err()).as(format).doesNotContain("\u001B", "\u0007", "\u009b", "\u202E");
        }
        assertThat(cli.run("analyze", evil)).isZero();
        assertThat(cli.out()).doesNotContain("\u001B[2J", "\u0007");
    }

    @Test
    void analyze_table_fitsTheTerminal() {
        cli.terminal = new Terminal(false, true, true, 60, false);
        assertThat(cli.run("analyze", "good ".repeat(50), "\u4f60\u597d".repeat(40)))
                .isZero();
        assertThat(cli.outLines())
                .allMatch(line -> dev.sentiment4j.examples.analyze.terminal.DisplayWidth.of(line) <= 60);
        assertThat(cli.outLines().get(1)).endsWith("\u2026");
    }

    @Test
    void analyze_progress_onlyOnTerminalWhenRowsGoElsewhere() throws IOException {
        Path in = file("in.txt", "good\n".repeat(3000));
        cli.terminal = new Terminal(false, false, true, 80, false);
        assertThat(cli.run("analyze", "--input", in.toString(), "--format", "jsonl"))
                .isZero();
        assertThat(cli.err()).contains("Analyzing", "\r");
        assertThat(cli.out()).doesNotContain("Analyzing");
        Cli piped = new Cli();
        assertThat(piped.run("analyze", "--input", in.toString(), "--format", "jsonl"))
                .isZero();
        assertThat(piped.err()).doesNotContain("Analyzing", "\r");
    }

    @Test
    void analyze_fallbackForNobody_isUsage() {
        assertThat(cli.run("analyze", "--fallback", "f", "x")).isEqualTo(2);
        assertThat(cli.err()).contains("name the engine to prefer with --backend");
    }

    @Test
    void analyze_options_reachTheLibrary() {
        assertThat(cli.run(
                        "analyze",
                        "--model",
                        "m",
                        "--backend",
                        "b",
                        "--fallback",
                        "f",
                        "--lanes",
                        "3",
                        "--tuning",
                        "t",
                        "x"))
                .isZero();
        assertThat(cli.choice)
                .isEqualTo(new AnalyzerFactory.ModelChoice("m", "b", "f", 3, Tuning.remembered(Path.of("t"))));
    }

    @Test
    void analyze_emptyFile_isDoneForTextsAndRefusedForTables() throws IOException {
        assertThat(cli.run("analyze", "--input", file("a.txt", "").toString())).isZero();
        assertThat(cli.run("analyze", "--input", file("a.csv", "").toString())).isEqualTo(2);
        assertThat(cli.run("analyze", "--input", file("a.tsv", "\n").toString()))
                .isEqualTo(2);
        assertThat(cli.run("analyze", "--input", file("a.jsonl", "").toString()))
                .isZero();
        assertThat(cli.err()).contains("is empty");
    }

    @Test
    void analyze_utf16WithMark_isRead() throws IOException {
        Path in = Files.write(dir.resolve("in.txt"), "\uFEFFgood\nbad\n".getBytes(StandardCharsets.UTF_16LE));
        assertThat(cli.run("analyze", "--input", in.toString(), "--format", "csv", "-q"))
                .isZero();
        assertThat(cli.outLines().get(1)).startsWith("good,positive");
    }
}
