package io.spindrift.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.cloud.MemoryObjectStore;
import io.spindrift.cloud.ObjectStore;
import io.spindrift.cloud.ObjectStoreProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginHostTest {
    @TempDir Path folder;

    /// Goes into zips as what a plugin offers.
    public static final class Offer implements ObjectStoreProvider {
        @Override
        public Set<String> schemes() {
            return Set.of("mem");
        }

        @Override
        public ObjectStore open(URI root, Map<String, String> settings) {
            return new MemoryObjectStore();
        }
    }

    @Test
    void goodPlugin_offersWhatItHas() throws IOException {
        put("good.zip", zip("good", ">=0.1.0"), true);

        try (PluginHost host = started()) {
            assertThat(host.states())
                    .containsExactly(new PluginState("good.zip", "good", "0.1.0", null));
            assertThat(host.offers(ObjectStoreProvider.class))
                    .singleElement()
                    .satisfies(offer -> {
                        assertThat(offer.schemes()).containsExactly("mem");
                        assertThat(offer.getClass().getClassLoader())
                                .isNotEqualTo(getClass().getClassLoader());
                    });
        }
    }

    @Test
    void badPlugins_areNamed_andTheRestStarts() throws IOException {
        put("a-unlisted.zip", zip("unlisted", ">=0.1.0"), false);
        put("b-changed.zip", zip("changed", ">=0.1.0"), true);
        Files.write(folder.resolve("plugins/b-changed.zip"), zip("other", ">=0.1.0"));
        put("c-newer.zip", zip("newer", ">=9.0.0"), true);
        put("d-broken.zip", "no zip".getBytes(UTF_8), true);
        put("e-good.zip", zip("good", ">=0.1.0"), true);
        put("f-twice.zip", zip("good", ">=0.1.0"), true);

        try (PluginHost host = started()) {
            assertThat(host.states()).hasSize(6);
            assertThat(reason(host, 0)).isEqualTo("its SHA-256 is not listed in SHA256SUMS");
            assertThat(reason(host, 1)).startsWith("its SHA-256 is ").contains(", but SHA256SUMS");
            assertThat(reason(host, 2))
                    .isEqualTo("it asks for the platform >=9.0.0, and this is 0.1.0");
            assertThat(reason(host, 3)).startsWith("it cannot be loaded: ");
            assertThat(host.states().get(4).started()).isTrue();
            assertThat(reason(host, 5)).startsWith("it cannot be loaded: ");
            assertThat(host.offers(ObjectStoreProvider.class)).hasSize(1);
        }
    }

    @Test
    void noFolder_isNoPlugins() {
        try (PluginHost host = started()) {
            assertThat(host.states()).isEmpty();
            assertThat(host.offers(ObjectStoreProvider.class)).isEmpty();
        }
    }

    private static String reason(PluginHost host, int index) {
        return Objects.requireNonNull(host.states().get(index).refused());
    }

    private PluginHost started() {
        PluginHost host =
                new PluginHost(folder.resolve("plugins"), folder.resolve("work"), "0.1.0");
        host.start();
        return host;
    }

    private void put(String file, byte[] bytes, boolean listed) throws IOException {
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        Path zip = Files.write(plugins.resolve(file), bytes);
        if (listed) {
            Path sums = plugins.resolve(Checksums.FILE);
            String before = Files.exists(sums) ? Files.readString(sums) : "";
            Files.writeString(sums, before + Checksums.sha256(zip) + "  " + file + "\n");
        }
    }

    private static byte[] zip(String id, String requires) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            String name = Offer.class.getName();
            String path = name.replace('.', '/') + ".class";
            entry(
                    zip,
                    "plugin.properties",
                    ("plugin.id=" + id + "\nplugin.version=0.1.0\nplugin.requires=" + requires)
                            .getBytes(UTF_8));
            entry(zip, "classes/META-INF/extensions.idx", name.getBytes(UTF_8));
            try (InputStream in = Offer.class.getResourceAsStream("/" + path)) {
                entry(zip, "classes/" + path, Objects.requireNonNull(in).readAllBytes());
            }
        }
        return bytes.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }
}
