package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.spindrift.runtime.ClusterEvent;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.LaunchId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventKeeperTest {
    private static final LaunchId ETL = new LaunchId("etl", 1);
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir Path folder;

    @Test
    void events_ofPodsOfOurs_areKept_othersPassedOver() {
        EventKeeper keeper = new EventKeeper(folder);
        keeper.follow(ETL);
        keeper.take(event("2", "etl-1-exec-3", "Warning", "FailedScheduling", 10, 4));
        keeper.take(event("1", "etl-1-driver", "Normal", "Pulled", 0, 1));
        keeper.take(event("3", "etl-2-driver", "Normal", "Pulled", 0, 1));
        keeper.take(event("4", "someone", "Normal", "Pulled", 0, 1));
        assertThat(keeper.of(ETL))
                .containsExactly(
                        new ClusterEvent(ContainerId.DRIVER, AT, false, "Pulled", "Pulled it", 1),
                        new ClusterEvent(
                                ContainerId.executor("3"),
                                AT.plusSeconds(10),
                                true,
                                "FailedScheduling",
                                "FailedScheduling it",
                                4));
    }

    @Test
    void whatIsToldAgain_standsOnce_alsoAfterARestart() throws Exception {
        EventKeeper keeper = new EventKeeper(folder);
        keeper.follow(ETL);
        keeper.take(event("1", "etl-1-driver", "Normal", "Pulled", 0, 1));
        keeper.take(event("1", "etl-1-driver", "Normal", "Pulled", 5, 2));
        EventKeeper next = new EventKeeper(folder);
        next.follow(ETL);
        next.take(event("1", "etl-1-driver", "Normal", "Pulled", 5, 2));
        assertThat(next.of(ETL)).extracting(ClusterEvent::count).containsExactly(2);
        assertThat(Files.readAllLines(folder.resolve("events/etl/1"))).hasSize(2);
        next.leave(ETL);
        next.take(event("9", "etl-1-driver", "Normal", "Killing", 6, 1));
        assertThat(next.of(ETL)).hasSize(1);
        next.remove(ETL);
        assertThat(next.of(ETL)).isEmpty();
    }

    @Test
    void aLineThatACrashCutOff_isLeftOut() throws Exception {
        EventKeeper keeper = new EventKeeper(folder);
        keeper.follow(ETL);
        keeper.take(event("1", "etl-1-driver", "Normal", "Pulled", 0, 1));
        Path file = folder.resolve("events/etl/1");
        Files.writeString(file, Files.readString(file) + "{\"id\":\"2\",\"cont");
        assertThat(new EventKeeper(folder).of(ETL)).hasSize(1);
    }

    private static Event event(
            String uid, String pod, String type, String reason, int second, int count) {
        return new EventBuilder()
                .withNewMetadata()
                .withUid(uid)
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("Pod")
                .withName(pod)
                .endInvolvedObject()
                .withType(type)
                .withReason(reason)
                .withMessage(reason + " it")
                .withCount(count)
                .withLastTimestamp(AT.plusSeconds(second).toString())
                .build();
    }
}
