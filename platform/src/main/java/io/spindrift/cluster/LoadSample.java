package io.spindrift.cluster;

/// How loaded a cluster is at one moment.
///
/// @param running applications
/// @param pending applications
/// @param milliCores that running applications were given
public record LoadSample(int running, int pending, long milliCores) {
    public static final LoadSample NONE = new LoadSample(0, 0, 0);

    public LoadSample plus(LoadSample other) {
        return new LoadSample(
                running + other.running, pending + other.pending, milliCores + other.milliCores);
    }
}
