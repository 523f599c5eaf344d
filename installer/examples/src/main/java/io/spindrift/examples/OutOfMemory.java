package io.spindrift.examples;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/// Keeps all it reads in memory until the executor's heap is full.
public final class OutOfMemory {
    private static final int CHUNK_BYTES = 16 << 20;
    private static final int CHUNKS_MAX = 65_536;

    private OutOfMemory() {}

    public static void main(String[] arguments) {
        try (SparkSession spark = SparkSession.builder().appName("out-of-memory").getOrCreate()) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            long kept =
                    context.parallelize(List.of(1), 1).map(ignored -> hoard()).reduce(Long::sum);
            System.out.println("Kept " + kept + " bytes");
        }
    }

    private static long hoard() {
        List<byte[]> chunks = new ArrayList<>();
        while (chunks.size() < CHUNKS_MAX) {
            chunks.add(new byte[CHUNK_BYTES]);
        }
        return (long) chunks.size() * CHUNK_BYTES;
    }
}
