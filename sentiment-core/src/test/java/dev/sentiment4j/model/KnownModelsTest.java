package dev.sentiment4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.model.KnownModels.KnownModel;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KnownModelsTest {
    private static final List<String> STAND_INS = List.of("LABEL_0", "LABEL_1", "LABEL_2");

    private final KnownModels table = KnownModels.read();

    static List<KnownModel> models() {
        return KnownModels.read().models();
    }

    @ParameterizedTest
    @MethodSource("models")
    void read_everyEntry_makesAValidHead(KnownModel model) {
        HeadSpec head = HeadSpec.builder(model.head(), model.labels())
                .activation(model.activation())
                .build();
        assertThat(head.labels()).hasSizeGreaterThan(1);
        assertThat(model.profile().name()).isIn("none", "cardiff");
        assertThat(model.languages()).isNotEmpty().allMatch(tag -> List.of(Locale.getISOLanguages())
                .contains(tag));
    }

    @Test
    void read_names_areUnique() {
        assertThat(models().stream().flatMap(model -> model.names().stream()).map(KnownModels::lastPart))
                .hasSizeGreaterThan(20)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "cardiffnlp/twitter-roberta-base-sentiment",
        "CardiffNLP/Twitter-RoBERTa-base-sentiment",
        "twitter-roberta-base-sentiment",
        "tweeteval_new/roberta-base-rt-sentiment/",
        "/data/models/twitter-roberta-base-sentiment/",
        "D:\\models\\twitter-roberta-base-sentiment",
    })
    void find_anyFormOfTheName_isEnough(String name) {
        assertThat(table.find(List.of("unknown", name), STAND_INS))
                .map(KnownModel::name)
                .contains("cardiffnlp/twitter-roberta-base-sentiment");
    }

    @Test
    void find_severalNames_trustsTheFirst() {
        assertThat(table.find(List.of("oliverguhr/german-sentiment-bert", "twitter-roberta-base-sentiment"), STAND_INS))
                .map(KnownModel::labels)
                .contains(List.of("positive", "negative", "neutral"));
    }

    @Test
    void find_otherLabels_isNoMatch() {
        String name = "cardiffnlp/twitter-roberta-base-sentiment";
        assertThat(table.find(List.of(name), List.of("a", "b", "c"))).isEmpty();
        assertThat(table.find(List.of(name), List.of("positive", "neutral", "negative")))
                .isEmpty();
        assertThat(table.find(List.of(name), List.of("LABEL_0", "LABEL_1"))).isEmpty();
        assertThat(table.find(List.of(name), List.of("0", "1", "2"))).isEmpty();
        assertThat(table.find(List.of(name), List.of("Negative", "Neutral", "Positive")))
                .isPresent();
    }

    @Test
    void find_prefixOfAName_isNoMatch() {
        assertThat(table.find(List.of("twitter-roberta-base"), STAND_INS)).isEmpty();
        assertThat(table.find(List.of("", "/"), STAND_INS)).isEmpty();
    }
}
