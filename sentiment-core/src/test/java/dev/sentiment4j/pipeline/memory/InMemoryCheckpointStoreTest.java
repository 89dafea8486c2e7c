package dev.sentiment4j.pipeline.memory;

import dev.sentiment4j.pipeline.CheckpointStore;
import dev.sentiment4j.pipeline.CheckpointStoreContract;

/** What every store promises, of one in memory. */
class InMemoryCheckpointStoreTest extends CheckpointStoreContract {
    @Override
    protected CheckpointStore store() {
        return new InMemoryCheckpointStore();
    }

    @Override
    protected boolean isDurable() {
        return false;
    }
}
