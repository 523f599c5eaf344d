package io.spindrift.submit;

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

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
