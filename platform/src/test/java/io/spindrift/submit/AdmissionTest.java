package io.spindrift.submit;

import static io.spindrift.app.Apps.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import io.spindrift.app.AppType;
import io.spindrift.app.Figures;
import io.spindrift.app.SubmissionSource;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.Container;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.Share;
import io.spindrift.runtime.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
    private static final Capacity TWO_CORES = new Capacity(2000, 8192);

    @Test
    void plan_twoSmallOnes_fitOnTwoCores() {
        Admission.Plan plan =
                Admission.plan(
                        TWO_CORES,
                        List.of(waiting("a", 0, 1), waiting("b", 0, 2), waiting("c", 0, 3)),
                        Capacity.NONE,
                        T0.plusSeconds(9));
        assertThat(plan.start()).extracting(AppKey::appId).containsExactly("a", "b");
        assertThat(plan.queue()).extracting(AppKey::appId).containsExactly("c");
        assertThat(plan.held()).isEqualTo(new Capacity(2000, 5632));
    }

    @Test
    void plan_priority_goesFirst() {
        Admission.Plan plan =
                Admission.plan(
                        new Capacity(1000, 8192),
                        List.of(waiting("a", 0, 1), waiting("b", 5, 2)),
                        Capacity.NONE,
                        T0);
        assertThat(plan.start()).extracting(AppKey::appId).containsExactly("b");
    }

    @Test
    void plan_firstDoesNotFit_nobodyOvertakes() {
        AppSummary big = summary("big", 0, 1, 2000, 1000, 0, false, AppState.PENDING);
        Admission.Plan plan =
                Admission.plan(
                        TWO_CORES,
                        List.of(running("r", 1000), big, waiting("small", 0, 2)),
                        Capacity.NONE,
                        T0);
        assertThat(plan.start()).isEmpty();
        assertThat(plan.queue()).extracting(AppKey::appId).containsExactly("big", "small");
    }

    @Test
    void plan_fullPartOfTheCluster_holdsUpNobodyOfAnother() {
        Share small = new Share(new Capacity(1000, 8192), 10);
        Admission.Plan plan =
                Admission.plan(
                        new Capacity(3000, 16384),
                        Map.of("a", small),
                        app -> claim(app.id().substring(0, 1), app),
                        List.of(
                                waiting("a1", 9, 1),
                                waiting("a2", 8, 2),
                                waiting("b1", 0, 3),
                                waiting("a3", 0, 4),
                                waiting("b2", 0, 5),
                                waiting("b3", 0, 6)),
                        Capacity.NONE,
                        T0.plusSeconds(9));
        assertThat(plan.start()).extracting(AppKey::appId).containsExactly("a1", "b1", "b2");
        assertThat(plan.queue()).extracting(AppKey::appId).containsExactly("a2", "a3", "b3");
    }

    @Test
    void plan_firstWaitsForTheWholeCluster_nobodyOvertakesInAnyPart() {
        AppSummary big = summary("big", 0, 1, 2000, 1000, 0, false, AppState.PENDING);
        Admission.Plan plan =
                Admission.plan(
                        TWO_CORES,
                        Map.of("b", new Share(TWO_CORES, 10)),
                        app -> claim(app.id().substring(0, 1), app),
                        List.of(running("c", 1000), big, waiting("d", 0, 2)),
                        Capacity.NONE,
                        T0);
        assertThat(plan.start()).isEmpty();
    }

    @Test
    void plan_numberOfContainers_isABoundOfAPart() {
        Admission.Plan plan =
                Admission.plan(
                        new Capacity(8000, 16384),
                        Map.of("a", new Share(new Capacity(8000, 16384), 5)),
                        app -> claim("a", app),
                        List.of(running("a0", 1000), waiting("a1", 0, 1), waiting("a2", 0, 2)),
                        Capacity.NONE,
                        T0);
        assertThat(plan.start()).extracting(AppKey::appId).containsExactly("a1");
    }

    /// Two containers each.
    private static Claim claim(String part, AppSummary app) {
        return new Claim(part, new Share(Admission.wanted(app), 2));
    }

    @Test
    void plan_memory_isABound() {
        Admission.Plan plan =
                Admission.plan(
                        new Capacity(8000, 2816),
                        List.of(waiting("a", 0, 1), waiting("b", 0, 2)),
                        Capacity.NONE,
                        T0);
        assertThat(plan.start()).hasSize(1);
    }

    @Test
    void lingering_processesOfEndedAttempts_areNotGivenAway() {
        AppSummary retried = summary("r", 0, 1, 1000, 100, 2, true, AppState.RUNNING);
        List<Sighting> sightings = List.of(sight("r", 1), sight("r", 2), sight("ended", 1));
        Capacity lingering = Admission.lingering(List.of(retried), sightings);
        assertThat(lingering).isEqualTo(new Capacity(1600, 2816));
        assertThat(Admission.held(List.of(retried), lingering)).isEqualTo(new Capacity(2600, 2916));
    }

    /// Random arrivals and ends: never over the capacity, in order within a priority, and everyone
    /// starts in the end.
    @Test
    void plan_randomArrivals_neverOverCapacityAndInOrder() {
        for (long seed = 0; seed < 60; seed++) {
            simulate(new Random(seed));
        }
    }

    private static void simulate(Random random) {
        Capacity capacity = new Capacity(1000 + random.nextInt(8000), 2000 + random.nextInt(9000));
        Map<AppKey, AppSummary> live = new HashMap<>();
        List<AppSummary> started = new ArrayList<>();
        int arrived = 0;
        for (int second = 0; second < 2000; second++) {
            Instant now = T0.plusSeconds(second);
            if (arrived < 120 && random.nextInt(3) == 0) {
                AppSummary app = arrival("app-" + arrived++, random, capacity, second);
                live.put(app.key(), app);
            }
            live.values().removeIf(app -> app.holdsRoom() && random.nextInt(6) == 0);
            Capacity before = Admission.held(live.values(), Capacity.NONE);
            Admission.Plan plan = Admission.plan(capacity, live.values(), Capacity.NONE, now);
            assertThat(capacity.fits(plan.held())).isTrue();
            inOrder(plan, live);
            for (AppKey key : plan.start()) {
                AppSummary app = Objects.requireNonNull(live.get(key));
                started.add(app);
                live.put(key, begun(app));
            }
            assertThat(Admission.held(live.values(), Capacity.NONE)).isEqualTo(plan.held());
            assertThat(before.milliCores()).isLessThanOrEqualTo(plan.held().milliCores());
            if (plan.start().isEmpty() && !plan.queue().isEmpty()) {
                AppSummary head = Objects.requireNonNull(live.get(plan.queue().getFirst()));
                assertThat(capacity.fits(plan.held().plus(Admission.wanted(head)))).isFalse();
            }
        }
        assertThat(started).hasSize(120);
    }

    private static void inOrder(Admission.Plan plan, Map<AppKey, AppSummary> live) {
        List<AppSummary> order = new ArrayList<>();
        plan.start().forEach(key -> order.add(Objects.requireNonNull(live.get(key))));
        plan.queue().forEach(key -> order.add(Objects.requireNonNull(live.get(key))));
        assertThat(order)
                .isSortedAccordingTo(
                        Comparator.comparingInt(AppSummary::priority)
                                .reversed()
                                .thenComparing(AppSummary::queuedAt));
    }

    private static AppSummary arrival(String id, Random random, Capacity capacity, int second) {
        long cores = 1 + random.nextLong(capacity.milliCores());
        long memory = 1 + random.nextLong(capacity.memoryMib());
        int priority = random.nextInt(3);
        return summary(id, priority, second, cores, memory, 0, false, AppState.PENDING);
    }

    private static AppSummary begun(AppSummary app) {
        return summary(
                app.id(),
                app.priority(),
                0,
                app.requestedMilliCores(),
                app.requestedMemoryMib(),
                1,
                true,
                AppState.RUNNING);
    }

    private static AppSummary waiting(String id, int priority, int second) {
        return summary(id, priority, second, 1000, 2816, 0, false, AppState.PENDING);
    }

    private static AppSummary running(String id, long milliCores) {
        return summary(id, 0, 0, milliCores, 100, 1, true, AppState.RUNNING);
    }

    private static Sighting sight(String id, int attempt) {
        ContainerId executor = ContainerId.executor("0");
        return new Sighting(
                new LaunchId(id, attempt),
                List.of(new Container(executor, "local", 1, 800, 1408, T0, null)),
                null);
    }

    private static AppSummary summary(
            String id,
            int priority,
            int second,
            long milliCores,
            long memoryMib,
            int attempts,
            boolean holdsRoom,
            AppState state) {
        Instant created = T0.plusSeconds(second);
        return new AppSummary(
                new AppKey("local", id),
                new UUID(1, id.hashCode()),
                "etl",
                id,
                "amy",
                SubmissionSource.CLI,
                state,
                AppType.PYTHON,
                "4.3.0",
                Map.of(),
                priority,
                milliCores,
                memoryMib,
                created,
                created,
                null,
                null,
                null,
                created,
                attempts,
                holdsRoom,
                false,
                Figures.NONE);
    }
}
