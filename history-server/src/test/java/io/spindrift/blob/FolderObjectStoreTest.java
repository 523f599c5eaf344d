package io.spindrift.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spindrift.cloud.MissingException;
import io.spindrift.cloud.ObjectBody;
import io.spindrift.cloud.ObjectPage;
import io.spindrift.cloud.ObjectStore;
import io.spindrift.cloud.ObjectStoreContract;
import io.spindrift.cloud.RefusedException;
import io.spindrift.cloud.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderObjectStoreTest extends ObjectStoreContract {
    @TempDir Path folder;

    @Override
    protected ObjectStore open() {
        return new FolderObjectStore(folder);
    }

    @Test
    void folderThatIsNotThere_isUnavailable() {
        ObjectStore store = new FolderObjectStore(folder.resolve("unmounted"));

        assertThatThrownBy(() -> store.children("", "", 10))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> store.stat("a")).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> store.put("a", ObjectBody.of(new byte[1])))
                .isInstanceOf(UnavailableException.class);
        assertThat(folder.resolve("unmounted")).doesNotExist();
    }

    @Test
    void links_areNeitherListedNorFollowed() throws IOException {
        Path store = Files.createDirectory(folder.resolve("store"));
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Files.createSymbolicLink(store.resolve("file"), secret);
        Files.createSymbolicLink(store.resolve("up"), folder);
        ObjectStore links = new FolderObjectStore(store);

        assertThat(links.list("", "", 10)).isEqualTo(new ObjectPage(List.of(), List.of(), ""));
        assertThat(links.children("", "", 10).folders()).isEmpty();
        assertThat(links.children("up/", "", 10).objects()).isEmpty();
        assertThatThrownBy(() -> links.read("file", 0, 10)).isInstanceOf(MissingException.class);
    }

    @Test
    void objectBesideAFolderOfItsName_isRefused() {
        try (ObjectStore store = open()) {
            store.put("a/b", ObjectBody.of(new byte[1]));

            assertThatThrownBy(() -> store.put("a", ObjectBody.of(new byte[1])))
                    .isInstanceOf(RefusedException.class);
            assertThatThrownBy(() -> store.put("a/b/c", ObjectBody.of(new byte[1])))
                    .isInstanceOf(RefusedException.class);
            assertThat(store.list("", "", 10).objects()).hasSize(1);
        }
    }

    @Test
    void put_leavesNothingBesideTheObject() throws IOException {
        try (ObjectStore store = open()) {
            store.put("a/b", ObjectBody.of(new byte[1]));
            store.putIfAbsent("a/c", ObjectBody.of(new byte[1]));
            store.putIfAbsent("a/c", ObjectBody.of(new byte[1]));
            store.delete("a/b");
            store.delete("a/c");
        }
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
