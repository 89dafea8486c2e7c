package dev.sentiment4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.SentimentResult;
import dev.sentiment4j.text.TextProfiles;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The document's examples, run; its table is that of the metadata, and its properties are there. */
class SpringDocsTest {
    private static final Path DOCUMENT = Path.of("../../docs/spring-boot.md");
    private static final List<Path> SOURCES = List.of(
            Path.of("src/test/java/dev/sentiment4j/spring/SpringDocsTest.java"),
            Path.of(
                    "../sentiment-spring-boot-starter-test/src/test/java/dev/sentiment4j/spring/test/MoodServiceTest.java"));

    // @formatter:off
    @RestController
    static
    class MoodController {
        private final SentimentAnalyzer analyzer;

        MoodController(SentimentAnalyzer analyzer) {
            this.analyzer = analyzer;
        }

        @GetMapping("/mood")
        Map<String, Object> mood(@RequestParam String text) {
            SentimentResult result = analyzer.analyze(text);
            return Map.of("label", result.label().id(), "score", result.score());
        }
    }

    @Service
    static
    class Desk {
        final SentimentAnalyzer general;
        final SentimentAnalyzer support;

        Desk(SentimentAnalyzer analyzer, @Qualifier("support") SentimentAnalyzer support) {
            this.general = analyzer;
            this.support = support;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customized {
        @Bean
        SentimentAnalyzerBuilderCustomizer cardiff() {
            return (name, builder) -> builder.textProfile(TextProfiles.cardiff());
        }
    }
    // @formatter:on

    @Test
    void controllerAndService_getTheirAnalyzers() {
        Contexts.scripted()
                .withUserConfiguration(MoodController.class, Desk.class)
                .withPropertyValues("sentiment.analyzers.support.backend=onnx")
                .run(context -> {
                    assertThat(context.getBean(MoodController.class).mood("fine"))
                            .containsEntry("label", "positive");
                    assertThat(context.getBean(Desk.class).general.info().name())
                            .isEqualTo("sentiment");
                    assertThat(context.getBean(Desk.class).support.info().name())
                            .isEqualTo("support");
                });
    }

    @Test
    void customizer_changesTheProfile() {
        Contexts.real().withUserConfiguration(Customized.class).run(context -> assertThat(
                        context.getBean(SentimentAnalyzer.class).info().profile())
                .isEqualTo(TextProfiles.cardiff().id()));
    }

    @Test
    void document_showsOnlyWhatStandsHere() throws Exception {
        StringBuilder sources = new StringBuilder();
        for (Path source : SOURCES) {
            sources.append(Files.readString(source));
        }
        int shown = 0;
        for (String block : blocks("java")) {
            shown++;
            block.lines().map(String::strip).filter(line -> line.length() > 1).forEach(line -> assertThat(
                            sources.toString())
                    .contains(line));
        }
        assertThat(shown).isEqualTo(4);
    }

    @Test
    void document_namesOnlyPropertiesThatThereAre() throws Exception {
        Map<String, JsonObject> known = metadata();
        for (String block : blocks("properties")) {
            Properties properties = new Properties();
            properties.load(new StringReader(block));
            assertThat(properties.stringPropertyNames())
                    .filteredOn(name -> name.startsWith("sentiment."))
                    .allSatisfy(name -> assertThat(known)
                            .containsKey(name.replaceFirst("^sentiment\\.analyzers\\.\\w+\\.", "sentiment.analyzer.")
                                    .replaceFirst("\\[\\d+]\\.\\w+$", "")));
        }
        // meters have names of the same form
        String text = Files.readString(DOCUMENT).replaceAll("(?m)^\\| `[a-z.]+` \\| (gauge|counter) \\|.*$", "");
        Matcher named =
                Pattern.compile("`(sentiment\\.[a-z.-]+[a-z])(=[^`]*)?`").matcher(text);
        while (named.find()) {
            String name = named.group(1);
            assertThat(known.keySet())
                    .as(name)
                    .anyMatch(property -> property.equals(name) || property.startsWith(name + "."));
        }
    }

    @Test
    void document_hasTheTableOfTheMetadata() throws Exception {
        String table = metadata().values().stream().map(SpringDocsTest::row).collect(Collectors.joining("\n"));
        String document = Files.readString(DOCUMENT);
        int from = document.indexOf("<!-- properties -->");
        int to = document.indexOf("<!-- /properties -->");
        assertThat(document.substring(from, to))
                .isEqualTo("<!-- properties -->\n| Property | Default | |\n|---|---|---|\n" + table + "\n");
    }

    private static String row(JsonObject property) {
        JsonElement value = property.get("defaultValue");
        String shown = value == null
                ? ""
                : value.isJsonArray()
                        ? StreamSupport.stream(value.getAsJsonArray().spliterator(), false)
                                .map(JsonElement::getAsString)
                                .collect(Collectors.joining(","))
                        : value.getAsString();
        return "| `" + property.get("name").getAsString() + "` | " + (shown.isEmpty() ? "" : "`" + shown + "` ") + "| "
                + property.get("description").getAsString() + " |";
    }

    @Test
    void metadata_describesEverything() throws Exception {
        assertThat(metadata().values()).hasSizeGreaterThan(100).allSatisfy(property -> {
            assertThat(property.has("description"))
                    .as(property.get("name").getAsString())
                    .isTrue();
            assertThat(property.get("description").getAsString()).endsWith(".");
        });
    }

    private static Map<String, JsonObject> metadata() throws Exception {
        Map<String, JsonObject> properties = new TreeMap<>();
        try (var in = Objects.requireNonNull(
                SentimentProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getAsJsonObject()
                    .getAsJsonArray("properties")
                    .forEach(p -> properties.put(p.getAsJsonObject().get("name").getAsString(), p.getAsJsonObject()));
        }
        return properties;
    }

    private static List<String> blocks(String language) throws Exception {
        Matcher matcher =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }
}
