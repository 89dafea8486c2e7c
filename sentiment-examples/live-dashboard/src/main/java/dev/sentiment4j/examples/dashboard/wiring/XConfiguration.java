package dev.sentiment4j.examples.dashboard.wiring;

import dev.sentiment4j.examples.dashboard.DashboardProperties;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.spring.XProperties;
import dev.sentiment4j.x.XOptions;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/** Posts from X, where there is a token. Those from Reddit need nothing but the starter. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("dashboard.x.enabled")
@EnableConfigurationProperties(XProperties.class)
class XConfiguration {
    @Bean
    @Scope("prototype")
    PostSource xPostSource(XProperties x, DashboardProperties properties) {
        String token = Objects.requireNonNull(x.bearerToken(), "sentiment.x.bearer-token is not set");
        XOptions options =
                XOptions.bearer(token).toBuilder().baseUrl(x.baseUrl()).build();
        return new RuledXSource(options, properties.x().rules());
    }
}
