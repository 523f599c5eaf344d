package io.spindrift.server;

import io.spindrift.access.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The administrator's token in its file, which only its owner may read.
final class AdminToken {
    private static final int SHORTEST = 20;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private AdminToken() {}

    /// Makes the file when there is none.
    ///
    /// @throws IllegalArgumentException when others may read the file, or it holds no token
    static String read(Path file, RandomGenerator random) {
        try {
            if (!Files.exists(file)) {
                create(file, random);
            }
            if (!Files.getPosixFilePermissions(file).stream().allMatch(OWNER_ONLY::contains)) {
                throw new IllegalArgumentException(
                        "others may read the administrator's token; run: chmod 600 " + file);
            }
            String token = Files.readString(file).strip();
            if (token.length() < SHORTEST) {
                throw new IllegalArgumentException(
                        "no token of 20 letters or more is in "
                                + file
                                + "; delete the file and a new one is made");
            }
            return token;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the administrator's token " + file, e);
        }
    }

    private static void create(Path file, RandomGenerator random) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            return; // Another start made it at the same moment.
        }
        Files.writeString(
                file, Access.newTokenText(random) + "\n", StandardOpenOption.TRUNCATE_EXISTING);
    }
}
