package io.spindrift.submit;

import io.spindrift.app.AppSpec;
import io.spindrift.app.Problem;
import io.spindrift.cluster.Capacity;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Room in words: `1.2 cores and 2.75 GiB`.
final class Rooms {
    private Rooms() {}

    static String text(Capacity room) {
        String cores = plain(BigDecimal.valueOf(room.milliCores(), 3));
        BigDecimal gib =
                BigDecimal.valueOf(room.memoryMib())
                        .divide(BigDecimal.valueOf(1024), 2, RoundingMode.HALF_UP);
        return cores + (cores.equals("1") ? " core and " : " cores and ") + plain(gib) + " GiB";
    }

    /// It would never fit.
    static Problem tooMuch(AppSpec spec, Capacity wanted, String clusterId, Capacity room) {
        return new Problem(
                "DOES_NOT_FIT",
                "it asks for "
                        + text(wanted)
                        + " (driver and "
                        + spec.executors().most()
                        + " executors), and the cluster '"
                        + clusterId
                        + "' has "
                        + text(room)
                        + " in all",
                "configOverrides.executor");
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
