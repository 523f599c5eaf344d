package io.spindrift.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spindrift.app.AppDeps;
import io.spindrift.app.AppSpec;
import io.spindrift.app.AppType;
import io.spindrift.app.ContainerSpec;
import io.spindrift.app.ExecutorCount;
import io.spindrift.app.PodSettings;
import io.spindrift.app.RestartPolicy;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

final class SparkConfTest {
    private static final LocalSettings SETTINGS =
            LocalSettings.of(
                    Path.of("/r"), Path.of("/data"), "here", new Capacity(2000, 4096), null);
    private static final LaunchId ID = new LaunchId("etl-1", 2);
    private static final AttemptFolder FOLDER = AttemptFolder.of(SETTINGS, ID);
    private static final SparkFiles FILES =
            new SparkFiles("/m.jar", List.of("/b.jar"), List.of(), List.of(), List.of());

    @Test
    void sizes_andPlaces_areOurs() {
        SortedMap<String, String> conf = conf(spec(AppType.JAVA, "4.3.0", Map.of()));
        assertThat(conf)
                .containsEntry("spark.master", "local-cluster[3,2,2816]")
                .containsEntry("spark.driver.memory", "1024m")
                .containsEntry("spark.executor.memory", "1024m")
                .containsEntry("spark.cores.max", "6")
                .containsEntry("spark.eventLog.dir", "file:///data/eventlogs/etl-1/2")
                .containsEntry("spark.driver.bindAddress", "127.0.0.1")
                .containsEntry("spark.executorEnv.MODE", "fast")
                .containsEntry("spark.app.name", "etl")
                .containsEntry("spark.hadoop.fs.x", "y");
    }

    @Test
    void userSettings_winOverDefaults_andJoinDependencies() {
        SortedMap<String, String> conf =
                conf(
                        spec(
                                AppType.JAVA,
                                "4.3.0",
                                Map.of(
                                        "spark.eventLog.rolling.maxFileSize", "64m",
                                        "spark.jars", "/a.jar",
                                        "spark.app.name", "mine")));
        assertThat(conf)
                .containsEntry("spark.eventLog.rolling.maxFileSize", "64m")
                .containsEntry("spark.jars", "/a.jar,/b.jar")
                .containsEntry("spark.app.name", "mine");
    }

    @Test
    void olderSpark_isNotToldWhatItDoesNotKnow() {
        assertThat(conf(spec(AppType.JAVA, "3.5.9", Map.of())))
                .doesNotContainKey("spark.eventLog.includeTaskMetricsAccumulators");
    }

    @Test
    void sqlFile_needsNoMetastore_unlessAskedFor() {
        String key = "spark.sql.catalogImplementation";
        assertThat(conf(spec(AppType.SQL, "4.3.0", Map.of()))).containsEntry(key, "in-memory");
        assertThat(conf(spec(AppType.SQL, "4.3.0", Map.of(key, "hive"))))
                .containsEntry(key, "hive");
    }

    @Test
    void script_quotesWhatUsersWrote() {
        AppSpec spec = spec(AppType.JAVA, "4.3.0", Map.of());
        Launch launch = new Launch(ID, spec, "etl", "ada");
        SparkDistribution spark =
                new SparkDistribution("4.3.0", "2.13", Path.of("/r/4.3.0"), List.of("--flag"));
        String script =
                new DriverScript(launch, FOLDER, spark, Path.of("/java"), SETTINGS)
                        .text(conf(spec), FILES, Path.of("/scripts"), "/python");
        assertThat(script)
                .contains("'it'\\''s; rm -rf $HOME'")
                .contains("export SPARK_LOCAL_IP='127.0.0.1'")
                .contains("'-Xmx1024m'")
                .contains("'-XX:ActiveProcessorCount=1'")
                .contains("export SPINDRIFT_ATTEMPT='etl-1/2'");
    }

    @Test
    void javaOptions_areSplitAsAShellWould() {
        assertThat(DriverScript.words(" -Da=1  -Db=\"two words\" '-Dc=x y' \"\" "))
                .containsExactly("-Da=1", "-Db=two words", "-Dc=x y", "");
    }

    private static SortedMap<String, String> conf(AppSpec spec) {
        return SparkConf.of(new Launch(ID, spec, "etl", "ada"), FILES, FOLDER, 20_001);
    }

    private static AppSpec spec(AppType type, String version, Map<String, String> sparkConf) {
        return new AppSpec(
                type,
                version,
                "/m.jar",
                "Main",
                List.of("it's; rm -rf $HOME"),
                sparkConf,
                Map.of("fs.x", "y"),
                new AppDeps(
                        List.of("/b.jar"),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()),
                container(1),
                container(2),
                ExecutorCount.fixed(3),
                Map.of(),
                0,
                null,
                RestartPolicy.NEVER,
                JsonNodeFactory.instance.objectNode());
    }

    private static ContainerSpec container(int cores) {
        return new ContainerSpec(
                cores,
                1000,
                1024,
                384,
                Map.of("MODE", "fast"),
                new PodSettings(null, null, JsonNodeFactory.instance.objectNode()));
    }
}
