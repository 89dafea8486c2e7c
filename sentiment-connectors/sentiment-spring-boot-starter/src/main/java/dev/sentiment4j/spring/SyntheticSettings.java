package dev.sentiment4j.spring;

import dev.sentiment4j.synthetic.SyntheticOptions;
import dev.sentiment4j.synthetic.SyntheticOptions.Feature;
import java.util.List;

/** The options of made-up posts, from properties. */
final class SyntheticSettings {
    private SyntheticSettings() {}

    static SyntheticOptions options(SyntheticProperties.Source source) {
        SyntheticProperties.Mix mix = source.mix();
        SyntheticOptions.Builder options = SyntheticOptions.builder()
                .seed(source.seed())
                .rate(source.rate())
                .burstEvery(source.burstEvery())
                .burstLength(source.burstLength())
                .burstFactor(source.burstFactor())
                .mix(mix.positive(), mix.neutral(), mix.negative())
                .authors(source.authors())
                .share(Feature.DUPLICATE, source.duplicateShare())
                .share(Feature.EDIT, source.editShare())
                .share(Feature.DELETION, source.deletionShare())
                .share(Feature.MALFORMED, source.malformedShare());
        Long count = source.count();
        if (count != null) {
            options.count(count);
        }
        List<String> platforms = source.platforms();
        if (platforms != null) {
            options.platforms(platforms);
        }
        List<String> products = source.products();
        if (products != null) {
            options.products(products);
        }
        List<String> channels = source.channels();
        if (channels != null) {
            options.channels(channels);
        }
        return options.build();
    }
}
