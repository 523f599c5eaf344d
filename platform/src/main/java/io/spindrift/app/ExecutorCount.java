package io.spindrift.app;

/// How many executors an application begins with, keeps at least, and may have at most; all alike
/// where nothing is dynamic.
public record ExecutorCount(boolean dynamic, int initial, int least, int most) {
    public ExecutorCount {
        if (least < 0 || least > initial || initial > most) {
            throw new IllegalArgumentException(
                    "executors: least <= initial <= most, not "
                            + least
                            + ", "
                            + initial
                            + ", "
                            + most);
        }
    }

    public static ExecutorCount fixed(int instances) {
        return new ExecutorCount(false, instances, instances, instances);
    }
}
