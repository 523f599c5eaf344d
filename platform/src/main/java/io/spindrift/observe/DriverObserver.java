package io.spindrift.observe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.Application;
import io.spindrift.app.Attempt;
import io.spindrift.app.DriverFigures;
import io.spindrift.app.EffectiveConfig;
import io.spindrift.app.Figures;
import io.spindrift.app.Origin;
import io.spindrift.app.Progress;
import io.spindrift.app.SubmissionSource;
import io.spindrift.app.Transition;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.OtherDriver;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes the application of a driver of which only its pod is known: the same of the same.
public final class DriverObserver {
    private DriverObserver() {}

    /// The version of its Spark; empty where nothing tells it.
    public static String sparkVersion(OtherDriver driver, @Nullable DriverFigures told) {
        String labelled = driver.sparkVersion();
        return told == null || !labelled.isEmpty() ? labelled : told.sparkVersion();
    }

    /// @param known what is known of its configuration
    /// @param told what it told of itself; null where it did not
    public static Application application(
            AppKey key, OtherDriver driver, EffectiveConfig known, @Nullable DriverFigures told) {
        Progress progress = progress(driver);
        Instant last = progress.transitions().getLast().at();
        return new Application(
                new Origin(
                        key,
                        UUID.nameUUIDFromBytes(key.toString().getBytes(StandardCharsets.UTF_8)),
                        driver.jobId(),
                        driver.name(),
                        SubmissionSource.KUBERNETES,
                        told == null ? "" : told.user(),
                        "{}",
                        null),
                config(driver, known),
                progress,
                told == null ? Figures.NONE : told.figures(),
                told == null || told.at().isBefore(last) ? last : told.at());
    }

    private static EffectiveConfig config(OtherDriver driver, EffectiveConfig known) {
        ObjectNode values = known.values().deepCopy();
        values.putObject("labels")
                .put("started-by", driver.startedBy())
                .put("namespace", driver.namespace())
                .put("pod", driver.pod());
        return new EffectiveConfig(values, known.sources(), List.of());
    }

    private static Progress progress(OtherDriver driver) {
        Instant began = driver.startedAt();
        Exit exit = driver.exit();
        List<Transition> steps = new ArrayList<>();
        steps.add(
                new Transition(
                        AppState.PENDING,
                        driver.createdAt(),
                        "started elsewhere, by " + driver.startedBy()));
        List<Attempt> attempts = new ArrayList<>();
        Attempt attempt = Attempt.admitted(1, driver.createdAt(), driver.createdAt());
        if (began != null) {
            steps.add(new Transition(AppState.RUNNING, began, "its driver began"));
            attempt = attempt.withDriverStarted(began).withSparkAppId(driver.sparkAppId());
        }
        String failure = exit == null || exit.succeeded() ? null : exit.message();
        if (exit != null) {
            AppState end = failure == null ? AppState.COMPLETED : AppState.FAILED;
            steps.add(new Transition(end, exit.at(), exit.message()));
            attempt = attempt.ended(exit.at(), exit.code(), null, exit.message());
        }
        attempts.add(attempt);
        return new Progress(steps, attempts, null, failure, null);
    }
}
