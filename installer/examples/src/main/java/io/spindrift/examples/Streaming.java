package io.spindrift.examples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.window;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/// A structured-streaming query that ends by itself: `Streaming [seconds] [rows per second]`.
public final class Streaming {
    private Streaming() {}

    public static void main(String[] arguments) throws TimeoutException, StreamingQueryException {
        long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 20;
        long rowsPerSecond = arguments.length > 1 ? Long.parseLong(arguments[1]) : 500;
        try (SparkSession spark = SparkSession.builder().appName("streaming").getOrCreate()) {
            spark.conf().set("spark.sql.shuffle.partitions", "2");
            StreamingQuery query = start(spark, rowsPerSecond);
            query.awaitTermination(TimeUnit.SECONDS.toMillis(seconds));
            query.stop();
        }
    }

    private static StreamingQuery start(SparkSession spark, long rowsPerSecond)
            throws TimeoutException {
        return spark.readStream()
                .format("rate")
                .option("rowsPerSecond", rowsPerSecond)
                .load()
                .withWatermark("timestamp", "5 seconds")
                .groupBy(window(col("timestamp"), "2 seconds"))
                .count()
                .writeStream()
                .queryName("events-per-window")
                .outputMode("update")
                .format("console")
                .trigger(Trigger.ProcessingTime(2, TimeUnit.SECONDS))
                .start();
    }
}
