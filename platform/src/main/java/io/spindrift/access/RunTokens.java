package io.spindrift.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tokens of runs, with which a driver tells the platform of itself: each is good for one attempt
/// of one application, and for nothing else.
///
/// A token is made of a key and the run's name, so that the same run has the same one however often
/// it is asked for, and none is stored. Safe for many threads.
public final class RunTokens {
    /// The [Identity#tokenId] of whoever has one.
    public static final String ID = "run";

    private static final String PREFIX = "sdr_";
    private static final String ALGORITHM = "HmacSHA256";

    private final List<byte[]> keys;

    /// @param keys fit for secrets; the first makes tokens, with each of them a token may have been
    ///   made
    public RunTokens(List<byte[]> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no key");
        }
        this.keys = keys.stream().map(byte[]::clone).toList();
    }

    /// Whether this looks like the token of a run, good or not.
    public static boolean looksLikeOne(String token) {
        return token.startsWith(PREFIX);
    }

    public String of(String appId, int attempt) {
        return token(keys.getFirst(), appId, attempt);
    }

    /// Whether this is the token of that attempt.
    public boolean proves(String token, String appId, int attempt) {
        boolean same = false;
        for (byte[] key : keys) {
            same |=
                    MessageDigest.isEqual(
                            token(key, appId, attempt).getBytes(StandardCharsets.UTF_8),
                            token.getBytes(StandardCharsets.UTF_8));
        }
        return same;
    }

    private static String token(byte[] key, String appId, int attempt) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            byte[] code = mac.doFinal((appId + "/" + attempt).getBytes(StandardCharsets.UTF_8));
            return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
