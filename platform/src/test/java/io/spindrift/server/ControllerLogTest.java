package io.spindrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.http.PlatformLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is kept of the platform's own log, and under which cluster.
final class ControllerLogTest {
    private static final Map<String, String> CLUSTERS = Map.of("etl-1", "kube", "pi-1", "local");
    private final Logger logger = Logger.getAnonymousLogger();
    private final ControllerLog log =
            new ControllerLog(logger, (app, _) -> Optional.ofNullable(CLUSTERS.get(app)));

    ControllerLogTest() {
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void lines_areOfTheClusterThatTheyNameOrThatHasTheirApplication() {
        logger.info("admitted app=etl-1");
        logger.log(Level.INFO, "driver made app={0} pod={1}", new Object[] {"etl-1", "etl-1-d"});
        logger.warning("cluster is FAILING: no room cluster=kube");
        logger.info("admitted app=pi-1");
        logger.info("nobody's line");
        logger.info("of an unknown one app=gone");
        logger.info("ended FAILED: it said cluster=kube app=pi-1");

        assertThat(log.of("kube").stream().map(PlatformLine::message))
                .as("the newest first")
                .containsExactly("cluster is FAILING: no room", "driver made", "admitted");
        assertThat(log.of("kube").get(1).fields())
                .containsExactly(Map.entry("appId", "etl-1"), Map.entry("pod", "etl-1-d"));
        assertThat(log.of("local")).as("what somebody else wrote moves no line").hasSize(2);
        assertThat(log.of("none")).isEmpty();
    }

    @Test
    void moreThanItsBound_dropsTheOldestOfThatClusterAlone() {
        logger.info("admitted app=pi-1");
        for (int i = 0; i < ControllerLog.LINES_A_CLUSTER + 10; i++) {
            logger.info("line " + i + " app=etl-1");
        }
        List<PlatformLine> lines = log.of("kube");
        assertThat(lines).hasSize(ControllerLog.LINES_A_CLUSTER);
        assertThat(lines.getLast().message()).isEqualTo("line 10");
        assertThat(log.of("local")).hasSize(1);
    }

    @Test
    void linesThatWait_areBounded() {
        for (int i = 0; i < ControllerLog.LINES_WAITING + 1; i++) {
            logger.info((i == 0 ? "first" : "later") + " app=" + (i == 0 ? "pi-1" : "etl-1"));
        }
        assertThat(log.of("local")).isEmpty();
    }

    @Test
    void failure_isToldInBounds() {
        logger.log(
                Level.SEVERE,
                "x".repeat(3000) + " app=etl-1",
                new IllegalStateException("y".repeat(9000)));
        PlatformLine line = log.of("kube").getFirst();
        assertThat(line.level()).isEqualTo("ERROR");
        assertThat(line.message()).hasSize(2000).endsWith("…");
        assertThat(line.error()).startsWith("java.lang.IllegalStateException: y").hasSize(4000);
    }

    @Test
    void closed_hearsNoMore() {
        log.close();
        logger.info("admitted app=etl-1");
        assertThat(log.of("kube")).isEmpty();
    }
}
