package io.spindrift.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Seals secrets with a key that lies in a file of its own, apart from the data: a copy of the data
/// folder alone opens nothing. AES-256-GCM; what a secret belongs to is sealed in, so that a sealed
/// text that was moved to another owner does not open there. Safe for many threads.
///
/// A line of the file is a key. The first seals, all of them open: a new key is put before the old
/// one, and the old one taken away once everything was sealed anew.
public final class SecretBox {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String VERSION = "v1";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final SecureRandom random;

    /// By id; the first seals.
    private final Map<String, SecretKeySpec> keys;

    private SecretBox(Path file, SecureRandom random, Map<String, SecretKeySpec> keys) {
        this.file = file;
        this.random = random;
        this.keys = keys;
    }

    /// Makes the file, with a key, when there is none.
    ///
    /// @throws IllegalArgumentException when others may read the file, or it holds no key
    public static SecretBox open(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                create(file, random);
            }
            if (!Files.getPosixFilePermissions(file).stream().allMatch(OWNER_ONLY::contains)) {
                throw new IllegalArgumentException(
                        "others may read the key of credentials; run: chmod 600 " + file);
            }
            return new SecretBox(file, random, keys(file, Files.readAllLines(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the key of credentials " + file, e);
        }
    }

    private static void create(Path file, SecureRandom random) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            return; // Another start made it at the same moment.
        }
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        Files.writeString(
                file,
                Base64.getEncoder().encodeToString(key) + "\n",
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static Map<String, SecretKeySpec> keys(Path file, List<String> lines) {
        Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
        for (String line : lines) {
            if (!line.isBlank()) {
                byte[] key = key(file, line.strip());
                keys.put(idOf(key), new SecretKeySpec(key, "AES"));
            }
        }
        if (keys.isEmpty()) {
            throw noKey(file, null);
        }
        return keys;
    }

    private static byte[] key(Path file, String line) {
        try {
            byte[] key = Base64.getDecoder().decode(line);
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw noKey(file, e);
        }
        throw noKey(file, null);
    }

    private static IllegalArgumentException noKey(
            Path file, @Nullable IllegalArgumentException cause) {
        return new IllegalArgumentException(
                "a line of "
                        + file
                        + " is not a key (32 bytes as Base64); put the right file back: without it"
                        + " the credentials of clusters must be given anew",
                cause);
    }

    private static String idOf(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("spindrift secret key".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(key), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param owner what the secret belongs to; the same opens it
    public String seal(String owner, String secret) {
        Map.Entry<String, SecretKeySpec> first = keys.entrySet().iterator().next();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, first.getValue(), nonce, owner);
            byte[] sealed = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return VERSION
                    + "."
                    + first.getKey()
                    + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal", e);
        }
    }

    /// @throws WrongKeyException when its key is not here, or it was changed
    public String open(String owner, String sealed) {
        String[] parts = sealed.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            throw new WrongKeyException("what is stored for '" + owner + "' was not sealed here");
        }
        SecretKeySpec key = keys.get(parts[1]);
        if (key == null) {
            throw new WrongKeyException(
                    "the credentials of '%s' were sealed with the key %s, which is not in %s; put that file back, or give the credentials anew"
                            .formatted(owner, parts[1], file));
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(parts[2]);
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, owner);
            byte[] secret = cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return new String(secret, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new WrongKeyException(
                    "the credentials of '" + owner + "' were changed after they were sealed", e);
        }
    }

    /// Keys for another use, made of the ones here and no way back to them; in the same order.
    public List<byte[]> derived(String use) {
        return keys.values().stream().map(key -> derived(key, use)).toList();
    }

    private static byte[] derived(SecretKeySpec key, String use) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
            return mac.doFinal(use.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot derive a key", e);
        }
    }

    /// Whether the key that seals now sealed this.
    public boolean current(String sealed) {
        return sealed.startsWith(VERSION + "." + keys.keySet().iterator().next() + ".");
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String owner)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
