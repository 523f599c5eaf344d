package io.spindrift.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spindrift.app.AppKey;
import io.spindrift.app.Application;
import io.spindrift.app.DriverFigures;
import io.spindrift.app.DriverFigures.Counts;
import io.spindrift.app.ObservedConfig;
import io.spindrift.runtime.OtherDriver;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Figures out of what a driver's own REST API answers.
final class DriverReadingTest {
    private static final Instant NOW = Instant.parse("2026-11-22T01:01:05Z");
    private static final String ABOUT =
            "{'id':'spark-1','name':'etl','attempts':[{'sparkUser':'amy','appSparkVersion':'4.1.4'}]}";
    private static final String EXECUTORS =
            """
            [{'id':'driver','isActive':true,'totalCores':0,'totalTasks':0,
              'addTime':'2026-11-22T01:00:00.000GMT','peakMemoryMetrics':{'JVMHeapMemory':999999}},
             {'id':'1','isActive':true,'totalCores':2,'totalTasks':9,'activeTasks':2,
              'completedTasks':6,'failedTasks':1,'totalDuration':60000,'totalInputBytes':4096,
              'totalShuffleRead':10,'totalShuffleWrite':20,
              'addTime':'2026-11-22T01:00:05.000GMT',
              'peakMemoryMetrics':{'JVMHeapMemory':700,'JVMOffHeapMemory':100}},
             {'id':'2','isActive':false,'totalCores':1,'totalTasks':3,'completedTasks':3,
              'totalDuration':15000,'totalInputBytes':1,
              'addTime':'2026-11-22T01:00:05.000GMT','removeTime':'2026-11-22T01:00:35.000GMT',
              'peakMemoryMetrics':{'JVMHeapMemory':700,'ProcessTreeJVMRSSMemory':5000}}]
            """;
    private static final String JOBS =
            """
            [{'jobId':1200,'status':'RUNNING','numActiveStages':1,'numCompletedStages':2},
             {'jobId':1199,'status':'FAILED','numCompletedStages':1,'numFailedStages':1},
             {'jobId':1198,'status':'SUCCEEDED','numCompletedStages':3,'numSkippedStages':1}]
            """;

    @Test
    void answers_becomeFigures() {
        DriverFigures told = read(ABOUT, EXECUTORS, JOBS);
        assertThat(told.user()).isEqualTo("amy");
        assertThat(told.sparkVersion()).isEqualTo("4.1.4");
        assertThat(told.executors()).isEqualTo(1);
        assertThat(told.executorsEver()).as("the driver is none").isEqualTo(2);
        assertThat(told.cores()).isEqualTo(2);
        assertThat(told.coreMillis()).isEqualTo(2 * 60_000 + 30_000);
        assertThat(told.tasks()).isEqualTo(new Counts(12, 2, 9, 1));
        assertThat(told.jobs()).as("more than are known").isEqualTo(new Counts(1201, 1, 1199, 1));
        assertThat(told.stages()).isEqualTo(new Counts(9, 1, 6, 1));
        assertThat(told.inputBytes()).isEqualTo(4097);
        assertThat(told.peakMemoryBytes()).isEqualTo(5000);
        assertThat(told.figures().efficiency()).isEqualTo(0.5);
    }

    @Test
    void driverThatRunsTasksItself_isCountedWithoutBeingAnExecutor() {
        DriverFigures told =
                read(
                        ABOUT,
                        "[{'id':'driver','isActive':true,'totalCores':4,'totalTasks':5,"
                                + "'completedTasks':5,'totalDuration':1000,"
                                + "'addTime':'2026-11-22T01:01:00.000GMT',"
                                + "'peakMemoryMetrics':{'JVMHeapMemory':8}}]",
                        "[]");
        assertThat(told.executors()).isZero();
        assertThat(told.cores()).isEqualTo(4);
        assertThat(told.coreMillis()).isEqualTo(20_000);
        assertThat(told.tasks().completed()).isEqualTo(5);
        assertThat(told.peakMemoryBytes()).isEqualTo(8);
        assertThat(told.figures().efficiency()).as("its tasks' time is not told").isNull();
        assertThat(told.jobs()).isEqualTo(new Counts(0, 0, 0, 0));
    }

    @Test
    void oddAnswers_countAsNothing() {
        DriverFigures told =
                read(
                        "{'id':'spark-1'}",
                        "[{'id':3,'isActive':'x','totalCores':-2,'totalDuration':-5,'addTime':'?'}]",
                        "{'no':'list'}");
        assertThat(told.coreMillis()).isZero();
        assertThat(told.cores()).isZero();
        assertThat(told.figures().efficiency()).isNull();
        assertThat(told.figures().coreMillis()).isNull();
        assertThat(told.peakMemoryBytes()).isNull();
        assertThat(told.user()).isEmpty();
    }

    @Test
    void anotherApplication_isNotRead() {
        assertThat(
                        DriverReading.read(
                                "spark-2", List.of(json(ABOUT), json(EXECUTORS), json(JOBS)), NOW))
                .isEmpty();
    }

    @Test
    void figures_areThoseOfTheApplication() {
        OtherDriver driver =
                new OtherDriver(
                        "spark-1",
                        "spark",
                        "etl-driver",
                        "etl",
                        "",
                        "spark-submit",
                        null,
                        NOW.minusSeconds(70),
                        NOW.minusSeconds(65),
                        null);
        AppKey key = new AppKey("kube-observed", "spark-1");
        DriverFigures told = read(ABOUT, EXECUTORS, JOBS);
        Application app = application(key, driver, told);
        assertThat(app.figures()).isEqualTo(told.figures());
        assertThat(app.origin().user()).isEqualTo("amy");
        assertThat(app.spec().sparkVersion()).as("no label told it").isEqualTo("4.1.4");
        assertThat(app.updatedAt()).isEqualTo(NOW);
        Application silent = application(key, driver, null);
        assertThat(silent.updatedAt()).isEqualTo(NOW.minusSeconds(65));
    }

    private static Application application(
            AppKey key, OtherDriver driver, @Nullable DriverFigures told) {
        String version = DriverObserver.sparkVersion(driver, told);
        return DriverObserver.application(
                key, driver, ObservedConfig.of(version, Map.of(), ""), told);
    }

    private static DriverFigures read(String about, String executors, String jobs) {
        return DriverReading.read("spark-1", List.of(json(about), json(executors), json(jobs)), NOW)
                .orElseThrow();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
