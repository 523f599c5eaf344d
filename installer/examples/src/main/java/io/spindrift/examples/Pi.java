package io.spindrift.examples;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/// Estimates Pi by throwing darts: `Pi [slices] [darts per slice]`.
public final class Pi {
    private Pi() {}

    public static void main(String[] arguments) {
        int slices = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8;
        int darts = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000_000;
        try (SparkSession spark = SparkSession.builder().appName("pi").getOrCreate()) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            List<Integer> seeds = IntStream.range(0, slices).boxed().toList();
            long hits =
                    context.parallelize(seeds, slices)
                            .map(seed -> hits(seed, darts))
                            .reduce(Long::sum);
            System.out.printf("Pi is roughly %.5f%n", 4.0 * hits / ((double) slices * darts));
        }
    }

    private static long hits(int seed, int darts) {
        SplittableRandom random = new SplittableRandom(seed);
        long hits = 0;
        for (int dart = 0; dart < darts; dart++) {
            double x = random.nextDouble();
            double y = random.nextDouble();
            if (x * x + y * y <= 1) {
                hits++;
            }
        }
        return hits;
    }
}
