package io.spindrift.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.kv.Database;
import io.spindrift.kv.Durability;
import io.spindrift.kv.Entry;
import io.spindrift.kv.KeyCodec;
import io.spindrift.kv.Range;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowFormatException;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The schedules of jobs. Safe for many threads.
///
/// ```
/// schedule.job  clusterId/jobId -> all of it as JSON
/// ```
public final class ScheduleStore {
    /// More schedules than this are refused.
    public static final int MOST = 2_000;

    private static final Table<String, JobSchedule> SCHEDULES =
            new Table<>("schedule.job", KeyCodec.text(), new RowFormat());

    private final Database database;

    public ScheduleStore(Database database) {
        this.database = database;
    }

    public void put(JobSchedule schedule) {
        String key = key(schedule.clusterId(), schedule.jobId());
        database.write(Durability.MACHINE, batch -> batch.put(SCHEDULES, key, schedule));
    }

    public Optional<JobSchedule> get(String clusterId, String jobId) {
        return database.get(SCHEDULES, key(clusterId, jobId));
    }

    public void delete(String clusterId, String jobId) {
        database.write(Durability.MACHINE, batch -> batch.delete(SCHEDULES, key(clusterId, jobId)));
    }

    public List<JobSchedule> list() {
        return database.list(SCHEDULES, Range.all(), MOST).stream().map(Entry::row).toList();
    }

    private static String key(String clusterId, String jobId) {
        return clusterId + "/" + jobId;
    }

    private static final class RowFormat implements RowCodec<JobSchedule> {
        private static final JsonMapper JSON = JsonMapper.builder().build();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(JobSchedule row, RowWriter out) {
            ObjectNode json = JSON.createObjectNode();
            json.put("clusterId", row.clusterId()).put("jobId", row.jobId());
            json.put("cron", row.cron()).put("timeZone", row.timeZone());
            json.put("suspended", row.suspended()).put("overlap", row.overlap().text());
            json.set("request", row.request());
            json.put("user", row.user()).put("lastAppId", row.lastAppId());
            json.put("refusal", row.refusal());
            Instant last = row.lastRunAt();
            json.put("lastRunAt", last == null ? null : last.toString());
            json.put("changedAt", row.changedAt().toString());
            out.text(json.toString());
        }

        @Override
        public JobSchedule read(RowReader in) {
            try {
                ObjectNode json = (ObjectNode) JSON.readTree(in.text());
                String last = text(json, "lastRunAt");
                return new JobSchedule(
                        json.path("clusterId").asText(),
                        json.path("jobId").asText(),
                        json.path("cron").asText(),
                        json.path("timeZone").asText(),
                        json.path("suspended").asBoolean(),
                        JobSchedule.Overlap.parse(json.path("overlap").asText()),
                        (ObjectNode) json.path("request"),
                        json.path("user").asText(),
                        Instant.parse(json.path("changedAt").asText()),
                        last == null ? null : Instant.parse(last),
                        text(json, "lastAppId"),
                        text(json, "refusal"));
            } catch (JsonProcessingException e) {
                throw new RowFormatException("a schedule that is no JSON");
            }
        }

        private static @Nullable String text(ObjectNode json, String field) {
            return json.hasNonNull(field) ? json.path(field).asText() : null;
        }
    }
}
