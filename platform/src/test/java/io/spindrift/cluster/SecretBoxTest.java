package io.spindrift.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretBoxTest {
    private static final String SECRET = "token: \"åäö-very-secret\"";
    private static final SecureRandom RANDOM = new SecureRandom();
    @TempDir Path folder;

    @Test
    void seal_opensAgainAfterARestart_andShowsNothing() throws IOException {
        Path file = folder.resolve("conf/secret.key");
        String sealed = SecretBox.open(file, RANDOM).seal("prod", SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(sealed).doesNotContain("secret");
        SecretBox again = SecretBox.open(file, RANDOM);
        assertThat(again.open("prod", sealed)).isEqualTo(SECRET);
        assertThat(again.seal("prod", SECRET)).isNotEqualTo(sealed);
    }

    @Test
    void open_ofAnotherOwnerOrAChangedText_isRefused() {
        SecretBox box = SecretBox.open(folder.resolve("k"), RANDOM);
        String sealed = box.seal("prod", SECRET);
        assertThatThrownBy(() -> box.open("test", sealed)).isInstanceOf(WrongKeyException.class);
        String changed = sealed.substring(0, sealed.length() - 8) + "AAAAAAAA";
        assertThatThrownBy(() -> box.open("prod", changed))
                .hasMessage("the credentials of 'prod' were changed after they were sealed");
        assertThatThrownBy(() -> box.open("prod", "v1.x")).hasMessageContaining("not sealed here");
    }

    @Test
    void open_withAnotherKey_saysWhichAndWhatToDo() {
        String sealed = SecretBox.open(folder.resolve("one"), RANDOM).seal("prod", SECRET);
        SecretBox other = SecretBox.open(folder.resolve("two"), RANDOM);
        assertThatThrownBy(() -> other.open("prod", sealed))
                .isInstanceOf(WrongKeyException.class)
                .hasMessageContaining("the credentials of 'prod' were sealed with the key ")
                .hasMessageContaining("put that file back, or give the credentials anew");
    }

    @Test
    void keyFile_thatOthersMayReadOrThatIsBroken_isRefused() throws IOException {
        Path file = folder.resolve("k");
        SecretBox.open(file, RANDOM);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> SecretBox.open(file, RANDOM)).hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "no key\n");
        assertThatThrownBy(() -> SecretBox.open(file, RANDOM)).hasMessageContaining("is not a key");
        Files.writeString(file, "");
        assertThatThrownBy(() -> SecretBox.open(file, RANDOM))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void newKey_beforeTheOldOne_opensBothAndSealsAnew() throws IOException {
        Path file = folder.resolve("k");
        KubeCluster cluster =
                new KubeCluster(
                        "prod",
                        new KubeCluster.Access.Kubeconfig("admin"),
                        "spark",
                        "runner",
                        "registry/spark",
                        new Capacity(64_000, 262_144),
                        null,
                        "s3a://logs/spark");
        Registration registration = new Registration(cluster, new CorePrices(30_000_000, 4));
        try (Database database =
                Database.open(
                        folder.resolve("db"),
                        DatabaseSettings.standard().withReservedDiskBytes(0))) {
            KubeClusterStore old = new KubeClusterStore(database, SecretBox.open(file, RANDOM));
            old.put(registration, SECRET);
            assertThat(old.seal()).isZero();
            byte[] key = new byte[32];
            RANDOM.nextBytes(key);
            String added = Base64.getEncoder().encodeToString(key) + "\n";
            Files.writeString(file, added + Files.readString(file));
            assertThat(new KubeClusterStore(database, SecretBox.open(file, RANDOM)).seal())
                    .isEqualTo(1);
            Files.writeString(file, added);
            KubeClusterStore store = new KubeClusterStore(database, SecretBox.open(file, RANDOM));
            assertThat(store.kubeconfig("prod")).contains(SECRET);
            assertThat(store.list()).containsExactly(registration);
            Registration changed = new Registration(cluster, null);
            store.change(changed);
            assertThat(store.get("prod")).contains(changed);
            assertThat(store.kubeconfig("prod")).contains(SECRET);
            store.delete("prod");
            assertThat(store.get("prod")).isEmpty();
        }
    }
}
