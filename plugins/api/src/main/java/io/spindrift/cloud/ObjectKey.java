package io.spindrift.cloud;

import java.nio.charset.StandardCharsets;

/// The names of objects: segments with `/` between them, such as `a/b/c.zstd`.
public final class ObjectKey {
    private static final int MAX_BYTES = 1024;

    private ObjectKey() {}

    /// @throws IllegalArgumentException unless it names an object: 1 to 1024 bytes, no segment that
    ///   is empty, `.` or `..`, no control characters
    public static String checked(String key) {
        boolean fits = key.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
        if (!fits || key.isEmpty() || key.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "an object's key has 1 to 1024 bytes and no control characters");
        }
        for (String segment : key.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException(
                        "an object's key has no segment that is empty, '.' or '..', unlike " + key);
            }
        }
        return key;
    }

    /// @throws IllegalArgumentException unless it is empty (the root), or a key with a `/` behind
    ///   it
    public static String checkedFolder(String folder) {
        if (!folder.isEmpty()) {
            if (!folder.endsWith("/")) {
                throw new IllegalArgumentException("a folder ends with '/', unlike " + folder);
            }
            checked(folder.substring(0, folder.length() - 1));
        }
        return folder;
    }
}
