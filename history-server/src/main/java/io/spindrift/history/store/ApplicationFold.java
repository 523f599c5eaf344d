package io.spindrift.history.store;

import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.EnvironmentRun.ExecutorRequest;
import io.spindrift.history.EnvironmentRun.Property;
import io.spindrift.history.EnvironmentRun.ResourceProfile;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.Failure;
import io.spindrift.history.ProcessRun;
import io.spindrift.history.RunState;
import io.spindrift.history.StageId;
import io.spindrift.history.eventlog.SparkEvent;
import io.spindrift.history.store.AppState.FailureState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What events say of the application and its executors.
final class ApplicationFold {
    private static final int FAILURES_MAX = 500;
    private static final int KEY_MAX = 160;
    private static final int UNKNOWN_NAMES_MAX = 200;
    private static final int PROCESSES_MAX = 1_000;

    private final Fold fold;

    private final AppState app;

    ApplicationFold(Fold fold) {
        this.fold = fold;
        this.app = fold.app;
    }

    void started(SparkEvent.ApplicationStart event) {
        app.name = event.name();
        app.sparkAppId = event.appId();
        app.sparkAttemptId = event.attemptId();
        app.user = event.user();
        app.startMillis = event.atMillis();
        app.seen(event.atMillis());
        if (app.series.used == 0) {
            app.series = new CoreSeries(event.atMillis());
        }
        for (ExecutorState executor : fold.executors.values()) {
            if (executor.addedMillis == 0) {
                executor.addedMillis = event.atMillis();
            }
        }
    }

    void ended(SparkEvent.ApplicationEnd event) {
        app.endMillis = event.atMillis();
        app.exitCode = event.exitCode();
        app.state = RunState.ENDED;
        app.seen(event.atMillis());
    }

    void environment(SparkEvent.EnvironmentUpdate event) {
        app.taskCpus = positive(event.spark().get("spark.task.cpus"));
        if (app.jobId == null) {
            app.jobId = NamedJob.of(event.spark());
        }
        app.environment =
                new EnvironmentRun(
                        value(event.jvm(), "Java Version"),
                        value(event.jvm(), "Java Home"),
                        value(event.jvm(), "Scala Version"),
                        properties(event.spark()),
                        properties(event.hadoop()),
                        properties(event.system()),
                        properties(event.metrics()),
                        properties(event.classpath()),
                        app.environment.resourceProfiles());
        app.environmentDirty = true;
    }

    private static String value(Map<String, String> values, String key) {
        return values.getOrDefault(key, "");
    }

    private static int positive(@Nullable String number) {
        try {
            return number == null ? 1 : Math.max(1, Integer.parseInt(number.strip()));
        } catch (NumberFormatException e) {
            return 1; // Spark itself would have refused it
        }
    }

    private static List<Property> properties(Map<String, String> values) {
        return values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new Property(entry.getKey(), entry.getValue()))
                .toList();
    }

    void profileAdded(SparkEvent.ResourceProfileAdded event) {
        Map<String, ExecutorRequest> requests = new LinkedHashMap<>();
        event.executor()
                .forEach((name, each) ->
                        requests.put(
                                name,
                                new ExecutorRequest(
                                        each.resource(),
                                        each.amount(),
                                        each.discoveryScript(),
                                        each.vendor())));
        List<ResourceProfile> profiles = new ArrayList<>(app.environment.resourceProfiles());
        profiles.removeIf(known -> known.id() == event.id());
        profiles.add(new ResourceProfile(event.id(), requests, event.task()));
        EnvironmentRun known = app.environment;
        app.environment =
                new EnvironmentRun(
                        known.javaVersion(),
                        known.javaHome(),
                        known.scalaVersion(),
                        known.sparkProperties(),
                        known.hadoopProperties(),
                        known.systemProperties(),
                        known.metricsProperties(),
                        known.classpath(),
                        profiles);
        app.environmentDirty = true;
        Double cpus = event.task().get("cpus");
        if (cpus != null && cpus >= 1) {
            app.profileTaskCpus.put(event.id(), cpus.intValue());
        }
    }

    void executorAdded(SparkEvent.ExecutorAdded event) {
        ExecutorState executor = fold.executor(event.id());
        executor.hostPort = executor.hostPort.isEmpty() ? event.host() : executor.hostPort;
        executor.cores = event.cores();
        executor.addedMillis = event.atMillis();
        executor.resourceProfileId = event.resourceProfileId();
        executor.logUrls = event.logUrls();
        executor.attributes = event.attributes();
        executor.dirty = true;
        app.localMode |= event.id().equals("driver");
        app.seen(event.atMillis());
    }

    void processAdded(SparkEvent.ProcessAdded event) {
        app.seen(event.atMillis());
        if (app.processes.size() >= PROCESSES_MAX) {
            return;
        }
        app.processes.removeIf(known -> known.id().equals(event.id()));
        app.processes.add(
                new ProcessRun(
                        event.id(),
                        event.hostPort(),
                        event.cores(),
                        Instant.ofEpochMilli(event.atMillis()),
                        event.logUrls()));
        app.processesDirty = true;
    }

    void unknown(SparkEvent.Unknown event) {
        app.unknownEvents++;
        String name = FailureText.cut(event.name(), KEY_MAX);
        if (app.unknownByName.containsKey(name) || app.unknownByName.size() < UNKNOWN_NAMES_MAX) {
            app.unknownByName.merge(name, 1L, Long::sum);
            app.unknownDirty = true;
        }
    }

    void executorRemoved(SparkEvent.ExecutorRemoved event) {
        ExecutorState executor = fold.executor(event.id());
        if (executor.addedMillis == 0 && executor.hostPort.isEmpty()) {
            // Asked for and gone before it came: standalone clusters tell of such at the end.
            fold.executors.remove(event.id());
            app.seen(event.atMillis());
            return;
        }
        fold.storage.executorRemoved(event.id());
        executor.removedMillis = event.atMillis();
        executor.removeReason = event.reason();
        executor.dirty = true;
        app.seen(event.atMillis());
        if (lost(event.reason()) && app.endMillis == 0) {
            app.lostExecutors++;
            failed(
                    new Failure(
                            Failure.Source.EXECUTOR,
                            Instant.ofEpochMilli(event.atMillis()),
                            Instant.ofEpochMilli(event.atMillis()),
                            1,
                            List.of(new Failure.Cause("ExecutorLost", event.reason())),
                            "",
                            null,
                            null,
                            null,
                            null,
                            event.id()));
        }
    }

    /// Whether it went against the driver's will.
    private static boolean lost(String reason) {
        String text = reason.toLowerCase(Locale.ROOT);
        return !text.contains("killed by driver")
                && !text.contains("idle")
                && !text.contains("decommission");
    }

    void blockManagerAdded(SparkEvent.BlockManagerAdded event) {
        ExecutorState executor = fold.executor(event.executorId());
        executor.hostPort = event.host() + ":" + event.port();
        boolean split = event.maximumOnHeapBytes() + event.maximumOffHeapBytes() > 0;
        executor.onHeapBytes = split ? event.maximumOnHeapBytes() : event.maximumBytes();
        executor.offHeapBytes = event.maximumOffHeapBytes();
        if (executor.addedMillis == 0) {
            executor.addedMillis = event.atMillis();
        }
        executor.dirty = true;
        app.seen(event.atMillis());
    }

    void excluded(SparkEvent.ExecutorExcluded event) {
        ExecutorState executor = fold.executor(event.id());
        executor.excluded = event.excluded();
        executor.dirty = true;
    }

    void excluded(SparkEvent.ExecutorExcludedForStage event) {
        ExecutorState executor = fold.executor(event.id());
        if (!executor.excludedInStages.contains(event.stageId())) {
            executor.excludedInStages.add(event.stageId());
        }
        executor.dirty = true;
        StageState stage = fold.stage(new StageId(event.stageId(), event.stageAttempt()));
        stage.executors.computeIfAbsent(event.id(), id -> new StageState.ExecutorShare()).excluded =
                true;
        stage.dirty = true;
    }

    /// Each executor that lives there; those that come later are not meant.
    void excluded(SparkEvent.NodeExcluded event) {
        onHost(event.host())
                .forEach(executor -> {
                    executor.excluded = event.excluded();
                    executor.dirty = true;
                });
    }

    void excluded(SparkEvent.NodeExcludedForStage event) {
        for (ExecutorState executor : onHost(event.host())) {
            excluded(
                    new SparkEvent.ExecutorExcludedForStage(
                            executor.id, event.stageId(), event.stageAttempt()));
        }
    }

    private List<ExecutorState> onHost(String host) {
        return fold.executors.values().stream()
                .filter(executor -> executor.removedMillis == 0)
                .filter(executor -> !executor.id.equals(ExecutorRun.DRIVER))
                .filter(executor ->
                        executor.hostPort.equals(host) || executor.hostPort.startsWith(host + ":"))
                .toList();
    }

    void peaks(SparkEvent.ExecutorPeaks event) {
        ExecutorState executor = fold.executor(event.executorId());
        Fold.max(executor.peaks, event.peaks());
        executor.dirty = true;
        if (event.stageId() < 0) {
            return;
        }
        StageState stage = fold.stage(new StageId(event.stageId(), event.stageAttempt()));
        Fold.max(stage.peaks, event.peaks());
        StageState.ExecutorShare share =
                stage.executors.computeIfAbsent(
                        event.executorId(), id -> new StageState.ExecutorShare());
        Fold.max(share.peaks, event.peaks());
        stage.dirty = true;
    }

    /// Counts a failure with those that are alike.
    void failed(Failure failure) {
        failed(app, failure);
    }

    static void failed(AppState app, Failure failure) {
        Failure.Cause root = failure.root();
        StageId stage = failure.stage();
        String key =
                failure.source()
                        + "|"
                        + (stage == null ? "" : stage)
                        + "|"
                        + failure.executorId()
                        + "|"
                        + root.className()
                        + "|"
                        + FailureText.cut(root.message().lines().findFirst().orElse(""), KEY_MAX);
        app.failuresDirty = true;
        FailureState known = app.failures.get(key);
        if (known != null) {
            known.count++;
            known.lastMillis = Math.max(known.lastMillis, failure.firstAt().toEpochMilli());
        } else if (app.failures.size() < FAILURES_MAX) {
            app.failures.put(key, new FailureState(failure));
        } else {
            app.failuresDropped++;
        }
    }
}
