package io.spindrift.history.ingest;

import io.spindrift.history.RunId;
import java.util.Optional;

/// The names that Spark gives to event logs:
///
/// ```
/// <appId>[_<attempt>][.<codec>][.inprogress]            a single file, renamed when it ends
/// eventlog_v2_<appId>[_<attempt>]/
///     appstatus_<appId>[_<attempt>][.inprogress]         says whether it has ended
///     events_<n>_<appId>[_<attempt>][.<codec>][.compact] n counts from 1
/// ```
final class LogNames {
    static final String IN_PROGRESS = ".inprogress";
    static final String COMPACT = ".compact";
    static final String STATUS = "appstatus_";
    private static final String ROLLING = "eventlog_v2_";
    private static final String EVENTS = "events_";
    private static final int ATTEMPT_DIGITS_MAX = 5;
    private static final int INDEX_DIGITS_MAX = 9;

    private LogNames() {}

    /// Behind the last `/`, or the one before where that ends the key.
    static String last(String key) {
        int end = key.endsWith("/") ? key.length() - 1 : key.length();
        return key.substring(key.lastIndexOf('/', end - 1) + 1, end);
    }

    static boolean isRolling(String name) {
        return name.startsWith(ROLLING);
    }

    /// Whether a file may be a log: hidden files and what others leave are none.
    static boolean isFile(String name) {
        return !name.startsWith(".") && !name.startsWith("_") && run(name).isPresent();
    }

    static boolean isOpen(String name) {
        return name.endsWith(IN_PROGRESS);
    }

    /// Without the mark of what still runs, so that a log keeps its name.
    static String whole(String key) {
        return isOpen(key) ? key.substring(0, key.length() - IN_PROGRESS.length()) : key;
    }

    /// `app-1_2.zstd.inprogress` or `eventlog_v2_app-1_2` → attempt 2 of `app-1`.
    static Optional<RunId> run(String name) {
        String bare = isRolling(name) ? name.substring(ROLLING.length()) : name;
        int dot = bare.indexOf('.');
        String stem = dot < 0 ? bare : bare.substring(0, dot);
        int underscore = stem.lastIndexOf('_');
        String digits = stem.substring(underscore + 1);
        boolean attempted = underscore > 0 && isNumber(digits, ATTEMPT_DIGITS_MAX);
        try {
            return Optional.of(
                    attempted
                            ? new RunId(
                                    stem.substring(0, underscore),
                                    Math.max(1, Integer.parseInt(digits)))
                            : new RunId(stem, 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not a name that Spark gives
        }
    }

    /// `events_12_app-1.zstd` → 12; 0 for another name.
    static int index(String name) {
        if (!name.startsWith(EVENTS)) {
            return 0;
        }
        int end = name.indexOf('_', EVENTS.length());
        String digits = end < 0 ? "" : name.substring(EVENTS.length(), end);
        return isNumber(digits, INDEX_DIGITS_MAX) ? Integer.parseInt(digits) : 0;
    }

    private static boolean isNumber(String text, int digitsMax) {
        return !text.isEmpty()
                && text.length() <= digitsMax
                && text.chars().allMatch(letter -> letter >= '0' && letter <= '9');
    }
}
