package io.spindrift.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/// What the console's pages are looked at with: applications of every kind on the shared platform.
///
/// @param finished ran well, with SQL and several stages
/// @param failed ended by an exception
/// @param others ids of the runs of [ForeignLogs], by name
record Gallery(Platform platform, String finished, String failed, Map<String, String> others) {
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final String FAILING =
            """
            from pyspark.sql import SparkSession

            def halve(number):
                if number == 777:
                    raise ValueError("cannot halve 777 fairly")
                return number / 2

            spark = SparkSession.builder.getOrCreate()
            print(spark.sparkContext.parallelize(range(1000), 4).map(halve).sum())
            """;

    /// The id of a run of [ForeignLogs].
    String foreign(String name) {
        return Objects.requireNonNull(others.get(name), () -> name + " is not in " + others);
    }

    /// A kept dataset of [ForeignLogs#KEEPS].
    String dataset() {
        return below(ForeignLogs.KEEPS, "storage")
                .filter(kept -> kept.path("memoryBytes").asLong() > 0)
                .findFirst()
                .orElseThrow()
                .path("rddId")
                .asText();
    }

    /// A streaming query of [ForeignLogs#WINDOWS] with state.
    String stream() {
        return below(ForeignLogs.WINDOWS, "streaming")
                .filter(query -> query.path("stateBytesMax").asLong() > 0)
                .findFirst()
                .orElseThrow()
                .path("queryRunId")
                .asText();
    }

    private Stream<JsonNode> below(String name, String list) {
        String path = "/ocean/spark/cluster/" + ForeignLogs.CLUSTER + "/app/" + foreign(name);
        return platform.api().get(path + "/" + list).expect(200).items().stream();
    }

    private static Map<String, String> foreign(Api api) {
        return Await.value(
                "runs that others started",
                PATIENCE,
                () -> {
                    Map<String, String> found = new LinkedHashMap<>();
                    for (JsonNode one :
                            api.get("/ocean/spark/app?clusterId=" + ForeignLogs.CLUSTER)
                                    .expect(200)
                                    .items()) {
                        if (Api.hasEnded(one)) {
                            String name = one.path("displayName").asText();
                            found.put(name, one.path("id").asText());
                        }
                    }
                    return Optional.of(found).filter(all -> all.size() == ForeignLogs.COUNT);
                });
    }

    /// Filled once; where that failed, every test that asks for it fails for the same reason.
    static Gallery of(Platform platform, ExtensionContext.Store store) {
        Object known = store.computeIfAbsent(Gallery.class, key -> fillOrFailure(platform));
        if (known instanceof Gallery gallery) {
            return gallery;
        }
        throw new AssertionError("there is nothing to look at", (Throwable) known);
    }

    private static Object fillOrFailure(Platform platform) {
        try {
            return fill(platform);
        } catch (RuntimeException | AssertionError e) {
            return e;
        }
    }

    private static Gallery fill(Platform platform) {
        Api api = platform.api();
        Programs programs = new Programs(api);
        ObjectNode labelled = programs.steps("daily-etl", Surroundings.DEFAULT_SPARK, 15);
        ((ObjectNode) labelled.path("configOverrides")).putObject("labels").put("team", "data");
        String before = api.submit(programs.sum("daily-etl", Surroundings.OTHER_SPARK, 1_000_000));
        String finished = api.submit(labelled);
        String failed = api.submit(programs.python("halve", "halve.py", FAILING));
        for (String appId : List.of(before, finished, failed)) {
            JsonNode ended = api.awaitEnd(appId, PATIENCE);
            String wanted = appId.equals(failed) ? "FAILED" : "COMPLETED";
            if (!ended.path("appState").asText().startsWith(wanted)) {
                throw new AssertionError(
                        wanted + " expected: " + ended + "\n" + api.log(appId, "driver", "stderr"));
            }
        }
        return new Gallery(platform, finished, failed, foreign(api));
    }
}
