package io.spindrift.history.store;

import io.spindrift.history.JobRun.JobStatus;
import io.spindrift.history.store.ValuesStore.Numbered;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;

/// Spark jobs.
///
/// ```
/// history.job   run job 0 0 → JobState
/// ```
final class JobStore {
    static final Table<Numbered, JobState> JOBS =
            new Table<>("history.job", ValuesStore.NUMBERED, new Codec());

    private JobStore() {}

    private static final class Codec implements RowCodec<JobState> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(JobState job, RowWriter out) {
            out.number(job.id).text(job.name).textOrNull(job.description).textOrNull(job.group);
            ValuesStore.writeTexts(job.tags, out);
            out.constant(job.status).count(job.submittedMillis).count(job.completedMillis);
            ValuesStore.writeIntegers(job.stageIds, out);
            out.number(job.sqlId).number(job.tasks).number(job.activeTasks);
            out.number(job.completedTasks).number(job.failedTasks).number(job.killedTasks);
            out.number(job.completedIndices).number(job.skippedTasks).number(job.activeStages);
            out.number(job.completedStages).number(job.skippedStages).number(job.failedStages);
            ValuesStore.writeCounts(job.killedSummary, out);
            out.textOrNull(job.failure);
        }

        @Override
        public JobState read(RowReader in) {
            JobState job = new JobState(in.integer());
            job.dirty = false;
            job.name = in.text();
            job.description = in.textOrNull();
            job.group = in.textOrNull();
            job.tags = ValuesStore.readTexts(in);
            job.status = in.constant(JobStatus.class);
            job.submittedMillis = in.count();
            job.completedMillis = in.count();
            job.stageIds = ValuesStore.readIntegers(in);
            job.sqlId = in.number();
            job.tasks = in.integer();
            job.activeTasks = in.integer();
            job.completedTasks = in.integer();
            job.failedTasks = in.integer();
            job.killedTasks = in.integer();
            job.completedIndices = in.integer();
            job.skippedTasks = in.integer();
            job.activeStages = in.integer();
            job.completedStages = in.integer();
            job.skippedStages = in.integer();
            job.failedStages = in.integer();
            ValuesStore.readCounts(in, job.killedSummary);
            job.failure = in.textOrNull();
            return job;
        }
    }
}
