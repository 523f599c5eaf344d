package io.spindrift.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

/// The jobs; each is made by its first application. Safe for many threads.
///
/// ```
/// app.job  jobId -> name, config as JSON, when
/// ```
public final class JobStore {
    private static final int MOST = 100_000;
    private static final Table<String, Job> JOBS =
            new Table<>("app.job", KeyCodec.text(), new RowFormat());

    private final Database database;

    public JobStore(Database database) {
        this.database = database;
    }

    public void put(Job job) {
        database.write(Durability.MACHINE, batch -> batch.put(JOBS, job.id(), job));
    }

    /// The job of this id, made now if there was none.
    public Job getOrMake(String id, Instant now) {
        Optional<Job> known = get(id);
        if (known.isPresent()) {
            return known.get();
        }
        Job job = new Job(id, id, JsonNodeFactory.instance.objectNode(), now, now);
        put(job);
        return job;
    }

    public Optional<Job> get(String id) {
        return database.get(JOBS, id);
    }

    /// By id, at most 100 000.
    public List<Job> list() {
        return database.list(JOBS, Range.all(), MOST).stream().map(Entry::row).toList();
    }

    private static final class RowFormat implements RowCodec<Job> {
        private static final JsonMapper JSON = JsonMapper.builder().build();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(Job job, RowWriter out) {
            out.text(job.id()).text(job.displayName()).text(job.config().toString());
            out.instant(job.createdAt()).instant(job.updatedAt());
        }

        @Override
        public Job read(RowReader in) {
            return new Job(in.text(), in.text(), object(in.text()), in.instant(), in.instant());
        }

        private static ObjectNode object(String json) {
            try {
                return (ObjectNode) JSON.readTree(json);
            } catch (JsonProcessingException e) {
                throw new RowFormatException("a configuration that is no JSON");
            }
        }
    }
}
