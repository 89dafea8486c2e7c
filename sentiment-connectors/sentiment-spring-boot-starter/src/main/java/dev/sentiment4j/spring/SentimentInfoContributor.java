package dev.sentiment4j.spring;

import dev.sentiment4j.AnalyzerInfo;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.model.HeadSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** What each analyzer runs, under "sentiment" by the bean's name. */
final class SentimentInfoContributor implements InfoContributor {
    private final ListableBeanFactory beans;

    SentimentInfoContributor(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void contribute(Info.Builder builder) {
        Map<String, Object> analyzers = new LinkedHashMap<>();
        beans.getBeansOfType(SentimentAnalyzer.class)
                .forEach((name, analyzer) -> analyzers.put(name, details(analyzer.info())));
        builder.withDetail("sentiment", analyzers);
    }

    private static Map<String, Object> details(AnalyzerInfo info) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("model", info.model().toString());
        details.put("engine", info.backend().engine());
        details.put("device", info.backend().device());
        details.put("heads", info.heads().stream().map(HeadSpec::name).toList());
        details.put("textProfile", info.profile());
        details.put("maxTokens", info.maxTokens());
        details.put("longText", info.longText().toString());
        details.put("threads", info.threads().toString());
        if (!info.backend().notes().isEmpty()) {
            details.put("notes", info.backend().notes());
        }
        return details;
    }
}
