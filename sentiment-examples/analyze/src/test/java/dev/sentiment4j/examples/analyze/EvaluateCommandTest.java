package dev.sentiment4j.examples.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
    private static final String TSV = "label\ttext\n"
            + "positive\tgood\npositive\tgood\npositive\tbad\nNegative\tbad\nneutral\thm\nneutral\tgood\n";

    private final Cli cli = new Cli();

    @TempDir
    private Path dir;

    private String file(String name, String content) throws IOException {
        return Files.writeString(dir.resolve(name), content).toString();
    }

    @Test
    void evaluate_table_showsFiguresAndMatrix() throws IOException {
        assertThat(cli.run("evaluate", "--input", file("v.tsv", TSV), "--label-column", "label"))
                .isZero();
        assertThat(cli.out())
                .contains("v.tsv: 6 texts, model fake:1", "accuracy", "66.7 %", "macro recall", "72.2 %", "ECE");
        assertThat(cli.outLines()).anyMatch(line -> line.matches("\\s+positive\\s+1\\s+0\\s+2"));
    }

    @Test
    void evaluate_json_holdsEverything() throws IOException {
        assertThat(cli.run("evaluate", "-i", file("v.tsv", TSV), "--label-column", "label", "--format", "json"))
                .isZero();
        JsonObject json = JsonParser.parseString(cli.out()).getAsJsonObject();
        assertThat(json.get("accuracy").getAsDouble()).isEqualTo(0.66667);
        assertThat(json.get("macroRecall").getAsDouble()).isEqualTo(0.72222);
        // F1: negative 2/3, neutral 2/3, positive 2/3
        assertThat(json.get("macroF1").getAsDouble()).isEqualTo(0.66667);
        assertThat(json.getAsJsonObject("confusion")
                        .getAsJsonObject("neutral")
                        .get("positive")
                        .getAsInt())
                .isEqualTo(1);
    }

    @Test
    void evaluate_unknownLabels_areTold() throws IOException {
        String in = file("v.csv", "text,label\ngood,positive\nbad,mixed\n");
        assertThat(cli.run("evaluate", "-i", in, "--label-column", "label")).isEqualTo(1);
        assertThat(cli.err()).contains("line 3: label 'mixed'", "--label-map");
        assertThat(cli.out()).contains("1 text (1 row failed)");
        assertThat(cli.analyzer.calls).containsExactly(1);
    }

    @Test
    void evaluate_numbers_areRefusedWithRemedyOrMapped() throws IOException {
        String in = file("v.csv", "text,label\ngood,2\nbad,0\n");
        assertThat(cli.run("evaluate", "-i", in, "--label-column", "label")).isEqualTo(2);
        assertThat(cli.err()).contains("'0', '2'", "--label-map 0=negative");
        assertThat(cli.out()).isEmpty();
        Cli mapped = new Cli();
        assertThat(mapped.run(
                        "evaluate",
                        "-i",
                        in,
                        "--label-column",
                        "label",
                        "--label-map",
                        "0=negative,1=neutral,2=positive"))
                .isZero();
        assertThat(mapped.out()).contains("100.0 %");
    }

    @Test
    void evaluate_badLabelMap_isUsage() throws IOException {
        String in = file("v.csv", "text,label\ngood,2\n");
        assertThat(cli.run("evaluate", "-i", in, "--label-column", "label", "--label-map", "2=great"))
                .isEqualTo(2);
        assertThat(cli.err()).contains("'great' is no sentiment");
    }

    @Test
    void evaluate_missingLabelColumn_listsColumns() throws IOException {
        String in = file("v.csv", "text,gold\ngood,positive\n");
        assertThat(cli.run("evaluate", "-i", in, "--label-column", "label")).isEqualTo(2);
        assertThat(cli.err()).contains("text, gold", "--label-column");
        assertThat(cli.run("evaluate", "-i", file("v.txt", "good\n"), "--label-column", "label"))
                .isEqualTo(2);
        assertThat(cli.run("evaluate", "--label-column", "label")).isEqualTo(2);
    }

    @Test
    void evaluate_jsonl_readsLabelsFromKeys() throws IOException {
        String in = file("v.jsonl", "{\"text\":\"good\",\"gold\":\"POSITIVE\"}\n{\"text\":\"bad\"}\n");
        assertThat(cli.run("evaluate", "-i", in, "--label-column", "gold")).isEqualTo(1);
        assertThat(cli.err()).contains("line 2: has no 'gold'");
    }

    @Test
    void evaluate_modelWithoutSentiment_isRefused() throws IOException {
        cli.analyzer = new FakeAnalyzer(List.of(FakeAnalyzer.EMOTION));
        assertThat(cli.run("evaluate", "-i", file("v.tsv", TSV), "--label-column", "label"))
                .isEqualTo(3);
        assertThat(cli.err()).contains("has no sentiment");
    }

    @Test
    void evaluate_plot_writesPicture() throws IOException {
        Path png = dir.resolve("plot.png");
        assertThat(cli.run("evaluate", "-i", file("v.tsv", TSV), "--label-column", "label", "--plot", png.toString()))
                .isZero();
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isEqualTo(2000);
        assertThat(cli.err()).contains("plot.png");
    }

    @Test
    void evaluate_unwritablePlot_isToldBeforeTheWork() throws IOException {
        String png = dir.resolve("none").resolve("plot.png").toString();
        assertThat(cli.run("evaluate", "-i", file("v.tsv", TSV), "--label-column", "label", "--plot", png))
                .isEqualTo(3);
        assertThat(cli.choice).isNull();
    }
}
