package dev.sentiment4j.instagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.http.Secret;
import dev.sentiment4j.pipeline.FileCheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps docs/instagram.md true to the code: its example, and every row of its tables of options. */
class InstagramDocsTest {
    private static final Path DOCS = Path.of("..", "..", "docs", "instagram.md");
    private static final Path SELF = Path.of("src/test/java/dev/sentiment4j/instagram/InstagramDocsTest.java");
    private static final Path MAIN = Path.of("src/main/java/dev/sentiment4j/instagram");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?!static )\\S+;");

    // @formatter:off
    static InstagramSource source(String token, String userId, Path directory) {
        InstagramClient client = new InstagramClient(InstagramClientOptions.builder(Secret.of(token)).build());
        InstagramSource source = new InstagramSource(
                client,
                InstagramSourceOptions.builder(userId).hashtags(List.of("acme")).commentsOfLatest(10).build(),
                new FileCheckpointStore(directory));
        return source;
    }
    // @formatter:on

    @Test
    void docs_showOnlyWhatIsCompiledHere() throws IOException {
        String page = Files.readString(DOCS);
        String shown = page.substring(page.indexOf("```java\n") + 8);
        String code = squeezed(
                IMPORT.matcher(shown.substring(0, shown.indexOf("```"))).replaceAll(""));
        assertThat(code).contains("InstagramSourceOptions");
        assertThat(squeezed(Files.readString(SELF))).contains(code);
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }

    /** Whoever copies the first example needs no guess about packages. */
    @Test
    void docs_importWhatTheirFirstExampleNames() throws IOException {
        String page = Files.readString(DOCS);
        String shown = page.substring(page.indexOf("```java\n") + 8);
        shown = shown.substring(0, shown.indexOf("```"));
        Set<String> known = new TreeSet<>(IMPORT.matcher(Files.readString(SELF))
                .results()
                .map(MatchResult::group)
                .toList());
        try (Stream<Path> own = Files.list(MAIN)) {
            own.map(file -> file.getFileName().toString().replace(".java", ""))
                    .forEach(type -> known.add("import dev.sentiment4j.instagram." + type + ";"));
        }
        String code = IMPORT.matcher(shown).replaceAll("");
        assertThat(IMPORT.matcher(shown).results().map(MatchResult::group))
                .containsExactlyInAnyOrderElementsOf(known.stream()
                        .filter(line -> Pattern.compile("(?<!\\.)\\b" + line.replaceAll(".*\\.|;", "") + "\\b")
                                .matcher(code)
                                .find())
                        .toList());
    }

    @Test
    void docs_listEveryOption() throws IOException {
        Set<String> documented = new TreeSet<>();
        boolean in = false;
        for (String line : Files.readAllLines(DOCS)) {
            in = in ? line.startsWith("|") : line.matches("\\| `Instagram(Source|Client)Options`.*");
            if (in && line.startsWith("| `") && !line.contains("| Unit |")) {
                documented.add(line.split("`", -1)[1]);
            }
        }
        assertThat(documented)
                .isEqualTo(Stream.of(InstagramSourceOptions.Builder.class, InstagramClientOptions.Builder.class)
                        .flatMap(type ->
                                Stream.of(type.getDeclaredMethods()).filter(method -> method.getReturnType() == type))
                        .map(method -> method.getName())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void checklist_linksTestsThatAreThere() throws IOException {
        List<MatchResult> links = Pattern.compile("\\[`(\\w+)`]\\(\\.\\./(\\S+\\.java)\\)")
                .matcher(Files.readString(DOCS))
                .results()
                .toList();
        assertThat(links).hasSizeGreaterThan(35);
        for (MatchResult link : links) {
            assertThat(Files.readString(DOCS.resolveSibling("..").resolve(link.group(2))))
                    .as(link.group(1))
                    .contains("void " + link.group(1) + "(");
        }
    }

    @Test
    void docs_linkPagesThatAreThere() throws IOException {
        assertThat(Pattern.compile("\\]\\((?!http)([^)#]+)")
                        .matcher(Files.readString(DOCS))
                        .results()
                        .map(link -> DOCS.resolveSibling(link.group(1))))
                .isNotEmpty()
                .allSatisfy(page -> assertThat(page).isRegularFile());
    }
}
