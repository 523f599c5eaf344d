package io.spindrift.examples;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/// Fails on a bad record, as real loads do: the cause lies three exceptions deep, in a task.
public final class Failing {
    private Failing() {}

    public static void main(String[] arguments) {
        try (SparkSession spark = SparkSession.builder().appName("failing").getOrCreate()) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            List<String> lines = List.of("17;10.50", "18;11.25", "19;12,50", "20;9.99");
            double total = context.parallelize(lines, 2).map(Failing::amount).reduce(Double::sum);
            System.out.println("Total " + total);
        }
    }

    private static double amount(String line) {
        try {
            return parse(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("Could not load the order file", e);
        }
    }

    private static double parse(String line) {
        String[] fields = line.split(";", -1);
        try {
            return Double.parseDouble(fields[1]);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Order " + fields[0] + " has no valid amount", e);
        }
    }
}
