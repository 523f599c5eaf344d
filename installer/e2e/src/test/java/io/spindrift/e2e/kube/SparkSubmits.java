package io.spindrift.e2e.kube;

import io.spindrift.e2e.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Spark's own submission, beside which ours is measured.
final class SparkSubmits {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s");

    private SparkSubmits() {}

    /// @param cpuSeconds user and system time of all of its processes
    record Taken(double seconds, double cpuSeconds) {}

    /// Submits one driver in cluster mode; the pod goes to the nodes.
    ///
    /// @param toTheEnd whether it waits for the end of the driver, as it does unless told otherwise
    static Taken submit(
            Space space, SimulatedNodes nodes, Path folder, int number, boolean toTheEnd) {
        Path template = folder.resolve("template.yaml");
        Path said = folder.resolve("submit-" + number);
        try {
            // JSON is YAML; a driver needs a container in its template.
            Files.writeString(
                    template,
                    "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": %s}"
                            .formatted(nodes.placement()));
            long begin = System.nanoTime();
            Process process = builder(command(space, template, number, toTheEnd), said).start();
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError("spark-submit failed: " + Files.readString(said));
            }
            String times =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Taken((System.nanoTime() - begin) / 1e9, cpuSeconds(times));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static ProcessBuilder builder(List<String> submission, Path said) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "bash",
                                "-c",
                                "out=$1; shift; \"$@\" >\"$out\" 2>&1; code=$?; times; exit $code",
                                "bash",
                                said.toString()));
        command.addAll(submission);
        ProcessBuilder builder = new ProcessBuilder(command);
        Path home = Surroundings.runtimes().resolve(Surroundings.DEFAULT_SPARK);
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment()
                .put("JAVA_HOME", Surroundings.javaFor(Surroundings.DEFAULT_SPARK).toString());
        return builder;
    }

    private static List<String> command(Space space, Path template, int number, boolean toTheEnd) {
        Path home = Surroundings.runtimes().resolve(Surroundings.DEFAULT_SPARK);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                home.resolve("bin/spark-submit").toString(),
                                "--master",
                                "k8s://" + space.apiServer(),
                                "--deploy-mode",
                                "cluster",
                                "--class",
                                "io.spindrift.examples.Pi"));
        for (String conf :
                List.of(
                        "namespace=" + space.namespace(),
                        "container.image="
                                + Surroundings.imageRepository()
                                + ":"
                                + Surroundings.DEFAULT_SPARK,
                        "authenticate.driver.serviceAccountName=" + Space.SERVICE_ACCOUNT,
                        "driver.pod.name=spark-submit-" + number,
                        "driver.podTemplateFile=" + template,
                        // By it, who plays Spark there ends it.
                        "driver.label." + PlayedSpark.APP + "=spark-submit-" + number,
                        "submission.waitAppCompletion=" + toTheEnd)) {
            command.addAll(List.of("--conf", "spark.kubernetes." + conf));
        }
        command.add("local:///opt/spindrift/examples/spindrift-examples.jar");
        return command;
    }

    /// The second line of the shell's `times`: what its children took.
    private static double cpuSeconds(String times) {
        String children = times.lines().skip(1).findFirst().orElseThrow();
        double sum = 0;
        for (Matcher part = TIME.matcher(children); part.find(); ) {
            sum += 60 * Integer.parseInt(part.group(1)) + Double.parseDouble(part.group(2));
        }
        return sum;
    }
}
