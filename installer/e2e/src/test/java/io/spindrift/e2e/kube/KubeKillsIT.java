package io.spindrift.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.e2e.Await;
import io.spindrift.e2e.Report;
import io.spindrift.e2e.Surroundings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// kill -9 of the platform between every two of the writes that a submission is.
@Timeout(1200)
final class KubeKillsIT {
    private static final int ROUNDS = Surroundings.number("rounds", 1);

    @Test
    void kill_afterEachWriteOfASubmission_losesNothingAndSubmitsNothingTwice() {
        try (Sufferer sufferer = Sufferer.start("kills")) {
            Report report =
                    new Report("kube-kills", "writes before the kill", "application", "driver");
            int writes = writesOfASubmission(sufferer);
            for (int round = 1; round <= ROUNDS; round++) {
                kills(sufferer, round, writes, report);
            }
            report.remark("%d writes a submission".formatted(writes));
            report.write();
        }
    }

    private static void kills(Sufferer sufferer, int round, int writes, Report report) {
        Map<Integer, String> applications = new LinkedHashMap<>();
        for (int count = 0; count <= writes; count++) {
            applications.put(count, submitAndKill(sufferer, round, count));
        }
        applications.forEach((count, appId) -> {
            JsonNode ended = sufferer.awaitEnd(appId, Duration.ofMinutes(5));
            sufferer.awaitNothingLeft(appId);
            report.row(count, ended.path("appState").asText(), uids(sufferer, appId));

            assertThat(ended.path("appState").asText())
                    .as("killed after %d writes: %s", count, ended)
                    .isEqualTo("COMPLETED");
            assertThat(ended.path("attempts")).hasSize(1);
            assertThat(uids(sufferer, appId)).as("drivers made").isEqualTo(1);
            assertThat(sufferer.driverLog(appId)).containsOnlyOnce("ENDED");
        });
    }

    /// As many as it takes undisturbed, until all that was made belongs to the pod.
    private static int writesOfASubmission(Sufferer sufferer) {
        String appId = "undisturbed";
        sufferer.proxy().cutAfterWrites(appId, -1);
        sufferer.submit(sufferer.program("sleep", 1).put("appId", appId));
        sufferer.driverPod(appId, 1);
        Await.until(
                "owners of what was made",
                Duration.ofSeconds(30),
                () -> sufferer.unowned(appId).isEmpty());
        int writes = sufferer.proxy().writes();
        JsonNode ended = sufferer.awaitEnd(appId, Duration.ofMinutes(3));
        assertThat(ended.path("appState").asText())
                .as(ended + sufferer.driverLog(appId))
                .isEqualTo("COMPLETED");
        return writes;
    }

    private static String submitAndKill(Sufferer sufferer, int round, int count) {
        String appId = "killed-" + round + "-after-" + count;
        sufferer.proxy().cutAfterWrites(appId, count);
        sufferer.submit(sufferer.program("sleep", 1).put("appId", appId));
        Await.until(
                "the write after which the platform is killed",
                Duration.ofSeconds(60),
                () -> sufferer.proxy().cut());
        sufferer.platform().kill();
        sufferer.proxy().up();
        sufferer.platform().start();
        // A pod that was made before the kill may have ended and gone by now.
        Await.until("its driver", Duration.ofMinutes(2), () -> uids(sufferer, appId) > 0);
        return appId;
    }

    private static int uids(Sufferer sufferer, String appId) {
        return sufferer.drivers().uids().getOrDefault(appId + "-1", Set.of()).size();
    }
}
