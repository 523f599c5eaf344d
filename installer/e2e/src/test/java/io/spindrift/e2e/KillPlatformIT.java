package io.spindrift.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.history.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// kill -9 of the platform, again and again, while an application runs. The seed of the moments is
/// in the report; `-Dspindrift.e2e.kills=20` makes them twenty.
final class KillPlatformIT {
    private static final int KILLS = Surroundings.number("kills", 3);
    private static final long SEED = Long.getLong("spindrift.e2e.seed", System.nanoTime());
    private static final int UP_MILLIS = 4_000;
    private static final int DOWN_MILLIS = 1_500;

    /// Prices are kept in billionths; a cost is rounded once for each container.
    private static final BigDecimal NANO = new BigDecimal("0.000000001");

    private final Random random = new Random(SEED);
    private final Set<String> drivers = new TreeSet<>();

    @Test
    void kill_atRandomMoments_losesAndRepeatsNothing() {
        try (Platform platform = Platform.start("kills")) {
            Programs programs = new Programs(platform.api());
            String appId =
                    platform.api()
                            .submit(
                                    programs.steps(
                                            "kills", Surroundings.DEFAULT_SPARK, KILLS * 7L));
            platform.api().awaitState(appId, "RUNNING", Duration.ofMinutes(2));
            Await.until("its driver", Duration.ofMinutes(2), () -> noteDrivers(platform) == 1);
            Report report = new Report("kills", "kill", "up ms", "down ms", "ready again after ms");
            for (int kill = 1; kill <= KILLS; kill++) {
                killOnce(platform, kill, report);
            }
            JsonNode ended = platform.api().awaitEnd(appId, Duration.ofSeconds(120L + KILLS * 7L));
            JsonNode cost = platform.api().of(appId, "cost");
            platform.stop();
            report.remark("seed %d; drivers seen: %s".formatted(SEED, drivers));
            compareRows(platform, appId, ended, report);
            report.write();

            assertThat(ended.path("appState").asText()).as(ended.toString()).isEqualTo("COMPLETED");
            assertThat(ended.path("attempts")).hasSize(1);
            assertThat(drivers).as("drivers, by pid and start time").hasSize(1);
            paidOnce(ended, cost);
        }
    }

    private void killOnce(Platform platform, int kill, Report report) {
        int up = random.nextInt(UP_MILLIS);
        int down = random.nextInt(DOWN_MILLIS);
        Await.pause(Duration.ofMillis(up));
        noteDrivers(platform);
        platform.kill();
        Await.pause(Duration.ofMillis(down));
        noteDrivers(platform);
        Instant begun = Instant.now();
        platform.start();
        report.row(kill, up, down, Duration.between(begun, Instant.now()).toMillis());
        noteDrivers(platform);
    }

    /// @return how many drivers run now
    private int noteDrivers(Platform platform) {
        List<String> now =
                Leftovers.of(platform.home()).stream()
                        .filter(one ->
                                one.command().contains("org.apache.spark.deploy.SparkSubmit"))
                        .filter(one -> one.process().info().command().orElse("").endsWith("/java"))
                        .map(one -> one.process().pid() + " since " + one.startedAt().orElseThrow())
                        .toList();
        drivers.addAll(now);
        return now.size();
    }

    /// What was kept through all the kills is what one undisturbed reading of the log gives.
    private static void compareRows(
            Platform platform, String appId, JsonNode ended, Report report) {
        RunId run = new RunId(appId, 1);
        Path log = platform.data().resolve("eventlogs").resolve(appId).resolve("1");
        List<String> kept;
        List<String> undisturbed;
        try (HistoryRows after = HistoryRows.open(platform.data().resolve("rocksdb"));
                HistoryRows once = HistoryRows.empty("undisturbed")) {
            once.read(run, log, "kills", after.memory(run), lastDriverEnd(ended));
            kept = after.dump(run);
            // The platform alone knows what became of it; no log says so.
            once.outcome(run, after.run(run).outcome());
            undisturbed = once.dump(run);
        }
        keep("after-kills.txt", kept);
        keep("undisturbed.txt", undisturbed);
        report.remark(
                "%d rows kept, %d rows of an undisturbed reading; equal: %s"
                        .formatted(kept.size(), undisturbed.size(), kept.equals(undisturbed)));

        assertThat(kept).containsExactlyElementsOf(undisturbed);
        assertThat(kept).hasSizeGreaterThan(KILLS * 10);
    }

    private static Instant lastDriverEnd(JsonNode ended) {
        return Times.at(ended.path("attempts").path(0), "endedAt");
    }

    private static void keep(String name, List<String> lines) {
        Path file = Surroundings.target().resolve("rows").resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Each container stayed once, and the whole is the sum of its exact parts.
    private static void paidOnce(JsonNode ended, JsonNode cost) {
        List<JsonNode> stays = Json.items(cost.path("containers")).toList();
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode stay : stays) {
            sum = sum.add(stay.path("cost").path("amount").decimalValue());
            assertThat(Times.at(stay, "startedAt"))
                    .isBetween(Times.at(ended, "createdAt"), Times.at(ended, "endedAt"));
        }

        assertThat(stays.stream().map(stay -> stay.path("container").asText()))
                .containsExactlyInAnyOrder("driver", "executor-0");
        assertThat(cost.path("final").asBoolean()).isTrue();
        assertThat(cost.path("total").path("amount").decimalValue().subtract(sum).abs())
                .isLessThanOrEqualTo(NANO.multiply(BigDecimal.valueOf(stays.size())));
    }
}
