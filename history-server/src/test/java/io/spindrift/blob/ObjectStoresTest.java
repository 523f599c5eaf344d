package io.spindrift.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.spindrift.cloud.MemoryObjectStore;
import io.spindrift.cloud.ObjectStore;
import io.spindrift.cloud.ObjectStoreProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ObjectStoresTest {
    @TempDir Path folder;

    private final ObjectStores stores =
            new ObjectStores(
                    List.of(
                            new ObjectStoreProvider() {
                                @Override
                                public Set<String> schemes() {
                                    return Set.of("mem");
                                }

                                @Override
                                public ObjectStore open(URI root, Map<String, String> settings) {
                                    return new MemoryObjectStore();
                                }
                            }));

    @Test
    void open_choosesByScheme() {
        assertThat(stores.open(folder.toString(), Map.of()))
                .isInstanceOf(FolderObjectStore.class)
                .hasToString(folder.toString());
        assertThat(stores.open("file://" + folder, Map.of())).hasToString(folder.toString());
        assertThat(stores.open("MEM://x/y", Map.of())).isInstanceOf(MemoryObjectStore.class);
    }

    @Test
    void open_saysWhatItCannotOpen() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stores.open("s3a://bucket/path", Map.of()))
                .withMessage("no plugin opens s3a: addresses; there are [file, mem]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stores.open("mem://a b", Map.of()))
                .withMessageContaining("not an address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stores.open("/logs", Map.of("region", "x")))
                .withMessage("a folder has no settings, unlike [region]");
    }
}
