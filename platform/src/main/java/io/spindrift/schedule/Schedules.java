package io.spindrift.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppIds;
import io.spindrift.app.AppKey;
import io.spindrift.app.AppSummary;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.InvalidRequestException;
import io.spindrift.app.SubmissionSource;
import io.spindrift.submit.AppConflictException;
import io.spindrift.submit.QueueFullException;
import io.spindrift.submit.Submissions;
import io.spindrift.submit.Submitted;
import io.spindrift.submit.Submitter;
import io.spindrift.submit.UnknownClusterException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Runs jobs when they are due. The id of a run follows from the time at which it was due, so that
/// a crash between a submission and the note of it runs nothing twice.
public final class Schedules {
    private static final Logger LOG = System.getLogger(Schedules.class.getName());

    private final ScheduleStore store;
    private final Submissions submissions;
    private final ApplicationStore apps;

    public Schedules(ScheduleStore store, Submissions submissions, ApplicationStore apps) {
        this.store = store;
        this.submissions = submissions;
        this.apps = apps;
    }

    public ScheduleStore store() {
        return store;
    }

    /// Submits all that is due. To be called about every second.
    ///
    /// @return whether there is more to do at once: never
    public boolean beat(Instant now) {
        for (JobSchedule schedule : store.list()) {
            if (!schedule.suspended()) {
                schedule.timetable()
                        .due(schedule.since(), now)
                        .ifPresent(due -> tryRun(schedule, due));
            }
        }
        return false;
    }

    /// When it runs next; empty while it is suspended.
    public static Optional<Instant> next(JobSchedule schedule) {
        return schedule.suspended()
                ? Optional.empty()
                : schedule.timetable().next(schedule.since());
    }

    private void tryRun(JobSchedule schedule, Timetable.Due due) {
        List<AppSummary> going = going(schedule);
        if (!going.isEmpty() && schedule.overlap() == JobSchedule.Overlap.FORBID) {
            return;
        }
        if (schedule.overlap() == JobSchedule.Overlap.REPLACE) {
            going.forEach(app -> submissions.kill(app.key(), "the next run of its schedule"));
        }
        String appId = AppIds.ofDue(schedule.jobId(), due.at());
        try {
            run(schedule, due, appId);
        } catch (InvalidRequestException | AppConflictException | UnknownClusterException e) {
            LOG.log(
                    Level.WARNING,
                    "a run of a schedule was refused: "
                            + e.getMessage()
                            + " job="
                            + schedule.jobId());
            store(schedule, schedule.ran(due.at(), null, String.valueOf(e.getMessage())));
        } catch (QueueFullException e) {
            LOG.log(Level.DEBUG, "the queue is full job=" + schedule.jobId(), e);
        }
    }

    private void run(JobSchedule schedule, Timetable.Due due, String appId) {
        ObjectNode request = schedule.request().deepCopy();
        request.put("jobId", schedule.jobId()).put("appId", appId);
        Submitter submitter = new Submitter(schedule.user(), SubmissionSource.SCHEDULE);
        Submitted submitted =
                apps.get(new AppKey(schedule.clusterId(), appId))
                        .<Submitted>map(Submitted.Existing::new)
                        .orElseGet(
                                () -> submissions.submit(schedule.clusterId(), request, submitter));
        store(schedule, schedule.ran(due.at(), submitted.app().id(), null));
        LOG.log(
                Level.INFO,
                "scheduled run app="
                        + appId
                        + " job="
                        + schedule.jobId()
                        + " missed="
                        + due.missed());
    }

    /// Unless it was changed meanwhile.
    private void store(JobSchedule before, JobSchedule after) {
        boolean same =
                store.get(before.clusterId(), before.jobId()).filter(before::equals).isPresent();
        if (same) {
            store.put(after);
        }
    }

    private List<AppSummary> going(JobSchedule schedule) {
        return apps.ofJob(schedule.jobId()).stream()
                .filter(app -> app.clusterId().equals(schedule.clusterId()))
                .filter(app -> app.source() == SubmissionSource.SCHEDULE)
                .filter(app -> !app.state().terminal())
                .toList();
    }
}
