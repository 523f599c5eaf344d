package io.spindrift.examples;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/// A small daily load: generates orders and customers, joins them over a shuffle, aggregates,
/// writes Parquet by region, reads it back and checks the sum: `Etl [orders] [output folder]`.
public final class Etl {
    private static final int CUSTOMERS = 200_000;
    private static final int REGIONS = 8;

    private Etl() {}

    public static void main(String[] arguments) {
        long orders = arguments.length > 0 ? Long.parseLong(arguments[0]) : 3_000_000;
        String output = arguments.length > 1 ? arguments[1] : "etl-output";
        String folder = Path.of(output).toAbsolutePath().toUri().toString();
        try (SparkSession spark = SparkSession.builder().appName("etl").getOrCreate()) {
            run(spark, orders, folder);
        }
    }

    private static void run(SparkSession spark, long orders, String folder) {
        spark.sparkContext().setJobDescription("Load orders and customers, join, write Parquet");
        Dataset<Row> revenue = revenue(orders(spark, orders), customers(spark), regions(spark));
        revenue.write().mode("overwrite").partitionBy("region").parquet(folder);
        spark.sparkContext().setJobDescription("Read back and check");
        Dataset<Row> written = spark.read().parquet(folder);
        long counted = written.agg(sum("orders")).first().getLong(0);
        if (counted != orders) {
            throw new IllegalStateException(
                    "wrote " + counted + " orders where " + orders + " were made");
        }
        spark.sparkContext().setJobDescription("Best regions");
        written.groupBy("region").agg(sum("cents").as("cents")).orderBy(col("cents").desc()).show();
        System.out.println("Wrote " + counted + " orders to " + folder);
    }

    private static Dataset<Row> orders(SparkSession spark, long orders) {
        return spark.range(orders)
                .select(
                        col("id").as("orderId"),
                        abs(hash(col("id"))).mod(lit(CUSTOMERS)).as("customerId"),
                        abs(hash(col("id"), lit(7))).mod(lit(50_000)).plus(lit(99)).as("cents"),
                        abs(hash(col("id"), lit(3))).mod(lit(30)).as("day"));
    }

    private static Dataset<Row> customers(SparkSession spark) {
        return spark.range(CUSTOMERS)
                .select(
                        col("id").cast("int").as("customerId"),
                        abs(hash(col("id"), lit(11))).mod(lit(REGIONS)).as("regionId"));
    }

    private static Dataset<Row> regions(SparkSession spark) {
        return spark.range(REGIONS)
                .select(
                        col("id").cast("int").as("regionId"),
                        concat(lit("region-"), col("id")).as("region"));
    }

    private static Dataset<Row> revenue(
            Dataset<Row> orders, Dataset<Row> customers, Dataset<Row> regions) {
        return orders.join(customers.hint("merge"), "customerId")
                .join(broadcast(regions), "regionId")
                .withColumn("date", date_add(to_date(lit("2026-01-01")), col("day")))
                .groupBy("region", "date")
                .agg(count(lit(1)).as("orders"), sum("cents").as("cents"));
    }
}
