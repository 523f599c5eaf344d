#!/usr/bin/env python3
"""Makes an event log of the wanted size by running Spark: wide SQL plans with many aggregates and a join, stages of many
small tasks, and a streaming query with state.

    spark_log.py --spark HOME --mb 600 FOLDER

Leaves FOLDER/<application id>, one plain file. 600 MB take some minutes, for each of about 80 000 tasks really runs."""
import argparse, os, subprocess, sys, time


def work(folder, megabytes):
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as f

    spark = (SparkSession.builder.master("local[*]").appName("wide plans, many tasks, streaming")
             .config("spark.eventLog.enabled", "true").config("spark.eventLog.dir", "file://" + folder)
             .config("spark.eventLog.compress", "false").config("spark.eventLog.rolling.enabled", "false")
             .config("spark.eventLog.logStageExecutorMetrics", "true").config("spark.executor.processTreeMetrics.enabled", "false")
             .config("spark.sql.shuffle.partitions", "400").config("spark.sql.adaptive.enabled", "false")
             .config("spark.sql.autoBroadcastJoinThreshold", "-1").config("spark.ui.enabled", "false").getOrCreate())
    spark.sparkContext.setLogLevel("ERROR")
    log = os.path.join(folder, spark.sparkContext.applicationId + ".inprogress")

    def wide(seed):  # few rows and few seeds: a task costs Spark little but its events, and code compiled once serves again
        rows = spark.range(0, 4_000, 1, 100)
        return rows.select((f.col("id") % 997).alias("k"), *[((f.col("id") * (i + seed)) % 1000).alias("c%d" % i) for i in range(60)])

    def streamed(seconds):
        rows = spark.readStream.format("rate-micro-batch").option("rowsPerBatch", 2000).option("numPartitions", 20).load()
        counted = rows.groupBy((f.col("value") % 100).alias("k")).count()
        query = counted.writeStream.outputMode("complete").format("noop").option("checkpointLocation", os.path.join(folder, ".checkpoint")).start()
        query.awaitTermination(seconds)
        query.stop()

    streamed(30)
    turn = 0
    while os.path.getsize(log) < megabytes * 1_000_000:
        turn += 1
        seed = turn % 4
        left = wide(seed).groupBy("k").agg(*[f.sum("c%d" % i).alias("s%d" % i) for i in range(60)])
        right = wide(seed + 1).groupBy("k").agg(*[f.max("c%d" % i).alias("m%d" % i) for i in range(20)])
        left.join(right, "k").orderBy("s1").write.format("noop").mode("overwrite").save()
        spark.range(0, 1_000_000, 1, 1500).selectExpr("sum(id)").collect()
        print("%d turns, %.0f MB" % (turn, os.path.getsize(log) / 1e6), flush=True)
    spark.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--spark")
    parser.add_argument("--mb", type=int, default=600)
    args = parser.parse_args()
    folder = os.path.abspath(args.folder)
    if os.environ.get("SPINDRIFT_BENCH_INSIDE"):
        work(folder, args.mb)
        return
    if not args.spark:
        sys.exit("--spark is missing: the home of a Spark distribution")
    os.makedirs(folder, exist_ok=True)
    begun = time.time()
    subprocess.run([os.path.join(args.spark, "bin", "spark-submit"), "--driver-memory", "2g", os.path.abspath(__file__), folder, "--mb", str(args.mb)],
                   env={**os.environ, "SPINDRIFT_BENCH_INSIDE": "1", "SPARK_HOME": args.spark, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}, check=True)
    print("%.0f s" % (time.time() - begun))


main()
