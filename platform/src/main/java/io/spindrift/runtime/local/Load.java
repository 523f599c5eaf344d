package io.spindrift.runtime.local;

/// How busy the processors of this machine were between the last two measurements. Confined to
/// [LocalRuntime]'s lock.
final class Load {
    private final ProcFs processes;
    private ProcFs.Processors before = new ProcFs.Processors(0, 0, 1);
    private long usedMilliCores;

    Load(ProcFs processes) {
        this.processes = processes;
    }

    void measure() {
        ProcFs.Processors now = processes.processors();
        long all = now.allTicks() - before.allTicks();
        long busy = now.busyTicks() - before.busyTicks();
        usedMilliCores = all <= 0 ? usedMilliCores : busy * 1000 * now.count() / all;
        before = now;
    }

    long usedMilliCores() {
        return usedMilliCores;
    }
}
