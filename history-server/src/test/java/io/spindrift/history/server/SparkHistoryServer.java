package io.spindrift.history.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Spark's own history server, started from a whole distribution.
final class SparkHistoryServer implements AutoCloseable {
    private static final List<String> OPENED =
            List.of("java.base/java.lang", "java.base/java.nio", "java.base/sun.nio.ch");

    private final Process process;
    private final int port;

    /// @param version one of the folders in `SPINDRIFT_RUNTIMES`; before 4.2 it runs on Java 17
    SparkHistoryServer(String version, Path logs, Path work) throws IOException {
        String runtimes = System.getenv("SPINDRIFT_RUNTIMES");
        assertThat(runtimes)
                .as("needs SPINDRIFT_RUNTIMES, the folder of Spark runtimes")
                .isNotNull();
        Path spark = Path.of(runtimes, version);
        assertThat(spark.resolve("jars")).as("needs Spark %s", version).isDirectory();
        Path java = version.startsWith("3.") ? java17() : Path.of(System.getProperty("java.home"));
        port = freePort();
        List<String> command = new ArrayList<>(List.of(java.resolve("bin/java").toString()));
        command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        OPENED.forEach(each -> command.add("--add-opens=" + each + "=ALL-UNNAMED"));
        command.add("-Dspark.history.fs.logDirectory=" + logs.toUri());
        command.add("-Dspark.history.ui.port=" + port);
        command.addAll(List.of("-cp", spark.resolve("jars") + "/*"));
        command.add("org.apache.spark.deploy.history.HistoryServer");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SPARK_HOME", spark.toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        process =
                builder.directory(work.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(work.resolve("spark-" + version + ".log").toFile())
                        .start();
    }

    String address() {
        return "http://127.0.0.1:" + port + "/api/v1";
    }

    private static Path java17() throws IOException {
        try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
            return homes.filter(home -> home.getFileName().toString().contains("17"))
                    .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("needs Java 17 under /usr/lib/jvm"));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
