package io.spindrift.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;

/// What the console's pages are looked at with: applications of every kind on the shared platform.
///
/// @param finished ran well, with SQL and several stages
/// @param failed ended by an exception
record Gallery(Platform platform, String finished, String failed) {
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
        return new Gallery(platform, finished, failed);
    }
}
