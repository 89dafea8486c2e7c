package dev.sentiment4j.spring;

import dev.sentiment4j.SentimentAnalyzer;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * A bean for each of {@code sentiment.analyzers}, found by its qualifier alone, so that whoever asks for "the" analyzer
 * is never confused by them.
 */
final class NamedAnalyzersRegistrar implements ImportBeanDefinitionRegistrar {
    private final Environment environment;

    NamedAnalyzersRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        Map<String, Map<String, Object>> named = Binder.get(environment)
                .bind("sentiment.analyzers", Bindable.mapOf(String.class, Object.class))
                .map(NamedAnalyzersRegistrar::names)
                .orElse(Map.of());
        named.keySet().stream().filter(name -> isWanted(name, registry)).forEach(name -> register(name, registry));
    }

    private static Map<String, Map<String, Object>> names(Map<String, Object> bound) {
        Map<String, Map<String, Object>> names = new TreeMap<>();
        bound.keySet().forEach(name -> names.put(name, Map.of()));
        return names;
    }

    private boolean isWanted(String name, BeanDefinitionRegistry registry) {
        return !registry.containsBeanDefinition(name)
                && !name.equals(SentimentAnalyzerAutoConfiguration.ANALYZER_BEAN)
                && environment.getProperty("sentiment.analyzers." + name + ".enabled", Boolean.class, true);
    }

    private static void register(String name, BeanDefinitionRegistry registry) {
        RootBeanDefinition bean = new RootBeanDefinition();
        bean.setBeanClass(SentimentAnalyzer.class);
        bean.setTargetType(SentimentAnalyzer.class);
        bean.setFactoryBeanName(SentimentAnalyzerAutoConfiguration.FACTORY_BEAN);
        bean.setFactoryMethodName("create");
        bean.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        bean.setDestroyMethodName(AbstractBeanDefinition.INFER_METHOD);
        bean.setDefaultCandidate(false);
        bean.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        bean.setResourceDescription("sentiment.analyzers." + name);
        registry.registerBeanDefinition(name, bean);
    }
}
