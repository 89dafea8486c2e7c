package dev.sentiment4j.spring;

import dev.sentiment4j.redis.RedisOptions;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether anybody meant a Redis: a property of it is set, checkpoints go there, or the host has options of its own. The
 * connector on the class path alone says nothing, and nobody's server is asked for its health.
 */
final class OnRedisInUse extends SpringBootCondition implements ConfigurationCondition {
    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Redis in use");
        Environment environment = context.getEnvironment();
        if (Binder.get(environment)
                .bind("sentiment.redis", Bindable.mapOf(String.class, Object.class))
                .isBound()) {
            return ConditionOutcome.match(message.because("sentiment.redis is set"));
        }
        if ("redis".equalsIgnoreCase(environment.getProperty("sentiment.checkpoints.store"))) {
            return ConditionOutcome.match(message.because("checkpoints are kept there"));
        }
        if (hasOwnOptions(context)) {
            return ConditionOutcome.match(message.because("the host has RedisOptions"));
        }
        return ConditionOutcome.noMatch(message.because("nothing names it"));
    }

    private static boolean hasOwnOptions(ConditionContext context) {
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        return beans != null
                && !List.of(beans.getBeanNamesForType(RedisOptions.class, true, false))
                        .equals(List.of("sentimentRedisOptions"));
    }
}
