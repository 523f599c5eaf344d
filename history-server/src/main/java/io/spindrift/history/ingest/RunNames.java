package io.spindrift.history.ingest;

import io.spindrift.history.RunId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// Gives each log a run of its own. It is called by Spark's id; where a log elsewhere is called so
/// already (another source, or another file), a short hash of the place follows the id.
final class RunNames {
    private static final int HASH_DIGITS = 8;

    private final Map<RunId, String> logs = new HashMap<>();

    /// By application: in which source its attempts lie.
    private final Map<String, String> owners = new HashMap<>();

    /// Notes a run that has rows.
    void known(RunId run, String logAddress, String owner) {
        logs.put(run, logAddress);
        owners.putIfAbsent(run.appId(), owner);
    }

    /// @param named by Spark
    RunId assign(RunId named, String logAddress, String owner) {
        String inSource = named.appId() + "." + hash(owner);
        for (String appId : new String[] {named.appId(), inSource}) {
            RunId run = new RunId(appId, named.attempt());
            boolean ours = owners.getOrDefault(appId, owner).equals(owner);
            if (ours && logs.getOrDefault(run, logAddress).equals(logAddress)) {
                known(run, logAddress, owner);
                return run;
            }
        }
        return apart(named, logAddress, owner);
    }

    /// For a log that has the id of a run which no source has.
    RunId apart(RunId named, String logAddress, String owner) {
        RunId run = new RunId(named.appId() + "." + hash(logAddress), named.attempt());
        known(run, logAddress, owner);
        return run;
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
