package io.spindrift.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppIds;
import io.spindrift.app.InvalidRequestException;
import io.spindrift.schedule.JobSchedule;
import io.spindrift.schedule.ScheduleStore;
import io.spindrift.schedule.Schedules;
import io.spindrift.submit.Check;
import io.spindrift.submit.Submissions;
import io.spindrift.submit.Submitter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// When jobs run by themselves.
final class ScheduleRoutes {
    private static final String KIND = "schedule";
    private static final String ONE = "/ocean/spark/cluster/{clusterId}/job/{jobId}/schedule";

    private final ScheduleStore schedules;
    private final Submissions submissions;
    private final AppFinder finder;
    private final InstantSource clock;

    ScheduleRoutes(Services services, AppFinder finder) {
        this.schedules = services.schedules();
        this.submissions = services.submissions();
        this.clock = services.clock();
        this.finder = finder;
    }

    void addTo(RouteTable table) {
        table.get("/ocean/spark/schedule", this::list)
                .get(ONE, this::one)
                .put(ONE, this::put)
                .delete(ONE, this::delete);
    }

    private void list(Call call) {
        Query query = call.query("offset", "limit", "format", "jobId");
        String jobId = query.text("jobId").orElse(null);
        List<ObjectNode> items =
                schedules.list().stream()
                        .filter(each -> jobId == null || each.jobId().equals(jobId))
                        .map(each -> json(each, call))
                        .toList();
        Listing.answer(call, query, KIND, items);
    }

    private void one(Call call) {
        call.query();
        call.answer(Answer.one(KIND, json(existing(call), call)));
    }

    private JobSchedule existing(Call call) {
        String cluster = finder.cluster(call).id();
        return schedules
                .get(cluster, call.jobId())
                .orElseThrow(() ->
                        RefusedException.notFound(
                                "the job '" + call.jobId() + "' has no schedule here"));
    }

    private void delete(Call call) {
        call.query();
        JobSchedule there = existing(call);
        schedules.delete(there.clusterId(), there.jobId());
        call.answer(Answer.one(KIND, json(there, call)));
    }

    private void put(Call call) {
        call.query();
        String cluster = finder.cluster(call).id();
        String jobId = call.jobId();
        Body body =
                Body.of(
                        Masks.refuse(call.body()),
                        "cron",
                        "timeZone",
                        "suspended",
                        "concurrencyPolicy",
                        "request");
        JobSchedule before = schedules.get(cluster, jobId).orElse(null);
        if (before == null && schedules.list().size() >= ScheduleStore.MOST) {
            throw RefusedException.of(
                    429, "TOO_MANY_REQUESTS", "there are " + ScheduleStore.MOST + " schedules");
        }
        ObjectNode request = (ObjectNode) body.object("request");
        Submitter submitter = AppRoutes.submitter(call);
        check(cluster, jobId, request, submitter);
        Instant now = clock.instant();
        JobSchedule schedule =
                new JobSchedule(
                        cluster,
                        jobId,
                        body.text("cron", 200).orElseThrow(() -> body.missing("cron")),
                        body.text("timeZone", 100).orElse(""),
                        body.flag("suspended"),
                        JobSchedule.Overlap.parse(
                                body.text("concurrencyPolicy", 20).orElse("allow")),
                        request,
                        submitter.user(),
                        now,
                        before == null ? null : before.lastRunAt(),
                        before == null ? null : before.lastAppId(),
                        null);
        schedules.put(schedule);
        call.answer(Answer.one(KIND, json(schedule, call)));
    }

    /// What could not be submitted now is refused now, and not in the night.
    private void check(String cluster, String jobId, ObjectNode request, Submitter submitter) {
        for (String id : List.of("jobId", "appId")) {
            if (request.has(id)) {
                throw RefusedException.invalid(
                        "request." + id, "the ids of runs are the schedule's to give");
            }
        }
        AppIds.checkJobId(jobId, "jobId")
                .ifPresent(problem -> {
                    throw new InvalidRequestException(List.of(problem));
                });
        ObjectNode whole = request.deepCopy().put("jobId", jobId);
        Check check = submissions.check(cluster, whole, submitter);
        if (!check.accepted()) {
            throw new InvalidRequestException(check.problems());
        }
    }

    private static ObjectNode json(JobSchedule schedule, Call call) {
        ObjectNode json = Json.object();
        json.put("clusterId", schedule.clusterId()).put("jobId", schedule.jobId());
        json.put("cron", schedule.cron());
        json.put("timeZone", schedule.timetable().zone().getId());
        json.put("suspended", schedule.suspended());
        json.put("concurrencyPolicy", schedule.overlap().text());
        boolean own = call.who().admin() || call.who().user().equals(schedule.user());
        JsonNode request = schedule.request();
        json.set("request", own ? request : Masks.of(request));
        json.put("user", schedule.user());
        json.put("nextRunAt", Json.time(Schedules.next(schedule).orElse(null)));
        json.put("lastRunAt", Json.time(schedule.lastRunAt()));
        json.put("lastAppId", schedule.lastAppId());
        json.put("refusal", schedule.refusal());
        return json;
    }
}
