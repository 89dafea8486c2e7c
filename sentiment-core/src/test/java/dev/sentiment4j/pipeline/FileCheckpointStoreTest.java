package dev.sentiment4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store promises, of one in files; and what becomes of damage and crashes. */
class FileCheckpointStoreTest extends CheckpointStoreContract {
    @TempDir
    Path directory;

    @Override
    protected CheckpointStore store() {
        return new FileCheckpointStore(directory.resolve("deep/checkpoints"));
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("deep/checkpoints"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private void assertDamaged(String why) {
        assertThatThrownBy(() -> store().load("reddit"))
                .isInstanceOfSatisfying(CheckpointException.class, e -> assertThat(e.isRetriable())
                        .isFalse())
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("damaged")
                .hasMessageContaining(why)
                .hasMessageContaining("delete it")
                .hasMessageNotContaining("some place");
    }

    @Test
    void aFileCutAnywhere_isNoticed() throws Exception {
        store().save("reddit", "some place");
        byte[] whole = Files.readAllBytes(onlyFile());
        for (int length = 0; length < whole.length; length++) {
            Files.write(onlyFile(), java.util.Arrays.copyOf(whole, length));
            assertDamaged("");
        }
        Files.write(onlyFile(), whole);
        assertThat(store().load("reddit")).contains("some place");
    }

    @Test
    void aFlippedBitAnywhere_isNoticed() throws Exception {
        store().save("reddit", "some place");
        byte[] whole = Files.readAllBytes(onlyFile());
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 0x04;
            Files.write(onlyFile(), flipped);
            assertDamaged("");
        }
    }

    @Test
    void foreignAndBinaryFiles_areNoticed() throws Exception {
        store().save("reddit", "some place");
        Files.writeString(onlyFile(), "{}");
        assertDamaged("does not begin");
        Files.write(onlyFile(), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertDamaged("not UTF-8");
        Files.writeString(onlyFile(), "sentiment4j checkpoint 1\n");
        assertDamaged("second line");
    }

    @Test
    void anotherKeysFile_isNoticed() throws Exception {
        FileCheckpointStore store = new FileCheckpointStore(directory.resolve("a"));
        store.save("x", "some place");
        Path x;
        try (Stream<Path> files = Files.list(directory.resolve("a"))) {
            x = files.findFirst().orElseThrow();
        }
        store().save("reddit", "1");
        Files.copy(x, onlyFile(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertDamaged("another key");
    }

    @Test
    void aDamagedFile_isReplacedByASave_andDeletable() throws Exception {
        store().save("reddit", "some place");
        Files.writeString(onlyFile(), "");
        store().save("reddit", "2");
        assertThat(store().load("reddit")).contains("2");
        Files.writeString(onlyFile(), "");
        store().delete("reddit");
        assertThat(store().load("reddit")).isEmpty();
    }

    @Test
    void aHalfWrittenNewFile_isIgnored_andReplaced() throws Exception {
        store().save("reddit", "1");
        Path file = onlyFile();
        Files.writeString(file.resolveSibling(file.getFileName() + ".new"), "sentiment4j chec");
        assertThat(store().load("reddit")).contains("1");
        store().save("reddit", "2");
        assertThat(store().load("reddit")).contains("2");
        assertThat(onlyFile()).isEqualTo(file);
    }

    @Test
    void aDirectoryThatIsAFile_isSaid() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        FileCheckpointStore store = new FileCheckpointStore(file);
        for (ThrowingCallable use : List.<ThrowingCallable>of(() -> store.save("a", "1"), () -> store.load("a"))) {
            assertThatThrownBy(use)
                    .isInstanceOfSatisfying(CheckpointException.class, e -> assertThat(e.isRetriable())
                            .isFalse())
                    .hasMessageContaining("is a file");
        }
    }

    @Test
    void killedWhileItSaves_leavesAWholeCheckpoint_notOlderThanWhatReturned() throws Exception {
        for (int round = 0; round < 3; round++) {
            Path place = directory.resolve("killed" + round);
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Saver.class.getName(),
                            place.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int returned = 0;
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                while (returned < 20 + round) {
                    returned = Integer.parseInt(out.readLine());
                }
                // by its handle: the process itself would close the stream with what was written before
                process.toHandle().destroyForcibly();
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                for (String line = out.readLine(); line != null && line.matches("\\d+"); line = out.readLine()) {
                    returned = Math.max(returned, Integer.parseInt(line));
                }
            }
            String found = new FileCheckpointStore(place).load("place").orElseThrow();
            assertThat(found).hasSize(100_000);
            assertThat(Integer.parseInt(found.strip())).isGreaterThanOrEqualTo(returned);
        }
    }

    /** Saves until it is killed, and says what has returned. */
    static final class Saver {
        private Saver() {}

        public static void main(String[] args) {
            FileCheckpointStore store = new FileCheckpointStore(Path.of(args[0]));
            for (int i = 1; ; i++) {
                store.save("place", String.format("%100000d", i));
                System.out.println(i);
                System.out.flush();
            }
        }
    }
}
