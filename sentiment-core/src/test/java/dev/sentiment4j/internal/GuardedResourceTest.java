package dev.sentiment4j.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GuardedResourceTest {
    private final AtomicInteger freed = new AtomicInteger();
    private final GuardedResource resource = new GuardedResource("the thing", freed::incrementAndGet);

    @Test
    void close_withNothingInside_freesAtOnceAndOnce() {
        resource.close();
        resource.close();
        assertThat(freed).hasValue(1);
        assertThat(resource.isClosed()).isTrue();
    }

    @Test
    void close_withAUseInside_freesWhenTheLastLeaves() {
        resource.enter();
        resource.enter();
        resource.close();
        assertThat(freed).hasValue(0);
        resource.exit();
        assertThat(freed).hasValue(0);
        resource.exit();
        assertThat(freed).hasValue(1);
    }

    @Test
    void enter_afterClose_throwsEvenWhileOthersAreInside() {
        resource.enter();
        resource.close();
        assertThatThrownBy(resource::enter)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the thing is closed");
        resource.exit();
        assertThatThrownBy(resource::enter).isInstanceOf(IllegalStateException.class);
        assertThat(freed).hasValue(1);
    }

    /**
     * Hazard: close between a caller's check and its entry. Accepted: it gets in and finds the memory alive, or not.
     */
    @Test
    void enter_racingWithClose_neverSeesFreedMemory() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (int round = 0; round < 2_000; round++) {
                AtomicBoolean gone = new AtomicBoolean();
                GuardedResource guarded = new GuardedResource("it", () -> gone.set(true));
                CyclicBarrier start = new CyclicBarrier(3);
                List<Future<Boolean>> users = new ArrayList<>();
                for (int t = 0; t < 2; t++) {
                    users.add(threads.submit(() -> {
                        start.await();
                        try {
                            guarded.enter();
                        } catch (IllegalStateException closed) {
                            return true;
                        }
                        boolean alive = !gone.get();
                        guarded.exit();
                        return alive;
                    }));
                }
                threads.submit(() -> {
                            start.await();
                            guarded.close();
                            return true;
                        })
                        .get();
                for (Future<Boolean> user : users) {
                    assertThat(user.get()).isTrue();
                }
                assertThat(gone).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
