package io.spindrift.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.cloud.ObjectBody;
import io.spindrift.cloud.ObjectStore;
import io.spindrift.cloud.ObjectStoreProvider;
import io.spindrift.plugin.PluginHost;
import io.spindrift.plugin.PluginState;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The zip as it is shipped, started by the host, in front of an emulator of S3.
final class AwsPluginIT {
    @TempDir Path folder;

    @Test
    void zip_isStarted_andItsStoreReadsAndWrites() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Path zip = Files.copy(built(), plugins.resolve("aws.zip"));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(zip));
        Files.writeString(
                plugins.resolve("SHA256SUMS"), HexFormat.of().formatHex(digest) + "  aws.zip\n");
        try (S3MockServer server = S3MockServer.start();
                PluginHost host = new PluginHost(plugins, folder.resolve("work"), "0.1.0")) {
            host.start();
            assertThat(host.states())
                    .containsExactly(new PluginState("aws.zip", "aws", "0.1.0", null));
            ObjectStoreProvider provider = host.offers(ObjectStoreProvider.class).getFirst();
            assertThat(provider.schemes()).contains("s3a");
            assertThat(provider.getClass().getClassLoader())
                    .as("of the plugin alone")
                    .isNotEqualTo(getClass().getClassLoader());

            server.makeBucket("logs");
            try (ObjectStore store =
                    provider.open(URI.create("s3a://logs/spark"), server.settings())) {
                store.put("a/b", ObjectBody.of(new byte[] {1, 2, 3}));
                try (InputStream in = store.read("a/b", 1, 10)) {
                    assertThat(in.readAllBytes()).containsExactly(2, 3);
                }
                assertThat(store.children("", "", 10).folders()).containsExactly("a/");
            }
        }
    }

    private static Path built() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.toString().endsWith("-plugin.zip"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
