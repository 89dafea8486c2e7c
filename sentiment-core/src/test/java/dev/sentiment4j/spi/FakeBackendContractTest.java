package dev.sentiment4j.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentiment4j.InferenceException;
import dev.sentiment4j.ModelInfo;
import dev.sentiment4j.batch.ThreadPlan;
import dev.sentiment4j.batch.TokenBatch;
import dev.sentiment4j.model.HeadSpec;
import dev.sentiment4j.model.ModelBundle;
import dev.sentiment4j.model.ModelManifest;
import dev.sentiment4j.model.ModelSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FakeBackendContractTest extends InferenceBackendContract {
    private static final ModelBundle BUNDLE = ModelBundle.of(
            ModelSource.directory(Path.of("nowhere")),
            ModelManifest.builder(new ModelInfo("fake", "1"))
                    .head(HeadSpec.builder("sentiment", List.of("negative", "neutral", "positive"))
                            .build())
                    .head(HeadSpec.builder("toxicity", List.of("toxic")).build())
                    .build());

    @Override
    protected Subject subject() {
        return new Subject(Map.of("sentiment", 3, "toxicity", 1), 500, 64, new int[] {2}, new int[] {3}, 0);
    }

    @Override
    protected InferenceBackend open(BackendContext context) {
        return new FakeBackendProvider().open(BUNDLE, context);
    }

    @Test
    void infer_ofAnIdToldToFail_failsAndCounts() {
        FakeBackendProvider fake = new FakeBackendProvider().failOn(77).dieOn(78);
        try (InferenceBackend backend = fake.open(BUNDLE, new BackendContext(new ThreadPlan(1, 1, 1), 0, 500));
                InferenceLane lane = backend.openLane()) {
            assertThatThrownBy(() -> lane.infer(TokenBatch.of(List.of(new int[] {1, 77}))))
                    .isInstanceOf(InferenceException.class);
            assertThatThrownBy(() -> lane.infer(TokenBatch.of(List.of(new int[] {78}))))
                    .isInstanceOf(AssertionError.class);
            assertThat(lane.infer(TokenBatch.of(List.of(new int[] {1}))).row("toxicity", 0))
                    .isEqualTo(FakeBackendProvider.logits("toxicity", 1, new int[] {1}));
            assertThat(fake.calls()).isEqualTo(3);
            assertThat(fake.openLanes()).isEqualTo(1);
        }
        assertThat(fake.openLanes()).isZero();
        assertThat(fake.openBackends()).isZero();
    }

    @Test
    void infer_whenBlocked_returnsAfterRelease() throws Exception {
        FakeBackendProvider fake = new FakeBackendProvider().block();
        try (InferenceBackend backend = fake.open(BUNDLE, new BackendContext(new ThreadPlan(1, 1, 1), 0, 500));
                InferenceLane lane = backend.openLane()) {
            CompletableFuture<InferenceOutput> call =
                    CompletableFuture.supplyAsync(() -> lane.infer(TokenBatch.of(List.of(new int[] {1}))));
            fake.awaitCalls(1);
            assertThat(call).isNotDone();
            fake.release();
            assertThat(call.get().rows()).isEqualTo(1);
        }
    }
}
