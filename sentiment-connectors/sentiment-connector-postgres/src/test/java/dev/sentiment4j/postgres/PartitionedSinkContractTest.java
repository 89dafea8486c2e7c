package dev.sentiment4j.postgres;

import java.sql.SQLException;
import java.time.YearMonth;

/** Tables by month, of which the tests' own has a partition. */
class PartitionedSinkContractTest extends PostgresSinkContractTest {
    PartitionedSinkContractTest() throws SQLException {}

    @Override
    PostgresOptions options() {
        PostgresOptions options = TestPostgres.migrated(
                TestPostgres.options().partitioned(true).writeConnections(2).build());
        new PostgresPartitions(TestPostgres.dataSource(), options).ensure(YearMonth.of(2026, 2), YearMonth.of(2026, 4));
        return options;
    }
}
