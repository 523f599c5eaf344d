package io.spindrift.history.store;

import io.spindrift.history.Accumulator;
import io.spindrift.history.Failure;
import io.spindrift.history.JobRun.JobStatus;
import io.spindrift.history.StageId;
import io.spindrift.history.StageRun.StageStatus;
import io.spindrift.history.eventlog.SparkEvent;
import io.spindrift.history.eventlog.SparkEvent.StageInfo;
import io.spindrift.history.eventlog.SparkEvent.UserAccumulator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What events say of jobs and stages.
final class JobFold {
    /// On the jobs of a batch of DStreams, which log nothing else of themselves.
    private static final String DSTREAM_BATCH = "spark.streaming.internal.batchTime";

    private final Fold fold;

    JobFold(Fold fold) {
        this.fold = fold;
    }

    void started(SparkEvent.JobStart event) {
        if (event.id() < 0) {
            return;
        }
        JobState job = fold.job(event.id());
        Map<String, String> properties = event.properties();
        job.dirty = true;
        job.submittedMillis = event.atMillis();
        job.description = properties.get("spark.job.description");
        job.group = properties.get("spark.jobGroup.id");
        job.tags = tags(properties.get("spark.job.tags"));
        job.sqlId = sqlId(properties);
        fold.app.dstreams |= properties.containsKey(DSTREAM_BATCH);
        fold.app.jobs++;
        fold.app.seen(event.atMillis());
        // The job is named after its last stage; its stages stay in the order of the log.
        event.stages().forEach(info -> job.stageIds.add(info.id()));
        List<StageInfo> stages =
                event.stages().stream().sorted(Comparator.comparingInt(StageInfo::id)).toList();
        for (StageInfo info : stages) {
            job.name = info.name();
            job.tasks += info.completedMillis() == 0 ? info.tasks() : 0;
            announce(info, job);
        }
        fold.connect.link(job.tags, job.group, job.id, job.sqlId);
        if (job.sqlId >= 0) {
            SqlState sql = fold.sql(job.sqlId);
            sql.jobs.put(job.id, JobStatus.RUNNING);
            sql.stageIds.addAll(job.stageIds);
            sql.dirty = true;
        }
    }

    private void announce(StageInfo info, JobState job) {
        StageState stage = fold.stage(new StageId(info.id(), info.attempt()));
        take(stage, info);
        if (!stage.jobIds.contains(job.id)) {
            stage.jobIds.add(job.id);
        }
        stage.sqlId = stage.sqlId < 0 ? job.sqlId : stage.sqlId;
        stage.description = stage.description == null ? job.description : stage.description;
    }

    private static void take(StageState stage, StageInfo info) {
        stage.dirty = true;
        stage.name = info.name();
        stage.details = info.details();
        stage.tasks = info.tasks();
        stage.parentIds = info.parentIds();
        stage.rddIds = info.rddIds();
        stage.resourceProfileId = info.resourceProfileId();
        stage.shufflePush = info.shufflePush();
        stage.shuffleMergers = info.shuffleMergers();
        for (UserAccumulator each : info.accumulators()) {
            stage.accumulators.put(
                    each.id(), new Accumulator(each.id(), each.name(), null, each.value()));
        }
    }

    void stageSubmitted(SparkEvent.StageSubmitted event) {
        StageInfo info = event.stage();
        if (info.id() < 0) {
            return;
        }
        StageState stage = fold.stage(new StageId(info.id(), info.attempt()));
        take(stage, info);
        fold.storage.stage(info);
        stage.status = StageStatus.ACTIVE;
        stage.submittedMillis = info.submittedMillis();
        fold.app.seen(info.submittedMillis());
        String description = event.properties().get("spark.job.description");
        stage.description = description == null ? stage.description : description;
        stage.pool = event.properties().get("spark.scheduler.pool");
        long sqlId = sqlId(event.properties());
        stage.sqlId = stage.sqlId < 0 ? sqlId : stage.sqlId;
        fold.jobs.values().stream()
                .filter(job -> job.live() && job.stageIds.contains(info.id()))
                .map(job -> job.id)
                .sorted()
                .filter(id -> !stage.jobIds.contains(id))
                .forEach(stage.jobIds::add);
        for (JobState job : fold.liveJobs(stage)) {
            job.activeStages++;
            job.dirty = true;
        }
    }

    void stageCompleted(StageInfo info) {
        if (info.id() < 0) {
            return;
        }
        StageState stage = fold.stage(new StageId(info.id(), info.attempt()));
        boolean wasActive = stage.status == StageStatus.ACTIVE;
        take(stage, info);
        stage.submittedMillis =
                info.submittedMillis() == 0 ? stage.submittedMillis : info.submittedMillis();
        stage.completedMillis = info.completedMillis();
        stage.failureReason = info.failureReason();
        fold.app.seen(info.completedMillis());
        stage.status = outcome(stage);
        for (JobState job : fold.liveJobs(stage)) {
            job.activeStages -= wasActive ? 1 : 0;
            job.completedStages += stage.status == StageStatus.COMPLETE ? 1 : 0;
            job.failedStages += stage.status == StageStatus.FAILED ? 1 : 0;
            if (stage.status == StageStatus.SKIPPED) {
                job.skippedStages++;
                job.skippedTasks += stage.tasks;
            }
            job.dirty = true;
        }
        if (stage.status == StageStatus.FAILED) {
            stageFailed(stage, info.failureReason());
        }
    }

    private static StageStatus outcome(StageState stage) {
        if (stage.failureReason != null) {
            return StageStatus.FAILED;
        }
        return stage.submittedMillis == 0 ? StageStatus.SKIPPED : StageStatus.COMPLETE;
    }

    private void stageFailed(StageState stage, @Nullable String reason) {
        fold.app.failedStages++;
        String text = reason == null ? "" : reason;
        failed(Failure.Source.STAGE, stage.completedMillis, text, "StageFailure", null, stage.id);
    }

    void ended(SparkEvent.JobEnd event) {
        JobState job = fold.job(event.id());
        job.completedMillis = event.atMillis();
        fold.app.seen(event.atMillis());
        skipPending(job);
        end(job, event.succeeded() ? JobStatus.SUCCEEDED : JobStatus.FAILED);
        if (!event.succeeded()) {
            job.failure = FailureText.cut(event.message(), FailureText.TRACE_MAX);
            failed(
                    Failure.Source.JOB,
                    event.atMillis(),
                    event.message(),
                    "JobFailure",
                    job.id,
                    null);
        }
    }

    /// Stages that were never submitted had their results already.
    private void skipPending(JobState job) {
        for (int id : job.stageIds) {
            StageState stage = fold.stages.get(new StageId(id, 0));
            if (stage == null || stage.status != StageStatus.PENDING) {
                continue;
            }
            stage.status = StageStatus.SKIPPED;
            stage.dirty = true;
            fold.app.skippedStages++;
            job.skippedStages++;
            job.skippedTasks += stage.tasks;
        }
    }

    private void end(JobState job, JobStatus status) {
        job.status = status;
        job.activeStages = 0;
        job.dirty = true;
        fold.app.failedJobs += status == JobStatus.SUCCEEDED ? 0 : 1;
        if (job.sqlId >= 0) {
            SqlState sql = fold.sql(job.sqlId);
            sql.jobs.put(job.id, status);
            sql.dirty = true;
        }
    }

    /// The run ended while it ran.
    void abandon(JobState job) {
        job.completedMillis = fold.app.endMillis;
        skipPending(job);
        end(job, JobStatus.UNKNOWN);
    }

    void abandon(StageState stage) {
        stage.dirty = true;
        if (stage.status == StageStatus.ACTIVE) {
            stage.status = StageStatus.FAILED;
            stage.failureReason = "The application ended while this stage ran";
            stage.completedMillis = fold.app.endMillis;
            fold.app.failedStages++;
        } else if (stage.status == StageStatus.PENDING) {
            stage.status = StageStatus.SKIPPED;
            fold.app.skippedStages++;
            for (JobState job : fold.liveJobs(stage)) {
                job.skippedStages++;
                job.skippedTasks += stage.tasks;
            }
        }
    }

    private void failed(
            Failure.Source source,
            long atMillis,
            String text,
            String fallback,
            @Nullable Integer jobId,
            @Nullable StageId stage) {
        Instant at = Instant.ofEpochMilli(atMillis);
        ApplicationFold.failed(
                fold.app,
                new Failure(
                        source,
                        at,
                        at,
                        1,
                        FailureText.chain("", text, "", fallback),
                        FailureText.cut(text, FailureText.TRACE_MAX),
                        jobId,
                        stage,
                        null,
                        null,
                        null));
    }

    private static List<String> tags(@Nullable String joined) {
        return joined == null || joined.isEmpty()
                ? List.of()
                : Arrays.stream(joined.split(",")).sorted().toList();
    }

    private static long sqlId(Map<String, String> properties) {
        String id = properties.get("spark.sql.execution.id");
        boolean number =
                id != null
                        && !id.isEmpty()
                        && id.length() < 19
                        && id.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return number ? Long.parseLong(id) : -1;
    }
}
