package dev.sentiment4j.spring;

import dev.sentiment4j.InvalidOptionsException;
import dev.sentiment4j.SentimentAnalyzer;
import dev.sentiment4j.micrometer.SentimentMetrics;
import dev.sentiment4j.pipeline.DeadLetters;
import dev.sentiment4j.pipeline.PostSink;
import dev.sentiment4j.pipeline.PostSource;
import dev.sentiment4j.pipeline.SentimentPipeline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;

/** Puts pipelines together from the application's beans: for each source one, to all sinks. */
final class PipelineAssembly {
    private static final Logger log = LoggerFactory.getLogger(PipelineAssembly.class);

    /** They may be fed by several pipelines, and are the same before and after a restart. */
    private static final String SHARED = "dev.sentiment4j.window.SentimentWindows";

    private final ListableBeanFactory beans;
    private final ObjectProvider<SentimentAnalyzer> analyzers;
    private final PipelineProperties properties;
    private final Map<String, SourceWatch> watches = new ConcurrentHashMap<>();

    PipelineAssembly(
            ListableBeanFactory beans, ObjectProvider<SentimentAnalyzer> analyzers, PipelineProperties properties) {
        this.beans = beans;
        this.analyzers = analyzers;
        this.properties = properties;
    }

    /**
     * The host's own pipelines, and one for each source.
     *
     * @throws InvalidOptionsException listing what is missing, or cannot be shared
     */
    Map<String, SentimentPipeline> build() {
        Map<String, SentimentPipeline> pipelines = new LinkedHashMap<>();
        beans.getBeansOfType(SentimentPipeline.class).values().forEach(pipeline -> {
            if (pipelines.put(pipeline.name(), pipeline) != null) {
                throw new InvalidOptionsException(
                        "pipelines",
                        List.of("name = " + pipeline.name() + ": two pipelines have it; give each a name of its own"));
            }
        });
        if (!pipelines.isEmpty() || !properties.enabled()) {
            return pipelines;
        }
        List<String> sources = names(PostSource.class);
        check(sources);
        sources.forEach(source -> pipelines.put(name(source, sources.size()), build(source, sources.size())));
        return Collections.unmodifiableMap(pipelines);
    }

    /** Whether the source of a pipeline is connected; empty for one that the host has made itself. */
    Optional<SourceWatch> watch(String pipeline) {
        return Optional.ofNullable(watches.get(pipeline));
    }

    /** Those that can be made anew, as all of their parts have prototype scope. */
    Map<String, SentimentPipeline> rebuild() {
        Map<String, SentimentPipeline> pipelines = new LinkedHashMap<>();
        if (!properties.enabled()
                || !names(SentimentPipeline.class).isEmpty()
                || Stream.of(PostSink.class, DeadLetters.class)
                        .flatMap(type -> names(type).stream())
                        .anyMatch(this::isBound)) {
            return pipelines;
        }
        List<String> sources = names(PostSource.class);
        sources.stream()
                .filter(beans::isPrototype)
                .forEach(source -> pipelines.put(name(source, sources.size()), build(source, sources.size())));
        return pipelines;
    }

    private void check(List<String> sources) {
        List<String> problems = new ArrayList<>();
        List<String> sinks = names(PostSink.class);
        List<String> letters = names(DeadLetters.class);
        if (!sources.isEmpty() && sinks.isEmpty()) {
            problems.add("sink: there are the sources " + sources
                    + ", and no PostSink; enable one, such as sentiment.postgres.sink.enabled, define one as a bean, or"
                    + " set sentiment.pipeline.enabled=false");
        }
        if (letters.size() > 1) {
            problems.add("deadLetters = " + letters + ": one is needed; enable or define a single one");
        }
        if (sources.size() > 1) {
            Stream.concat(sinks.stream(), letters.stream())
                    .filter(this::isBound)
                    .forEach(part -> problems.add("bean '" + part + "': belongs to one pipeline, and there are the"
                            + " sources " + sources + "; give it prototype scope"));
        }
        if (!problems.isEmpty()) {
            throw new InvalidOptionsException("pipelines", problems);
        }
    }

    /** Whether a part can belong to one run of one pipeline only. */
    private boolean isBound(String part) {
        Class<?> type = beans.getType(part);
        return beans.isSingleton(part) && (type == null || !type.getName().equals(SHARED));
    }

    private String name(String source, int sources) {
        return sources == 1
                ? properties.name()
                : properties.name() + "-" + source.replaceFirst("(PostSource|Source)$", "");
    }

    private SentimentPipeline build(String source, int sources) {
        String name = name(source, sources);
        PostSource input = beans.getBean(source, PostSource.class);
        beans.getBeanProvider(SourceMeters.class).ifUnique(meters -> meters.bind(name, input));
        SentimentPipeline.Builder builder = SentimentPipeline.builder()
                .name(name)
                .source(input)
                .listener(watches.computeIfAbsent(name, one -> new SourceWatch(System::nanoTime)))
                .analyzer(analyzer())
                .analysis(properties.toAnalysisOptions())
                .options(properties.toOptions());
        names(PostSink.class).forEach(sink -> builder.sink(beans.getBean(sink, PostSink.class)));
        List<String> letters = names(DeadLetters.class);
        if (letters.isEmpty()) {
            log.info(
                    "pipeline '{}' has no dead letters: what cannot be processed is logged by its key and given up",
                    name);
            builder.deadLetters(DeadLetters.logging());
        } else {
            builder.deadLetters(beans.getBean(letters.get(0), DeadLetters.class));
        }
        beans.getBeanProvider(SentimentMetrics.class)
                .ifUnique(metrics -> builder.listener(metrics.pipelineListener(name)));
        beans.getBeanProvider(SentimentPipelineBuilderCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(name, builder));
        return builder.build();
    }

    private SentimentAnalyzer analyzer() {
        String name = properties.analyzer();
        if (name == null) {
            return analyzers.getObject();
        }
        try {
            return beans.getBean(name, SentimentAnalyzer.class);
        } catch (NoSuchBeanDefinitionException e) {
            throw new InvalidOptionsException(
                    "pipelines",
                    List.of("sentiment.pipeline.analyzer = " + name + ": there are only the analyzers "
                            + names(SentimentAnalyzer.class)));
        }
    }

    private List<String> names(Class<?> type) {
        return List.of(beans.getBeanNamesForType(type));
    }
}
