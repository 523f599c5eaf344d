"""Counts words with DataFrames and a Python function: `wordcount.py [lines]`."""

import sys

from pyspark.sql import SparkSession, functions
from pyspark.sql.types import StringType

WORDS = ["spark", "wave", "foam", "drift", "tide", "current", "harbour", "mast"]


def main(lines):
    spark = SparkSession.builder.appName("wordcount").getOrCreate()

    @functions.udf(StringType())
    def line(number):
        return " ".join(WORDS[(number * step) % len(WORDS)] for step in (1, 3, 5, 7))

    words = spark.range(lines).select(functions.explode(functions.split(line("id"), " ")).alias("word"))
    counts = words.groupBy("word").count().orderBy(functions.desc("count"), "word")
    counts.show()
    total = counts.agg(functions.sum("count")).first()[0]
    assert total == 4 * lines, f"counted {total} words, not {4 * lines}"
    spark.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
