package io.spindrift.runtime;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a container is called within its attempt: `driver`, `executor-0`; and `driver-init-fetch`
/// for one that runs in the driver's pod before it, of which nothing but a log is kept.
public record ContainerId(String name) {
    private static final String PREFIX = "executor-";
    private static final String INIT = "-init-";

    /// Names of folders, too.
    private static final Pattern NAME =
            Pattern.compile("(driver|executor-\\d{1,9})(-init-[a-z0-9]([a-z0-9-]{0,62}))?");

    public static final ContainerId DRIVER = new ContainerId("driver");

    /// The driver, then the executors by number, each before what ran in its pod before it.
    public static final Comparator<ContainerId> ORDER =
            Comparator.comparingInt(ContainerId::number)
                    .thenComparing(ContainerId::init)
                    .thenComparing(ContainerId::name);

    public ContainerId {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a container is called driver or executor-N, or as one of those with -init-NAME"
                            + " behind it, not "
                            + name);
        }
    }

    /// @param executorId Spark's id of the executor
    public static ContainerId executor(String executorId) {
        return new ContainerId(PREFIX + executorId);
    }

    /// Empty where no container is called so.
    public static Optional<ContainerId> find(String name) {
        return NAME.matcher(name).matches() ? Optional.of(new ContainerId(name)) : Optional.empty();
    }

    public boolean driver() {
        return equals(DRIVER);
    }

    /// Whether it runs before Spark's own container in the same pod.
    public boolean init() {
        return name.contains(INIT);
    }

    /// One that runs before this one in the same pod.
    ///
    /// @param name as the pod has it
    public ContainerId before(String name) {
        return new ContainerId(this.name + INIT + name);
    }

    /// Spark's own container of the same pod.
    public ContainerId main() {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() && init() ? new ContainerId(matcher.group(1)) : this;
    }

    /// Spark's id of it, or of the one that it runs before: `driver`, `0`.
    public String executorId() {
        String main = main().name;
        return main.startsWith(PREFIX) ? main.substring(PREFIX.length()) : main;
    }

    private int number() {
        String id = executorId();
        return id.equals(DRIVER.name) ? -1 : Integer.parseInt(id);
    }

    @Override
    public String toString() {
        return name;
    }
}
