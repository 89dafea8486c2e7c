package dev.sentiment4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentiment4j.SentimentLabel;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

// @formatter:off
@SpringBootTest
@AutoConfigureFakeSentiment
class MoodServiceTest {
    @Autowired
    FakeSentimentAnalyzer analyzer;

    @Autowired
    MoodService moods;

    @Test
    void angryPosts_goToAPerson() {
        analyzer.answer(text -> text.contains("hold"), SentimentLabel.NEGATIVE);
        assertThat(moods.needsAPerson("two hours on hold")).isTrue();
        assertThat(analyzer.texts()).containsExactly("two hours on hold");
    }
}
// @formatter:on
