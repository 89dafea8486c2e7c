package dev.sentiment4j.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.sentiment4j.pipeline.Delivery;
import dev.sentiment4j.pipeline.NackReason;
import dev.sentiment4j.pipeline.Post;
import dev.sentiment4j.pipeline.SourceGap;
import dev.sentiment4j.pipeline.SourceListener;
import dev.sentiment4j.pipeline.TestPosts;
import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.XReadArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedisStreamSourceTest extends RedisTestBase {
    /** Reads as another consumer does that never acknowledges. */
    @SuppressWarnings("unchecked") // an array of offsets
    private List<String> readAs(String consumer, int count) {
        return shell
                .redis()
                .xreadgroup(
                        Consumer.from(GROUP, consumer),
                        XReadArgs.Builder.count(count),
                        XReadArgs.StreamOffset.lastConsumed(stream))
                .stream()
                .map(io.lettuce.core.StreamMessage::getId)
                .toList();
    }

    /** Makes it look as if the consumer had had the entries for that long, that often. */
    private void age(String consumer, Duration idle, int deliveries, List<String> ids) {
        shell.redis()
                .xclaim(
                        stream,
                        Consumer.from(GROUP, consumer),
                        new XClaimArgs().minIdleTime(0).idle(idle).retryCount(deliveries),
                        ids.toArray(String[]::new));
        // Claiming itself counts one.
        shell.redis()
                .xclaim(
                        stream,
                        Consumer.from(GROUP, consumer),
                        new XClaimArgs()
                                .minIdleTime(0)
                                .idle(idle)
                                .retryCount(deliveries)
                                .justid(),
                        ids.toArray(String[]::new));
    }

    @Test
    void poll_ofADeadConsumersEntries_claimsThem() throws Exception {
        RedisStreamSource source = open(options().build());
        IntStream.range(0, 5).forEach(this::add);
        List<String> ids = readAs("dead", 5);
        age("dead", Duration.ofMinutes(2), 1, ids.subList(0, 3));

        List<Delivery> claimed = poll(source, 3);

        assertThat(ids(claimed)).containsExactly("0", "1", "2");
        assertThat(claimed).allMatch(d -> d.deliveryCount() == 2);
        assertThat(source.poll(10, Duration.ofMillis(50)))
                .as("held for less than claimIdle")
                .isEmpty();
        source.acknowledge(claimed);
        assertThat(shell.pending(stream, GROUP)).isEqualTo(2);
    }

    @Test
    void poll_ofAnEntryDeliveredTooOften_isMalformed() throws Exception {
        RedisStreamSource source = open(options().maxDeliveries(4).build());
        add(0);
        age("dead", Duration.ofMinutes(2), 4, readAs("dead", 1));

        Delivery delivery = poll(source, 1).get(0);

        assertThat(delivery.deliveryCount()).isEqualTo(5);
        assertThat(delivery.malformed().orElseThrow().reason())
                .isEqualTo("was delivered 4 times without being acknowledged; maxDeliveries = 4 is the limit");
        assertThat(delivery.malformed().orElseThrow().raw().text("content")).contains("post 0");
        source.acknowledge(List.of(delivery));
        assertThat(shell.pending(stream, GROUP)).isZero();
    }

    @Test
    void poll_ofSuspects_deliversThemOneByOne() throws Exception {
        RedisStreamSource source = open(options().maxDeliveries(5).build());
        IntStream.range(0, 6).forEach(this::add);
        List<String> ids = readAs("dead", 6);
        age("dead", Duration.ofMinutes(2), 1, ids.subList(0, 2));
        age("dead", Duration.ofMinutes(2), 3, ids.subList(2, 6));

        assertThat(ids(source.poll(10, PATIENCE))).containsExactly("0", "1");
        for (int suspect = 2; suspect < 6; suspect++) {
            List<Delivery> alone = source.poll(10, PATIENCE);
            assertThat(ids(alone)).containsExactly(Integer.toString(suspect));
            assertThat(alone.get(0).deliveryCount()).isEqualTo(4);
            add(100 + suspect);
            assertThat(ids(source.poll(10, Duration.ofMillis(200))))
                    .as("others while one is in work")
                    .containsExactly(Integer.toString(100 + suspect));
            source.acknowledge(alone);
        }
    }

    @Test
    void poll_ofSuspects_goesOnAsSoonAsTheOneBeforeIsDone() throws Exception {
        RedisStreamSource source =
                open(options().claimInterval(Duration.ofHours(1)).build());
        IntStream.range(0, 3).forEach(this::add);
        age("dead", Duration.ofMinutes(2), 3, readAs("dead", 3));
        for (int i = 0; i < 3; i++) {
            List<Delivery> one = poll(source, 1);
            assertThat(ids(one)).containsExactly(Integer.toString(i));
            assertThat(source.poll(100, Duration.ZERO))
                    .as("while it is in work")
                    .isEmpty();
            source.acknowledge(one);
        }
        assertThat(shell.pending(stream, GROUP)).isZero();
    }

    @Test
    void crashes_thatPoisonCauses_costNoNeighbour() throws Exception {
        IntStream.range(0, 20).forEach(this::add);
        List<String> done = new ArrayList<>();
        List<String> dead = new ArrayList<>();
        // A consumer that takes what it gets and dies of number 7: its deliveries stay pending under its name.
        for (int life = 0; dead.isEmpty() || done.size() < 19; life++) {
            assertThat(life).as("lives").isLessThan(40);
            RedisStreamSource source =
                    new RedisStreamSource(redis.options(), options().build());
            source.open(SourceListener.NONE);
            boolean alive = true;
            while (alive && (dead.isEmpty() || done.size() < 19)) {
                List<Delivery> some = source.poll(10, Duration.ofMillis(100));
                some.stream().filter(d -> d.malformed().isPresent()).forEach(d -> dead.add(d.id()));
                alive = ids(some).stream().noneMatch("7"::equals);
                if (alive) {
                    done.addAll(
                            ids(some.stream().filter(d -> d.event().isPresent()).toList()));
                    source.acknowledge(some);
                }
            }
            if (!alive) {
                diesWithAll(source);
            }
        }
        assertThat(dead).hasSize(1);
        assertThat(done).hasSize(19).doesNotHaveDuplicates().doesNotContain("7");
        assertThat(shell.pending(stream, GROUP)).isZero();
    }

    /** What a kill leaves behind: everything pending, counted, and after a while idle. */
    private void diesWithAll(RedisStreamSource source) {
        var pending = shell.redis()
                .xpending(stream, Consumer.from(GROUP, source.consumer()), Range.unbounded(), Limit.from(100));
        pending.forEach(p -> shell.redis()
                .xclaim(
                        stream,
                        Consumer.from(GROUP, "dead"),
                        new XClaimArgs()
                                .minIdleTime(0)
                                .idle(Duration.ofMinutes(2))
                                .retryCount(p.getRedeliveryCount())
                                .justid(),
                        p.getId()));
        source.close();
    }

    @Test
    void poll_ofBrokenEntries_saysWhatIsWrong() throws Exception {
        RedisStreamSource source = open(options().build());
        shell.add(stream, "source", "test", "post_id", "1");
        shell.add(stream, "content", "hello");
        shell.add(
                stream, "source", "test", "post_id", "3", "content", "x", "created_at", "yesterday", "latitude", "99");
        shell.redis()
                .xadd(stream, Map.of("source", "test".getBytes(), "post_id", "4".getBytes(), "content", new byte[] {
                    (byte) 0xC3, 0x28
                }));
        add(5);

        List<Delivery> all = poll(source, 5);

        assertThat(all.subList(0, 4).stream()
                        .map(d -> d.malformed().orElseThrow().reason()))
                .containsExactly(
                        "content: is missing",
                        "post_id: is missing; source: is missing",
                        "created_at: must be a time in ISO 8601, such as 2026-03-01T12:00:00Z; latitude, longitude:"
                                + " must both be numbers of degrees",
                        "content: is not UTF-8");
        assertThat(all.get(3).malformed().orElseThrow().raw().bytes("content").orElseThrow())
                .containsExactly(0xC3, 0x28);
        assertThat(ids(all)).last().isEqualTo("5");
    }

    @Test
    void poll_ofAMegabyte_deliversIt() throws Exception {
        RedisStreamSource source = open(options().build());
        String text = "ü".repeat(1 << 19);
        shell.add(stream, "source", "test", "post_id", "1", "content", text);
        assertThat(((Post) poll(source, 1).get(0).event().orElseThrow()).text()).isEqualTo(text);
    }

    @Test
    void poll_ofSeveralStreams_deliversAll() throws Exception {
        String second = stream + "-2";
        RedisStreamSource source = open(options().stream(second).build());
        String first = add(1);
        String other = shell.add(second, "source", "test", "post_id", "2", "content", "x");

        List<Delivery> all = poll(source, 2);

        assertThat(all.stream().map(Delivery::id))
                .containsExactlyInAnyOrder(stream + "/" + first, second + "/" + other);
        source.acknowledge(all);
        assertThat(shell.pending(stream, GROUP) + shell.pending(second, GROUP)).isZero();
    }

    @Test
    void poll_ofAGroupThatWasDeleted_beginsAnew() throws Exception {
        RedisStreamSource source = open(options().build());
        add(0);
        List<Delivery> before = poll(source, 1);
        shell.redis().xgroupDestroy(stream, GROUP);
        add(1);

        assertThat(ids(poll(source, 2))).containsExactly("0", "1");
        source.acknowledge(before);
    }

    @Test
    void poll_ofAStreamThatWasDeletedWhileItWaits_beginsAnew() throws Exception {
        RedisStreamSource source =
                open(options().claimInterval(Duration.ofSeconds(10)).build());
        var poll = dev.sentiment4j.TestThreads.start(() -> poll(source, 1));
        poll.awaitBlocked();
        shell.redis().del(stream);
        await().atMost(PATIENCE).until(() -> shell.redis().exists(stream) == 1);
        add(7);
        assertThat(ids(poll.get())).containsExactly("7");
    }

    @Test
    void poll_ofEntriesThatWereTrimmed_tellsTheGap() throws Exception {
        List<SourceGap> gaps = new CopyOnWriteArrayList<>();
        RedisStreamSource source = open(options().build(), new SourceListener() {
            @Override
            public void gap(SourceGap gap) {
                gaps.add(gap);
            }
        });
        IntStream.range(0, 4).forEach(this::add);
        List<String> ids = readAs("dead", 4);
        age("dead", Duration.ofMinutes(2), 1, ids);
        shell.redis().xdel(stream, ids.get(0), ids.get(2));

        List<Delivery> left = poll(source, 2);

        assertThat(ids(left)).containsExactly("1", "3");
        assertThat(gaps).hasSize(1);
        assertThat(gaps.get(0).reason()).startsWith("2 entries of stream '" + stream + "'");
        assertThat(gaps.get(0).start()).isEqualTo(Entries.addedAt(ids.get(0)));
        source.acknowledge(left);
        assertThat(shell.pending(stream, GROUP)).isZero();
    }

    @Test
    void poll_afterAnAnswerWasLost_asksForIt() throws Exception {
        // The server has given entries to a consumer of this name that the process knows nothing of.
        add(0);
        add(1);
        shell.redis().xgroupCreate(XReadArgs.StreamOffset.from(stream, "0"), GROUP);
        readAs("same-name", 2);
        RedisStreamSource source = open(options().consumer("same-name").build());
        List<Delivery> own = poll(source, 2);
        assertThat(ids(own)).containsExactly("0", "1");
        assertThat(own).allMatch(d -> d.deliveryCount() == 2);
    }

    @Test
    void startNew_skipsWhatIsThere_andMissesNothingAfterwards() throws Exception {
        add(0);
        RedisStreamSource source =
                open(options().start(RedisSourceOptions.Start.NEW).build());
        add(1);
        List<Delivery> first = poll(source, 1);
        assertThat(ids(first)).containsExactly("1");
        source.acknowledge(first);
        shell.redis().xgroupDestroy(stream, GROUP);
        add(2);
        assertThat(ids(poll(source, 2))).as("what came since it was opened").containsExactly("1", "2");
    }

    @Test
    void givenBackWhenStopping_doesNotCountAsADelivery() throws Exception {
        RedisStreamSource first = open(options().build());
        add(0);
        add(1);
        List<Delivery> all = poll(first, 2);
        first.negativeAcknowledge(List.of(all.get(0)), NackReason.STOPPING);
        first.close();

        RedisStreamSource second = open(options().build());
        List<Delivery> again = poll(second, 2);
        assertThat(again).allMatch(d -> d.deliveryCount() == 1);
        assertThat(consumers()).contains(second.consumer()).doesNotContain(first.consumer());
    }

    @Test
    void close_whileLeasesAreRenewed_losesNothing() throws Exception {
        int count = 500;
        IntStream.range(0, count).forEach(this::add);
        for (int round = 0; round < 40; round++) {
            RedisStreamSource source = open(options()
                    .claimIdle(Duration.ofMillis(3))
                    .maxDeliveries(Integer.MAX_VALUE)
                    .build());
            poll(source, 1);
            source.close();
        }
        RedisStreamSource last = open(options()
                .claimIdle(Duration.ofMillis(50))
                .maxDeliveries(Integer.MAX_VALUE)
                .build());
        Set<String> seen = new java.util.HashSet<>();
        while (seen.size() < count) {
            seen.addAll(ids(poll(last, 1)));
        }
        assertThat(shell.pending(stream, GROUP)).isEqualTo(count);
    }

    private Set<String> consumers() {
        Set<String> names = new java.util.HashSet<>();
        shell.redis()
                .xinfoConsumers(stream, GROUP)
                .forEach(c -> names.add(GroupInfo.text(GroupInfo.fields(c).get("name"))));
        return names;
    }

    @Test
    void failedAgainAndAgain_endsAsMalformed() throws Exception {
        RedisStreamSource source = open(options().maxDeliveries(3).build());
        add(0);
        for (int count = 1; count <= 3; count++) {
            List<Delivery> some = poll(source, 1);
            assertThat(some.get(0).event()).isPresent();
            assertThat(some.get(0).deliveryCount()).isEqualTo(count);
            source.negativeAcknowledge(some, NackReason.FAILED);
        }
        assertThat(poll(source, 1).get(0).malformed()).isPresent();
    }

    @Test
    void heldForLong_isNotTakenByOthers() throws Exception {
        RedisSourceOptions quick = options().claimIdle(Duration.ofMillis(300)).build();
        RedisStreamSource slow = open(quick);
        RedisStreamSource greedy = open(quick);
        add(0);
        List<Delivery> held = poll(slow, 1);
        long start = System.nanoTime();
        while (System.nanoTime() - start < Duration.ofMillis(1500).toNanos()) {
            assertThat(greedy.poll(10, Duration.ofMillis(50))).isEmpty();
        }
        slow.acknowledge(held);
        assertThat(shell.pending(stream, GROUP)).isZero();
    }

    @Test
    void deleteAcknowledged_emptiesTheStream() throws Exception {
        RedisStreamSource source = open(options().deleteAcknowledged(true).build());
        IntStream.range(0, 3).forEach(this::add);
        List<Delivery> all = poll(source, 3);
        source.acknowledge(all.subList(0, 2));
        assertThat(shell.redis().xlen(stream)).isEqualTo(1);
    }

    @Test
    void lag_tellsWhatWaitsAndWhatIsPending() throws Exception {
        RedisStreamSource source = open(options().build());
        assertThat(source.lag().age()).isEmpty();
        IntStream.range(0, 10).forEach(this::add);
        List<Delivery> some = source.poll(4, PATIENCE);
        source.acknowledge(some);
        List<Delivery> rest = poll(source, 6);
        await().atMost(PATIENCE).until(() -> {
            source.poll(1, Duration.ZERO);
            return source.lag().pending().equals(OptionalLong.of(6));
        });
        assertThat(source.lag().waiting()).hasValue(0);
        assertThat(source.lag().age().orElseThrow()).isLessThan(PATIENCE);
        source.acknowledge(rest);
        await().atMost(PATIENCE).until(() -> {
            source.poll(1, Duration.ZERO);
            return source.lag().pending().equals(OptionalLong.of(0));
        });
    }

    @Test
    void lag_ofAnOldServer_isEstimated() {
        GroupInfo half = new GroupInfo(0, "1500-0", OptionalLong.empty());
        Map<String, Object> info =
                Map.of("length", 100L, "last-generated-id", "2000-0", "first-entry", List.of("1000-0", List.of()));
        assertThat(LagWatch.estimate(half, info)).isEqualTo(50);
        assertThat(LagWatch.estimate(new GroupInfo(0, "2000-0", OptionalLong.empty()), info))
                .isZero();
        assertThat(LagWatch.estimate(new GroupInfo(0, "0-0", OptionalLong.empty()), info))
                .isEqualTo(100);
    }

    @Test
    void json_isReadAndWritten() throws Exception {
        RedisPostCodec json = RedisPostCodec.json("data");
        Post full = TestPosts.full("1");
        try (RedisStreamPublisher publisher = new RedisStreamPublisher(
                redis.options(), RedisStreamOptions.builder(stream).codec(json).build())) {
            publisher.publish(List.of(full));
        }
        shell.add(stream, "data", "{\"post_id\": ");
        shell.add(stream, "other", "{}");
        shell.add(
                stream,
                "data",
                "{\"post_id\": 12345678901234567890, \"source\": \"s\", \"content\": \"x\", \"likes\": 3}");

        List<Delivery> all = poll(open(options().codec(json).build()), 4);

        assertThat(all.get(0).event()).contains(full);
        assertThat(all.get(1).malformed().orElseThrow().reason()).isEqualTo("data: must be one JSON object");
        assertThat(all.get(2).malformed().orElseThrow().reason()).isEqualTo("data: is missing");
        Post post = (Post) all.get(3).event().orElseThrow();
        assertThat(post.id()).isEqualTo("12345678901234567890");
        assertThat(post.attribute("likes")).contains("3");
    }

    @Test
    void calls_outOfTurn_areRefused() {
        RedisStreamSource source =
                closing(new RedisStreamSource(redis.options(), options().build()));
        assertThatIllegalStateException().isThrownBy(() -> source.poll(1, Duration.ZERO));
        source.open(SourceListener.NONE);
        assertThatIllegalStateException().isThrownBy(() -> source.open(SourceListener.NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> source.poll(0, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.acknowledge(List.of(Delivery.of("1-0", TestPosts.post(1)))));
        source.close();
        assertThatIllegalStateException().isThrownBy(() -> source.poll(1, Duration.ZERO));
    }
}
