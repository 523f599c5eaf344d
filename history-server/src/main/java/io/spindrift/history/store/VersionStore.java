package io.spindrift.history.store;

import io.spindrift.kv.Table;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// In which versions a run's rows are written, as the map that its kept log remembers. A codec
/// reads its own version and the one before: rows older than that are folded anew from the log.
final class VersionStore {
    private static final List<Table<?, ?>> TABLES =
            List.of(
                    RunStore.RUNS,
                    RunStore.SERIES,
                    RunStore.ENVIRONMENTS,
                    RunStore.FAILURES,
                    IssueStore.ISSUES,
                    JobStore.JOBS,
                    StageStore.STAGES,
                    ExecutorStore.EXECUTORS,
                    SqlStore.SQLS,
                    SqlStore.PLANS,
                    PlanStore.OLD,
                    TaskStore.BLOCKS,
                    RddStore.RDDS,
                    StreamStore.STREAMS,
                    ConnectStore.SESSIONS,
                    ConnectStore.OPERATIONS,
                    NoteStore.UNKNOWN,
                    NoteStore.PROCESSES);

    private VersionStore() {}

    static Map<String, String> current() {
        Map<String, String> versions = new TreeMap<>();
        TABLES.forEach(table -> versions.put(table.name(), "" + table.rows().version()));
        return versions;
    }

    /// Whether rows of these versions cannot be read any more. A table that is not named is younger
    /// than they are.
    static boolean areTooOld(Map<String, String> versions) {
        return TABLES.stream()
                .anyMatch(table -> {
                    String written = versions.get(table.name());
                    return written != null
                            && Integer.parseInt(written) < table.rows().version() - 1;
                });
    }
}
