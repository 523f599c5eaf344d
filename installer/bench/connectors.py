"""Tries what the full variant of an image has beside Spark: writes and reads each table format, loads each store, source and
driver. Run by connectors.sh with spark-submit. Prints a line for each, and fails where one does not do."""
import sys, tempfile

from pyspark.sql import SparkSession

SETTINGS = {
    "delta": {"spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
              "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog"},
    "iceberg": {"spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
                "spark.sql.catalog.lake": "org.apache.iceberg.spark.SparkCatalog", "spark.sql.catalog.lake.type": "hadoop"},
    "hudi": {"spark.sql.extensions": "org.apache.spark.sql.hudi.HoodieSparkSessionExtension",
             "spark.serializer": "org.apache.spark.serializer.KryoSerializer"},
}
STORES = ["org.apache.hadoop.fs.s3a.S3AFileSystem", "org.apache.hadoop.fs.azurebfs.SecureAzureBlobFileSystem",
          "com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystem"]
DRIVERS = ["net.snowflake.client.jdbc.SnowflakeDriver", "com.amazon.redshift.Driver", "org.postgresql.Driver",
           "org.mariadb.jdbc.Driver", "com.microsoft.sqlserver.jdbc.SQLServerDriver"]
SOURCES = {"kafka": "org.apache.spark.sql.kafka010.KafkaSourceProvider", "snowflake": "net.snowflake.spark.snowflake.DefaultSource",
           "bigquery": "com.google.cloud.spark.bigquery.v2.Spark35BigQueryTableProvider"}


def there(spark, name):
    try:
        return spark._jvm.java.lang.Class.forName(name, True, spark._jvm.java.lang.Thread.currentThread().getContextClassLoader()) is not None
    except Exception as e:
        if "ClassNotFoundException: " + name in str(e):
            return False
        raise


def session(format, folder):
    builder = SparkSession.builder.appName(format)
    for key, value in SETTINGS.get(format, {}).items():
        builder = builder.config(key, value)
    return builder.config("spark.sql.catalog.lake.warehouse", folder).getOrCreate()


def table(spark, format, folder):
    rows = spark.range(100).selectExpr("id", "id % 7 as part", "cast(id as string) as name")
    if format == "iceberg":
        rows.writeTo("lake.db.rows").create()
        spark.sql("delete from lake.db.rows where id >= 90").collect()
        return spark.table("lake.db.rows").count()
    path = folder + "/" + format
    writer = rows.write.format(format)
    if format == "hudi":
        for key, value in {"table.name": "rows", "datasource.write.recordkey.field": "id", "datasource.write.precombine.field": "id"}.items():
            writer = writer.option("hoodie." + key, value)
    writer.save(path)
    if format == "delta":
        spark.sql("delete from delta.`%s` where id >= 90" % path).collect()
    return spark.read.format(format).load(path).count()


def kafka(spark):
    """Nobody listens there; what is not linked fails otherwise."""
    reader = spark.read.format("kafka").option("kafka.bootstrap.servers", "127.0.0.1:1").option("subscribe", "t")
    for option in ("request.timeout.ms", "default.api.timeout.ms", "session.timeout.ms"):
        reader = reader.option("kafka." + option, "2000")
    # The way of Spark 3.3 waits for a broker without end.
    spark.conf.set("spark.sql.streaming.kafka.useDeprecatedOffsetFetching", "false")
    try:
        reader.option("kafkaConsumer.pollTimeoutMs", "1000").option("fetchOffset.numRetries", "1").load().count()
    except Exception as e:
        if "Timeout" in str(e) or "timed out" in str(e):
            return "reaches for its brokers"
        raise
    raise AssertionError("nobody listens there")


def main():
    formats = {"delta": "io.delta.sql.DeltaSparkSessionExtension", "iceberg": "org.apache.iceberg.spark.SparkCatalog",
               "hudi": "org.apache.hudi.DefaultSource", "avro": "org.apache.spark.sql.avro.AvroFileFormat"}
    format = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        spark = session(format if format in SETTINGS else "all", folder)
        if format in formats:
            if not there(spark, formats[format]):
                return print(format, "not there")
            rows = table(spark, format, folder)
            assert rows == (90 if format in ("delta", "iceberg") else 100), rows
            return print(format, "wrote and read", rows, "rows")
        for name in STORES + DRIVERS:
            print(name, "loaded" if there(spark, name) else sys.exit(name + " is missing"))
        for source, name in SOURCES.items():
            print(source, "not there" if not there(spark, name) else kafka(spark) if source == "kafka" else "loaded")
        print("pandas", "took", len(spark.range(5).toPandas()), "rows")


main()
