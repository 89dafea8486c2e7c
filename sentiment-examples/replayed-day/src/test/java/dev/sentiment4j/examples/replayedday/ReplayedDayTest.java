package dev.sentiment4j.examples.replayedday;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.alert.Alert;
import dev.sentiment4j.alert.AlertState;
import dev.sentiment4j.lexicon.LexiconAnalyzer;
import dev.sentiment4j.pipeline.Post;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReplayedDayTest {
    @Test
    void posts_areTheSameForTheSameSeed_andInOrder() {
        List<Post> posts = MadeUpDay.posts(3, 5);
        assertThat(posts).isEqualTo(MadeUpDay.posts(3, 5)).isNotEqualTo(MadeUpDay.posts(3, 6));
        assertThat(posts.size()).isBetween(4_200, 5_400);
        List<Post> outage = new ArrayList<>(posts);
        outage.removeIf(post -> post.text().isEmpty());
        assertThat(outage).hasSize(posts.size());
        assertThat(posts).extracting(Post::key).doesNotHaveDuplicates();
    }

    @Test
    void outage_isFound_withItsProduct_andNothingElse() throws Exception {
        StringWriter printed = new StringWriter();
        ReplayedDay.Day day;
        try (LexiconAnalyzer analyzer = LexiconAnalyzer.create()) {
            day = ReplayedDay.replay(MadeUpDay.posts(6, 7), analyzer, new Table(new PrintWriter(printed)));
        }
        assertThat(day.windows()).hasSize(48);
        List<Alert> fired = day.alerts().stream()
                .filter(alert -> alert.state() == AlertState.FIRING)
                .toList();
        assertThat(fired).extracting(Alert::rule).contains("unhappy product", "leaving");
        for (Alert alert : fired) {
            Duration at = Duration.between(MadeUpDay.START, alert.updatedAt());
            assertThat(at).as(alert.id()).isBetween(MadeUpDay.OUTAGE_FROM, MadeUpDay.OUTAGE_TO.plusMinutes(30));
            assertThat(alert.cell().value("product").orElse(MadeUpDay.BROKEN)).isEqualTo(MadeUpDay.BROKEN);
        }
        assertThat(day.alerts().stream().filter(alert -> alert.state() == AlertState.RESOLVED))
                .hasSameSizeAs(fired);
        assertThat(printed.toString()).contains(">>> unhappy product firing for product=phone");
    }

    @Test
    void run_drawsAChart(@TempDir Path directory) throws Exception {
        Path chart = directory.resolve("day.png");
        StringWriter printed = new StringWriter();
        int code = new CommandLine(new ReplayedDay())
                .setOut(new PrintWriter(printed))
                .execute("--lexicon", "--posts-per-minute", "1", "--chart", chart.toString());
        assertThat(code).isZero();
        BufferedImage image = ImageIO.read(chart.toFile());
        assertThat(image.getWidth()).isGreaterThan(1000);
        assertThat(Files.size(chart)).isGreaterThan(10_000);
        assertThat(printed.toString().lines()).hasSizeGreaterThan(49);
        assertThat(new CommandLine(new ReplayedDay())
                        .setErr(new PrintWriter(new StringWriter()))
                        .execute("--posts-per-minute", "0"))
                .isEqualTo(2);
    }
}
