package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Quantity;
import io.spindrift.cluster.Capacity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Kubernetes' quantities in our units.
final class Amounts {
    private static final BigDecimal MILLI = BigDecimal.valueOf(1000);
    private static final BigDecimal MIB = BigDecimal.valueOf(1 << 20);

    private Amounts() {}

    static long milliCores(@Nullable Quantity cores, long otherwise) {
        return cores == null
                ? otherwise
                : Quantity.getAmountInBytes(cores).multiply(MILLI).longValue();
    }

    static long mib(@Nullable Quantity bytes, long otherwise) {
        return bytes == null
                ? otherwise
                : Quantity.getAmountInBytes(bytes).divide(MIB, RoundingMode.DOWN).longValue();
    }

    static long count(@Nullable Quantity number, long otherwise) {
        return number == null ? otherwise : Quantity.getAmountInBytes(number).longValue();
    }

    /// Of `cpu` and `memory`; nothing where one is not named.
    static Capacity capacity(@Nullable Map<String, Quantity> amounts) {
        return amounts == null
                ? Capacity.NONE
                : new Capacity(milliCores(amounts.get("cpu"), 0), mib(amounts.get("memory"), 0));
    }
}
