package io.spindrift.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// What the applications of a resource are called: always the same, so that a resource which is
/// seen again, by this process or the next one, is not submitted again.
///
/// `<name>-<of its uid>-<of what it asks for>[-<n>]`: a changed `spec` is another application, and
/// one that was suspended and goes on is the next of a row.
final class RunNames {
    /// With the longest ends, 46 characters at most.
    private static final int LONGEST_STEM = 24;

    private static final int UID_DIGITS = 8;
    private static final int SPEC_DIGITS = 6;

    private RunNames() {}

    /// What the names of all of its applications begin with.
    static String prefix(Manifest manifest) {
        String plain = manifest.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String cut = plain.substring(0, Math.min(plain.length(), LONGEST_STEM));
        return cut + "-" + digest(manifest.uid(), UID_DIGITS) + "-";
    }

    /// @param round from 1
    static String of(Manifest manifest, int round) {
        ObjectNode spec = manifest.spec().deepCopy();
        // These say how the object is treated, not what runs.
        spec.remove("suspend");
        spec.remove("timeToLiveSeconds");
        String first = prefix(manifest) + digest(CanonicalJson.text(spec), SPEC_DIGITS);
        return round == 1 ? first : first + "-" + round;
    }

    private static String digest(String text, int digits) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, digits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
