package dev.sentiment4j.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * On a test class: every analyzer that the properties name is a {@link FakeSentimentAnalyzer}, so no model is loaded,
 * and pipelines do not start. What the application makes itself stays as it is.
 *
 * <pre>{@code
 * @SpringBootTest
 * @AutoConfigureFakeSentiment
 * class MoodControllerTest {
 *     @Autowired
 *     FakeSentimentAnalyzer analyzer;
 * }
 * }</pre>
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(FakeSentimentConfiguration.class)
@TestPropertySource(properties = "sentiment.pipeline.auto-startup=false")
public @interface AutoConfigureFakeSentiment {}
