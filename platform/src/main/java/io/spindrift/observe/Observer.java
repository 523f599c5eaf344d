package io.spindrift.observe;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.Application;
import io.spindrift.app.Attempt;
import io.spindrift.app.EffectiveConfig;
import io.spindrift.app.Figures;
import io.spindrift.app.Origin;
import io.spindrift.app.Progress;
import io.spindrift.app.SubmissionSource;
import io.spindrift.app.Transition;
import io.spindrift.history.AppRun;
import io.spindrift.history.IssueCounts;
import io.spindrift.history.RunState;
import io.spindrift.history.RunTotals;
import io.spindrift.history.TaskMetric;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes the application of what history knows: the same of the same, so that making it again does
/// no harm. It mirrors its runs, also where a log that seemed cut off grows after all.
public final class Observer {
    private Observer() {}

    /// Whether enough is known to show it: its name and start, or that no more will come.
    public static boolean visible(AppRun run) {
        return !run.sparkAppId().isEmpty() || run.state() != RunState.RUNNING;
    }

    /// As its log tells: a run that was killed and one that crashed look alike, and one whose log
    /// stops without an end counts as failed.
    public static AppState state(AppRun run) {
        if (run.state() == RunState.RUNNING && run.endedAt() == null) {
            return AppState.RUNNING;
        }
        Integer code = run.exitCode();
        if (run.state() == RunState.CUT_OFF
                || run.state() == RunState.INCOMPLETE
                || run.endedInFailure()
                || (code != null && code != 0)) {
            return AppState.FAILED;
        }
        return run.totals().issues().errors() > 0
                ? AppState.COMPLETED_WITH_WARNINGS
                : AppState.COMPLETED;
    }

    /// @param runs its attempts, at least one
    /// @param config what is known of the last one's
    /// @param failure what ended the last one, in a sentence; null when nothing is known of that
    public static Application application(
            AppKey key,
            SubmissionSource source,
            List<AppRun> runs,
            EffectiveConfig config,
            @Nullable String failure) {
        List<AppRun> attempts = runs.stream().sorted(Comparator.comparing(AppRun::id)).toList();
        AppRun last = attempts.getLast();
        Origin origin =
                new Origin(
                        key,
                        internalId(key),
                        last.jobId(),
                        last.name().isEmpty() ? key.appId() : last.name(),
                        source,
                        last.user(),
                        "{}",
                        null);
        return new Application(
                origin,
                config,
                progress(attempts, failure),
                figures(last, cores(attempts), null),
                last.updatedAt());
    }

    /// What lists show of a run.
    public static Figures figures(AppRun run, @Nullable Long coreMillis, @Nullable Long costNanos) {
        RunTotals totals = run.totals();
        IssueCounts issues = totals.issues();
        return new Figures(
                coreMillis,
                costNanos,
                value(run.efficiency()),
                value(run.cpuEfficiency()),
                totals.metrics().of(TaskMetric.INPUT_BYTES),
                totals.metrics().of(TaskMetric.OUTPUT_BYTES),
                totals.peakMemoryBytes() == 0 ? null : Long.valueOf(totals.peakMemoryBytes()),
                issues.errors(),
                issues.warnings(),
                issues.infos());
    }

    /// Of executors: what a driver elsewhere was given, its log does not say.
    private static @Nullable Long cores(List<AppRun> attempts) {
        long millis = attempts.stream().mapToLong(run -> run.totals().coreMillis()).sum();
        return millis == 0 ? null : millis;
    }

    private static Progress progress(List<AppRun> runs, @Nullable String failure) {
        AppRun last = runs.getLast();
        AppState state = state(last);
        Instant from = runs.getFirst().startedAt();
        List<Transition> transitions = new ArrayList<>();
        transitions.add(new Transition(AppState.PENDING, from, "started elsewhere"));
        transitions.add(new Transition(AppState.RUNNING, from, "its driver began"));
        if (state.terminal()) {
            transitions.add(new Transition(state, end(last), reason(last, failure)));
        }
        return new Progress(
                transitions,
                runs.stream().map(Observer::attempt).toList(),
                null,
                state == AppState.FAILED ? reason(last, failure) : null,
                null);
    }

    private static Attempt attempt(AppRun run) {
        Instant from = run.startedAt();
        Attempt attempt = Attempt.admitted(run.id().attempt(), from, from).withDriverStarted(from);
        Attempt named =
                run.sparkAppId().isEmpty() ? attempt : attempt.withSparkAppId(run.sparkAppId());
        return state(run).terminal()
                ? named.ended(end(run), run.exitCode(), null, reason(run, null))
                : named;
    }

    private static Instant end(AppRun run) {
        Instant end = run.endedAt();
        return end == null ? run.updatedAt() : end;
    }

    private static String reason(AppRun run, @Nullable String failure) {
        if (failure != null) {
            return failure;
        }
        String told = run.endReason();
        if (told != null) {
            return told;
        }
        Integer code = run.exitCode();
        return code == null || code == 0
                ? "its driver ended"
                : "its driver ended with exit code " + code;
    }

    /// The same each time, so that an application keeps its id when everything is read anew.
    private static UUID internalId(AppKey key) {
        return UUID.nameUUIDFromBytes(key.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Double value(OptionalDouble value) {
        return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
    }
}
