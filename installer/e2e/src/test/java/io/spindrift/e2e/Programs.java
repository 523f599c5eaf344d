package io.spindrift.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Small programs that these tests submit, as requests whose file is uploaded already.
public final class Programs {
    /// One shuffle, over as many numbers as the first argument says.
    private static final String SUM =
            """
            import sys
            from pyspark.sql import SparkSession

            spark = SparkSession.builder.getOrCreate()
            numbers = spark.range(0, int(sys.argv[1]), 1, 4)
            print(numbers.selectExpr("id % 10 as k").groupBy("k").count().count())
            spark.stop()
            """;

    /// A small query every moment, for as many seconds after the first one as the first argument
    /// says.
    public static final String STEPS =
            """
            import sys, time
            from pyspark.sql import SparkSession

            spark = SparkSession.builder.getOrCreate()
            end, step = None, 0
            while end is None or time.time() < end:
                spark.sparkContext.setJobDescription(f"step {step}")
                numbers = spark.range(0, 200000, 1, 4)
                rows = numbers.selectExpr("id % 10 as k").groupBy("k").count().collect()
                print(f"step {step}: {len(rows)} rows", flush=True)
                step += 1
                end = end or time.time() + float(sys.argv[1])
                time.sleep(0.2)
            spark.stop()
            """;

    private final Api api;

    public Programs(Api api) {
        this.api = api;
    }

    public ObjectNode sum(String jobId, String sparkVersion, long numbers) {
        return python(jobId, sparkVersion, api.upload("sum.py", SUM), numbers);
    }

    public ObjectNode steps(String jobId, String sparkVersion, long seconds) {
        return python(jobId, sparkVersion, api.upload("steps.py", STEPS), seconds);
    }

    public ObjectNode python(String jobId, String fileName, String program) {
        return Json.object(
                """
                {"jobId": "%s", "configOverrides": {
                    "type": "Python", "mainApplicationFile": "%s"}}
                """
                        .formatted(jobId, api.upload(fileName, program)));
    }

    private static ObjectNode python(String jobId, String sparkVersion, String uri, long argument) {
        return Json.object(
                """
                {"jobId": "%s", "configOverrides": {
                    "type": "Python", "sparkVersion": "%s", "mainApplicationFile": "%s",
                    "arguments": ["%d"],
                    "sparkConf": {"spark.sql.shuffle.partitions": "4"}}}
                """
                        .formatted(jobId, sparkVersion, uri, argument));
    }
}
