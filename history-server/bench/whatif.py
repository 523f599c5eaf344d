#!/usr/bin/env python3
"""Runs one ETL with Spark on several numbers of executors and holds what the model says against what was.

    whatif.py --spark HOME [--rows 4000000] [--executors 1,2] [--waiting] [--work FOLDER]

Executors share this machine's cores, so with as many as there are cores tasks get slower, which the model does not know of:
--waiting runs a program whose tasks sleep instead, for the model's word about other numbers to be held against the truth.

Needs a built tree (target/classes), Java 25 (JAVA_HOME), and a Spark 4.3 distribution (or an unpacked pyspark)."""
import argparse, glob, os, shutil, subprocess, sys, tempfile
from bench import HERE, JAVA, classpath

ETL = '''
import sys
from pyspark.sql import SparkSession, functions as f
spark = SparkSession.builder.getOrCreate()
rows = int(sys.argv[1])
orders = spark.range(0, rows, 1, 8).select("id", (f.hash("id") % 50000).alias("customer"), (f.rand(1) * 100).alias("amount"))
orders.write.mode("overwrite").parquet(sys.argv[2] + "/orders")
customers = spark.range(-50000, 50000, 1, 4).select(f.col("id").alias("customer"), f.sha2(f.col("id").cast("string"), 512).alias("name"))
joined = spark.read.parquet(sys.argv[2] + "/orders").join(customers, "customer")
joined.groupBy("name").agg(f.sum("amount").alias("total"), f.max(f.sha2(f.concat("name", "id"), 512)).alias("digest")).write.mode("overwrite").parquet(sys.argv[2] + "/totals")
print(spark.read.parquet(sys.argv[2] + "/totals").orderBy(f.desc("total")).limit(10).collect())
'''

WAITING = '''
import time
from pyspark.sql import SparkSession
context = SparkSession.builder.getOrCreate().sparkContext
def wait(seconds):
    time.sleep(seconds)
    return seconds
for round in range(3):
    pairs = context.parallelize(range(16), 16).map(lambda i: (i % 6, wait(1 + i % 5 * 0.5)))
    print(pairs.reduceByKey(lambda a, b: a + b, 6).map(lambda pair: wait(1 + pair[0] * 0.25)).collect())
    time.sleep(2)
'''


def run(spark, executors, rows, work, text):
    home = os.path.join(spark, "deps") if os.path.isdir(os.path.join(spark, "deps")) else spark
    python = os.path.join(spark, "python") if os.path.isdir(os.path.join(spark, "python")) else spark
    folder = os.path.join(work, "executors-%d" % executors)
    log = os.path.join(folder, "log")
    os.makedirs(log)
    program = os.path.join(folder, "etl.py")
    with open(program, "w") as file:
        file.write(text)
    path = ":".join([python, *glob.glob(os.path.join(python, "lib", "py4j-*-src.zip"))])
    subprocess.run([os.path.join(home, "bin", "spark-submit"), "--master", "local-cluster[%d,1,1024]" % executors, "--name", "etl",
                    "--conf", "spark.eventLog.enabled=true", "--conf", "spark.eventLog.dir=file://" + log, "--conf", "spark.ui.enabled=false",
                    "--conf", "spark.sql.shuffle.partitions=16", "--conf", "spark.sql.autoBroadcastJoinThreshold=-1",
                    "--conf", "spark.executor.memory=1g", "--conf", "spark.driver.memory=1g", program, str(rows), folder],
                   env={**os.environ, "SPARK_HOME": home, "PYTHONPATH": path, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable,
                        "SPARK_WORKER_DIR": os.path.join(folder, "worker")}, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=1800)
    return log


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--spark", required=True)
    options.add_argument("--rows", type=int, default=4_000_000)
    options.add_argument("--executors", default="1,2")
    options.add_argument("--waiting", action="store_true")
    options.add_argument("--work")
    given = options.parse_args()
    work = given.work or tempfile.mkdtemp(prefix="whatif-")
    try:
        logs = [run(given.spark, int(count), given.rows, work, WAITING if given.waiting else ETL) for count in given.executors.split(",")]
        built = os.path.join(work, "classes")
        cp = ":".join(classpath(work))
        subprocess.run([JAVA + "c", "-nowarn", "-d", built, "-cp", cp, os.path.join(HERE, "WhatIfRuns.java")], check=True)
        subprocess.run([JAVA, "-Xmx512m", "--enable-native-access=ALL-UNNAMED", "-cp", built + ":" + cp, "WhatIfRuns",
                        os.path.join(work, "db"), *logs], check=True)
    finally:
        if not given.work:
            shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
