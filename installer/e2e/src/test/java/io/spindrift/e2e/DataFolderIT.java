package io.spindrift.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a data folder goes through: a second process, a restart, a full disk.
final class DataFolderIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void secondProcess_onTheSameData_isRefusedByName() {
        try (Platform first = Platform.start("first");
                Platform second =
                        Platform.prepare("second", Map.of("data", first.data().toString()))) {
            second.begin();

            assertThat(second.awaitExit(Duration.ofSeconds(90))).isEqualTo(2);
            assertThat(second.log())
                    .contains(first.data().toString())
                    .contains(String.valueOf(first.pid()));
            assertThat(first.answers("/ready")).isTrue();
        }
    }

    @Test
    void restart_keepsTokensAndApplications_andDriversRunOn() {
        try (Platform platform = Platform.start("restart")) {
            Api admin = platform.api();
            String token =
                    admin.post("/ocean/spark/token", Json.object("{\"name\": \"kept\"}"))
                            .expect(201)
                            .item()
                            .path("token")
                            .asText();
            String appId =
                    admin.submit(new Programs(admin).steps("kept", Surroundings.DEFAULT_SPARK, 15));
            admin.awaitState(appId, "RUNNING", PATIENCE);
            // What runs first is the script that becomes the driver.
            Await.until("its driver", PATIENCE, () -> drivers(platform).size() == 1);
            platform.stop();
            assertThat(drivers(platform)).hasSize(1);
            platform.start();

            Api kept = platform.api(token);
            JsonNode ended = kept.awaitEnd(appId, PATIENCE);
            assertThat(ended.path("appState").asText()).isEqualTo("COMPLETED");
            assertThat(ended.path("attempts")).hasSize(1);
            assertThat(kept.get("/ocean/spark/user/me").status()).isEqualTo(200);
            Await.until(
                    "its processes to be gone",
                    Duration.ofSeconds(60),
                    () -> Leftovers.of(platform.home()).size() == 1);
        }
    }

    @Test
    void fullDisk_isRefusedWith507_andNothingIsLost(@TempDir Path folder) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk.toString()),
                "needs leave to mount a tmpfs");
        try (Platform platform =
                Platform.start("full-disk", Map.of("data", disk.resolve("data").toString()))) {
            fillAndRecover(platform, disk);
        } finally {
            Leftovers.end(disk);
            run("umount", "-l", disk.toString());
        }
    }

    private static void fillAndRecover(Platform platform, Path disk) throws IOException {
        Api api = platform.api();
        JsonNode request = new Programs(api).sum("before", Surroundings.DEFAULT_SPARK, 1000);
        String before = api.submit(request);
        assertThat(api.awaitEnd(before, PATIENCE).path("appState").asText()).isEqualTo("COMPLETED");
        Path ballast = disk.resolve("ballast");
        fill(ballast);

        Reply refused = api.post(Api.CLUSTER + "/app", request);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(507);
        assertThat(refused.errorCodes()).containsExactly("DISK_FULL");
        assertThat(uploadOf(api, 1 << 20).status()).isEqualTo(507);
        assertThat(api.application(before).path("appState").asText()).isEqualTo("COMPLETED");
        assertThat(platform.answers("/health")).isTrue();

        Files.delete(ballast);
        String after =
                Await.value(
                        "room again",
                        Duration.ofSeconds(30),
                        () -> {
                            Reply again = api.post(Api.CLUSTER + "/app", request);
                            return again.status() == 201
                                    ? java.util.Optional.of(again.item().path("id").asText())
                                    : java.util.Optional.empty();
                        });
        assertThat(api.awaitEnd(after, PATIENCE).path("appState").asText()).isEqualTo("COMPLETED");
        assertThat(api.applications()).hasSize(2);
    }

    private static Reply uploadOf(Api api, int bytes) {
        return api.send(
                "PUT",
                "/ocean/spark/file?name=large.bin",
                java.net.http.HttpRequest.BodyPublishers.ofByteArray(new byte[bytes]),
                "application/octet-stream");
    }

    /// To the last byte.
    private static void fill(Path file) throws IOException {
        byte[] block = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static List<Leftovers.Found> drivers(Platform platform) {
        return Leftovers.of(platform.home()).stream()
                .filter(one -> one.command().contains("org.apache.spark.deploy.SparkSubmit"))
                .filter(one -> one.process().info().command().orElse("").endsWith("/java"))
                .toList();
    }

    private static boolean run(String... words) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
