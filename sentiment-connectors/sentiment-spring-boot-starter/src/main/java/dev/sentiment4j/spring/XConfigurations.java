package dev.sentiment4j.spring;

import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.x.XClient;
import dev.sentiment4j.x.XFilteredStreamSource;
import dev.sentiment4j.x.XOptions;
import dev.sentiment4j.x.XRules;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/** The stream of X, with rules of its own or without; apart, as the order in which they are looked at matters. */
final class XConfigurations {
    private XConfigurations() {}

    static XOptions options(ObjectProvider<XOptions> own, XProperties properties) {
        return own.getIfUnique(() -> XSettings.options(properties));
    }

    private static XFilteredStreamSource stream(
            XClient x, XProperties.Stream stream, ObjectProvider<CheckpointStore> checkpoints) {
        return new XFilteredStreamSource(x, XSettings.stream(stream), checkpoints.getIfUnique());
    }

    /** By the rules that the properties name. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("sentiment.x.stream.enabled")
    @ConditionalOnProperty("sentiment.x.stream.rules[0].value")
    static class Ruled {
        @Bean
        @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
        @ConditionalOnMissingBean(XFilteredStreamSource.class)
        XRuledStreamSource xPostSource(
                ObjectProvider<XOptions> own, XProperties properties, ObjectProvider<CheckpointStore> checkpoints) {
            XClient x = new XClient(options(own, properties));
            XProperties.Stream stream = properties.stream();
            return new XRuledStreamSource(
                    stream(x, stream, checkpoints), new XRules(x), XSettings.rules(stream), stream.deleteOtherRules());
        }
    }

    /** By the rules that X has. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("sentiment.x.stream.enabled")
    static class Unruled {
        @Bean
        @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
        @ConditionalOnMissingBean({XFilteredStreamSource.class, XRuledStreamSource.class})
        XFilteredStreamSource xPostSource(
                ObjectProvider<XOptions> own, XProperties properties, ObjectProvider<CheckpointStore> checkpoints) {
            return stream(new XClient(options(own, properties)), properties.stream(), checkpoints);
        }
    }
}
