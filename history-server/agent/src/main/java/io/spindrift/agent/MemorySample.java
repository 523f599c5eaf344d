package io.spindrift.agent;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Resident memory of one container at one time, and what the kernel has counted of it by then.
final class MemorySample {
    private static final int FIELDS = 6 + GroupCount.FIELDS;

    final String container;
    final long atMillis;
    final long jvmBytes;
    final long pythonBytes;
    final long otherBytes;
    final long limitBytes;
    final GroupCount group;

    MemorySample(
            String container,
            long atMillis,
            long jvmBytes,
            long pythonBytes,
            long otherBytes,
            long limitBytes,
            GroupCount group) {
        this.container = container;
        this.atMillis = atMillis;
        this.jvmBytes = jvmBytes;
        this.pythonBytes = pythonBytes;
        this.otherBytes = otherBytes;
        this.limitBytes = limitBytes;
        this.group = group;
    }

    /// Plain text, so that executors and driver need not agree on a class.
    String message() {
        return container
                + ' '
                + atMillis
                + ' '
                + jvmBytes
                + ' '
                + pythonBytes
                + ' '
                + otherBytes
                + ' '
                + limitBytes
                + ' '
                + group.message();
    }

    /// Null for what is none.
    static @Nullable MemorySample parse(Object message) {
        String[] parts = String.valueOf(message).split(" ", -1);
        if (parts.length != FIELDS || !parts[0].matches("executor-[A-Za-z0-9_.-]{1,100}")) {
            return null;
        }
        try {
            return new MemorySample(
                    parts[0],
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    Long.parseLong(parts[4]),
                    Long.parseLong(parts[5]),
                    GroupCount.parse(parts, 6));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static String json(List<MemorySample> samples) {
        StringBuilder json = new StringBuilder("{\"samples\":[");
        for (MemorySample each : samples) {
            json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
                    .append("{\"container\":\"")
                    .append(each.container)
                    .append("\",\"at\":\"")
                    .append(Instant.ofEpochMilli(each.atMillis))
                    .append("\",\"jvmBytes\":")
                    .append(each.jvmBytes)
                    .append(",\"pythonBytes\":")
                    .append(each.pythonBytes)
                    .append(",\"otherBytes\":")
                    .append(each.otherBytes)
                    .append(",\"limitBytes\":")
                    .append(each.limitBytes);
            each.group.addTo(json);
            json.append('}');
        }
        return json.append("]}").toString();
    }
}
