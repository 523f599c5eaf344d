package io.spindrift.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [ObjectStore] must keep.
public abstract class ObjectStoreContract {
    private ObjectStore store;

    /// A store of its own for each test, empty.
    protected abstract ObjectStore open();

    @BeforeEach
    final void openStore() {
        store = open();
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    @Test
    void list_ofAnEmptyStore_isOneEmptyPage() {
        assertThat(store.list("", "", 10)).isEqualTo(new ObjectPage(List.of(), List.of(), ""));
        assertThat(store.children("", "", 10).more()).isFalse();
        assertThat(store.children("none/", "", 10).objects()).isEmpty();
    }

    @Test
    void list_goesDownAndKeepsTheOrderOfBytes() {
        put("b/x", "b.x", "a", "b/y/z", "b0", "ä", "c d+e%2F");

        assertThat(keys(store.list("", "", 1000)))
                .containsExactly("a", "b.x", "b/x", "b/y/z", "b0", "c d+e%2F", "ä");
        assertThat(keys(store.list("b/", "", 1000))).containsExactly("b/x", "b/y/z");
        assertThat(keys(store.list("b/y", "", 1000))).containsExactly("b/y/z");
    }

    @Test
    void list_inPages_missesAndRepeatsNothing() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            names.add("log-%02d/%s".formatted(i / 3, "part-%02d".formatted(i)));
        }
        put(names.toArray(String[]::new));

        List<String> seen = new ArrayList<>();
        ObjectPage page = store.list("log-", "", 4);
        for (int round = 0; round < 30; round++) {
            assertThat(page.objects()).hasSizeLessThanOrEqualTo(4);
            seen.addAll(keys(page));
            if (!page.more()) {
                break;
            }
            page = store.list("log-", page.next(), 4);
        }
        assertThat(seen).isEqualTo(names);
    }

    @Test
    void list_afterANameThatIsNotThere_goesOnBehindIt() {
        put("a", "c", "e/f");

        assertThat(keys(store.list("", "b", 10))).containsExactly("c", "e/f");
        assertThat(keys(store.list("", "c", 10))).containsExactly("e/f");
        assertThat(keys(store.list("", "e/f", 10))).isEmpty();
    }

    @Test
    void children_tellsFoldersAndObjectsOfOneLevel() {
        put("a", "b/1", "b/2", "b/c/3", "d/4");

        ObjectPage root = store.children("", "", 10);
        assertThat(keys(root)).containsExactly("a");
        assertThat(root.folders()).containsExactly("b/", "d/");
        ObjectPage inner = store.children("b/", "", 10);
        assertThat(keys(inner)).containsExactly("b/1", "b/2");
        assertThat(inner.folders()).containsExactly("b/c/");
    }

    @Test
    void children_inPages_missesAndRepeatsNothing() {
        put("a", "b.c", "b/1", "b/2", "b0", "c/1", "d/1", "d/2", "e");

        List<String> seen = new ArrayList<>();
        String after = "";
        for (int round = 0; round < 20; round++) {
            ObjectPage page = store.children("", after, 2);
            seen.addAll(keys(page));
            seen.addAll(page.folders());
            assertThat(page.objects().size() + page.folders().size()).isLessThanOrEqualTo(2);
            if (!page.more()) {
                break;
            }
            after = page.next();
        }
        assertThat(seen).containsExactlyInAnyOrder("a", "b.c", "b/", "b0", "c/", "d/", "e");
    }

    @Test
    void children_afterAFolder_goesOnBehindAllOfIt() {
        put("a/1", "a/2", "b/1");

        assertThat(store.children("", "a/", 10).folders()).containsExactly("b/");
    }

    @Test
    void stat_tellsTheSize_andNothingOfWhatIsNotThere() {
        put("a/b");

        assertThat(store.stat("a/b")).get().extracting(StoredObject::sizeBytes).isEqualTo(10L);
        assertThat(store.stat("a")).isEmpty();
        assertThat(store.stat("a/c")).isEmpty();
        assertThat(store.list("", "", 10).objects().getFirst().sizeBytes()).isEqualTo(10);
    }

    @Test
    void read_takesAnyStretch() throws IOException {
        put("a");

        assertThat(read("a", 0, Long.MAX_VALUE)).isEqualTo("0123456789");
        assertThat(read("a", 4, 3)).isEqualTo("456");
        assertThat(read("a", 4, 300)).isEqualTo("456789");
        assertThat(read("a", 10, 5)).isEmpty();
        assertThat(read("a", 11, 5)).isEmpty();
        assertThat(read("a", 3, 0)).isEmpty();
    }

    @Test
    void read_ofAnEmptyObject_isEmpty() throws IOException {
        store.put("empty", ObjectBody.of(new byte[0]));

        assertThat(read("empty", 0, 10)).isEmpty();
        assertThat(store.stat("empty")).get().extracting(StoredObject::sizeBytes).isEqualTo(0L);
    }

    @Test
    void read_ofWhatIsNotThere_isMissing() {
        put("a/b");

        assertThatThrownBy(() -> store.read("c", 0, 10)).isInstanceOf(MissingException.class);
        assertThatThrownBy(() -> store.read("a", 0, 10)).isInstanceOf(MissingException.class);
    }

    @Test
    void read_givenUpHalfway_leavesTheStoreUsable() throws IOException {
        byte[] large = new byte[3 << 20];
        store.put("large", ObjectBody.of(large));

        for (int i = 0; i < 60; i++) {
            try (InputStream in = store.read("large", i, Long.MAX_VALUE)) {
                assertThat(in.read()).isZero();
            }
        }
        assertThat(store.stat("large")).isPresent();
    }

    @Test
    void put_replacesTheWhole() throws IOException {
        put("a");
        store.put("a", ObjectBody.of("new".getBytes(UTF_8)));

        assertThat(read("a", 0, 100)).isEqualTo("new");
        assertThat(store.list("", "", 10).objects()).hasSize(1);
    }

    @Test
    void put_ofABodyThatBreaks_leavesWhatWasThere() throws IOException {
        put("a");
        ObjectBody breaking =
                new ObjectBody(
                        20,
                        () ->
                                new SequenceInputStream(
                                        new ByteArrayInputStream(new byte[10]), broken()));

        assertThatThrownBy(() -> store.put("a", breaking)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> store.put("b", breaking)).isInstanceOf(UncheckedIOException.class);
        assertThat(read("a", 0, 100)).isEqualTo("0123456789");
        assertThat(store.stat("b")).isEmpty();
    }

    @Test
    void put_ofABodyShorterThanSaid_storesNothing() {
        ObjectBody shorter = new ObjectBody(20, () -> new ByteArrayInputStream(new byte[10]));

        assertThatThrownBy(() -> store.put("a", shorter)).isInstanceOf(UncheckedIOException.class);
        assertThat(store.list("", "", 10).objects()).isEmpty();
    }

    @Test
    void putIfAbsent_storesOnlyTheFirst() throws IOException {
        assertThat(store.putIfAbsent("a/b", ObjectBody.of("one".getBytes(UTF_8)))).isTrue();
        assertThat(store.putIfAbsent("a/b", ObjectBody.of("two".getBytes(UTF_8)))).isFalse();

        assertThat(read("a/b", 0, 10)).isEqualTo("one");
    }

    /// How many of several that store at once may be told that they were first: more than one only
    /// where an emulator falls short of what it stands for.
    protected int firstMost() {
        return 1;
    }

    @Test
    void putIfAbsent_ofSeveralAtOnce_succeedsOnce() throws Exception {
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] own = ("writer " + i).getBytes(UTF_8);
            calls.add(() -> store.putIfAbsent("lock", ObjectBody.of(own)));
        }
        int stored = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> each : threads.invokeAll(calls)) {
                stored += each.get() ? 1 : 0;
            }
        }
        assertThat(stored).isBetween(1, firstMost());
        assertThat(read("lock", 0, 10)).startsWith("writer ");
    }

    @Test
    void delete_removes_andMayBeRepeated() {
        put("a/b", "c");

        store.delete("a/b");
        store.delete("a/b");

        assertThat(store.stat("a/b")).isEmpty();
        assertThat(store.children("", "", 10).objects()).hasSize(1);
        assertThatCode(() -> put("a/b")).doesNotThrowAnyException();
    }

    @Test
    void keys_thatLeaveThePlace_areRefused() {
        for (String key : List.of("", "/a", "a/", "a//b", "../a", "a/../../b", "./a", "a\nb")) {
            assertThatIllegalArgumentException().as(key).isThrownBy(() -> store.stat(key));
            assertThatIllegalArgumentException().as(key).isThrownBy(() -> store.read(key, 0, 1));
            assertThatIllegalArgumentException().as(key).isThrownBy(() -> store.delete(key));
            assertThatIllegalArgumentException()
                    .as(key)
                    .isThrownBy(() -> store.put(key, ObjectBody.of(new byte[1])));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> store.children("../", "", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.list("", "", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> store.list("", "", 1001));
    }

    private static InputStream broken() {
        InputStream closed = InputStream.nullInputStream();
        try {
            closed.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return closed;
    }

    private void put(String... keys) {
        for (String key : keys) {
            store.put(key, ObjectBody.of("0123456789".getBytes(UTF_8)));
        }
    }

    private String read(String key, long offset, long length) throws IOException {
        try (InputStream in = store.read(key, offset, length)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static List<String> keys(ObjectPage page) {
        return page.objects().stream().map(StoredObject::key).toList();
    }
}
