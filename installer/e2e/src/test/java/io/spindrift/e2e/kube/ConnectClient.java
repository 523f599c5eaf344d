package io.spindrift.e2e.kube;

import io.spindrift.e2e.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Spark's own client of a Connect server, in a process of its own, with the jars of the runtime.
final class ConnectClient {
    private static final int ENDS_WITHIN_SECONDS = 120;
    private static final String PROGRAM =
            """
            import org.apache.spark.sql.connect.SparkSession;

            class Sum {
                public static void main(String[] words) {
                    SparkSession spark = SparkSession.builder().remote(words[0]).getOrCreate();
                    Object sum = spark.sql("SELECT sum(id) FROM range(100)").collectAsList().get(0);
                    System.out.println("the sum is " + sum);
                    System.exit(0);
                }
            }
            """;

    private ConnectClient() {}

    /// What the server at a port of this machine says that 0 to 99 come to.
    static String sum(int port) throws IOException {
        Path folder = Files.createTempDirectory("spindrift-connect-");
        Path source = Files.writeString(folder.resolve("Sum.java"), PROGRAM);
        Path out = folder.resolve("out");
        Path jars = Surroundings.runtimes().resolve(Surroundings.DEFAULT_SPARK).resolve("jars");
        List<String> command =
                List.of(
                        Surroundings.javaFor(Surroundings.DEFAULT_SPARK)
                                .resolve("bin/java")
                                .toString(),
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Xmx256m",
                        "-cp",
                        jars.resolve("connect-repl") + "/*:" + jars + "/*",
                        source.toString(),
                        "sc://127.0.0.1:" + port);
        Process client =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        try {
            if (!client.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                client.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String said = Files.readString(out, StandardCharsets.UTF_8);
        return said.lines()
                .filter(line -> line.startsWith("the sum is ["))
                .findFirst()
                .map(line -> line.substring(line.indexOf('[') + 1, line.indexOf(']')))
                .orElse(said);
    }
}
