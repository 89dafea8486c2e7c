package dev.sentiment4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostsTest {
    @TempDir
    Path directory;

    @Test
    void madeUp_isTheSameEveryTimeAndVaried() {
        List<String> posts = Posts.madeUp(1000);

        assertThat(posts).hasSize(1000).isEqualTo(Posts.madeUp(1000));
        assertThat(new HashSet<>(posts)).hasSizeGreaterThan(900);
        assertThat(posts.stream().mapToInt(p -> p.split(" ").length).average().orElseThrow())
                .isBetween(15.0, 27.0);
    }

    @Test
    void load_takesTheLastColumnAndRepeatsAShortFile() throws Exception {
        Path file = Files.writeString(directory.resolve("posts.tsv"), "label\ttext\npositive\tgood\nnegative\tbad\n");

        assertThat(Posts.load(file.toString(), 3)).containsExactly("good", "bad", "good");
    }
}
