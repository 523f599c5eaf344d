package io.spindrift.cli;

import java.util.Locale;
import java.util.Map;

/// What an examination found.
///
/// @param advice empty where all is well
record Finding(String what, String found, String advice) {
    Map<String, String> toMap() {
        return Map.of("what", what, "found", found, "advice", advice);
    }

    @Override
    public String toString() {
        String mark = advice.isEmpty() ? "ok   " : "WRONG";
        String line = String.format(Locale.ROOT, "%s  %-8s %s", mark, what, found);
        return advice.isEmpty() ? line : line + "\n         do: " + advice;
    }
}
