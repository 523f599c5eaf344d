package io.spindrift.app;

/// What made an attempt fail. Each class is counted, and waited after, on its own: a spot node that
/// is taken back says nothing about the program that ran on it.
public enum FailureClass {
    /// The program itself, or its data.
    APPLICATION("application", false, "Its log says more."),
    OUT_OF_MEMORY(
            "outOfMemory",
            false,
            "Give it more 'memory' or 'memoryOverhead', or let fewer tasks run at once ('cores')."),
    OUT_OF_DISK(
            "outOfDisk",
            false,
            "Let it write less to its local disk (more, smaller partitions), or mount a volume for"
                    + " spark.local.dir."),
    EVICTED(
            "evicted",
            true,
            "Its node wanted the room or was drained. A restart policy of type"
                    + " 'onInfrastructureFailure' tries it again by itself."),
    SPOT_RECLAIMED(
            "spotReclaimed",
            true,
            "The cloud took its spot node back. Drivers are safer on on-demand nodes"
                    + " ('driver.spot': false); 'onInfrastructureFailure' tries it again."),
    NODE_LOST(
            "nodeLost",
            true,
            "Its node is gone or silent. A restart policy of type 'onInfrastructureFailure' tries"
                    + " it again on another."),
    /// Killed or deleted, and neither by the platform nor for a reason that Kubernetes tells.
    ENDED_FROM_OUTSIDE(
            "endedFromOutside",
            true,
            "Somebody, or the system, ended it: the events of its pod and the log of its node may"
                    + " say who."),
    UNSCHEDULABLE(
            "unschedulable",
            true,
            "Ask for less, allow more kinds of nodes ('nodeSelector', 'tolerations',"
                    + " 'instanceAllowList'), or add nodes."),
    IMAGE_PULL(
            "imagePull",
            true,
            "See that 'image' exists for this Spark version, and that the cluster may pull it (its"
                    + " registry, 'imagePullSecrets' of the service account)."),
    QUOTA(
            "quota",
            true,
            "Ask for less, wait for others to end, or raise the ResourceQuota of the namespace."),
    /// Its cluster did not take it.
    NOT_LAUNCHED(
            "notLaunched", true, "See the state of its cluster, and `spindrift cluster doctor`."),
    START_TIMED_OUT(
            "startTimedOut",
            true,
            "See the events of its driver's pod; 'timeout.startMinutes' says how long to wait."),
    READY_TIMED_OUT(
            "readyTimedOut",
            false,
            "Its driver runs and Spark in it did not begin: its log says why;"
                    + " 'timeout.readyMinutes' says how long to wait."),
    EXECUTORS_TIMED_OUT(
            "executorsTimedOut",
            true,
            "See the events of its executors' pods, and the quota;"
                    + " 'timeout.executorsMinutes' says how long to wait.");

    private final String text;
    private final boolean infrastructure;
    private final String advice;

    FailureClass(String text, boolean infrastructure, String advice) {
        this.text = text;
        this.infrastructure = infrastructure;
        this.advice = advice;
    }

    /// Its name in the API.
    public String text() {
        return text;
    }

    /// Whether it came upon the application from outside, so that another try may well succeed.
    public boolean infrastructure() {
        return infrastructure;
    }

    /// Whether an application ends TIMED_OUT by it.
    public boolean timeOut() {
        return this == START_TIMED_OUT || this == READY_TIMED_OUT || this == EXECUTORS_TIMED_OUT;
    }

    /// What to do, for people.
    public String advice() {
        return advice;
    }
}
