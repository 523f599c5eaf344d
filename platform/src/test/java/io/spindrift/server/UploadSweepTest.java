package io.spindrift.server;

import static io.spindrift.app.Apps.T0;
import static io.spindrift.app.Apps.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.app.ApplicationStore;
import io.spindrift.app.Apps;
import io.spindrift.app.ConfigTemplate;
import io.spindrift.app.ConfigTemplateStore;
import io.spindrift.app.Job;
import io.spindrift.app.JobStore;
import io.spindrift.blob.BlobId;
import io.spindrift.blob.BlobLimits;
import io.spindrift.blob.BlobStore;
import io.spindrift.cluster.ClusterStore;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UploadSweepTest {
    private static final Duration KEEP = Duration.ofDays(30);

    @TempDir Path folder;
    private Database database;
    private ApplicationStore apps;
    private JobStore jobs;
    private ConfigTemplateStore templates;
    private BlobStore blobs;
    private UploadSweep sweep;

    @BeforeEach
    void open() {
        database =
                Database.open(
                        folder.resolve("db"), DatabaseSettings.standard().withReservedDiskBytes(0));
        apps = new ApplicationStore(database, app -> {});
        apps.start();
        jobs = new JobStore(database);
        templates = new ConfigTemplateStore(database);
        ClusterStore clusters = new ClusterStore(database);
        clusters.start(T0);
        blobs = new BlobStore(folder.resolve("blobs"), BlobLimits.standard());
        blobs.start();
        sweep = new UploadSweep(apps, jobs, templates, clusters, blobs, KEEP);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private BlobId upload(String text, Instant at) {
        return blobs.put(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), null, at)
                .id();
    }

    private static String file(BlobId id) {
        return "spindrift://file/" + id + "/a.py";
    }

    @Test
    void files_stayWhileSomethingNamesThem() {
        BlobId ofWaiting = upload("waiting", T0);
        BlobId ofJob = upload("job", T0);
        BlobId ofTemplate = upload("template", T0);
        BlobId ofNobody = upload("nobody", T0);
        apps.insert(Apps.app("etl", "{'mainApplicationFile': '" + file(ofWaiting) + "'}"));
        jobs.put(new Job("etl", "ETL", json("{'deps':{'jars':['" + file(ofJob) + "']}}"), T0, T0));
        templates.put(
                new ConfigTemplate(
                        "local",
                        "small",
                        "Small",
                        json("{'deps':{'pyFiles':['" + file(ofTemplate) + "']}}"),
                        "amy",
                        T0,
                        T0));

        sweep.sweepNowAndThen(T0.plus(KEEP).plusSeconds(1));

        assertThat(blobs.find(ofWaiting)).isPresent();
        assertThat(blobs.find(ofJob)).isPresent();
        assertThat(blobs.find(ofTemplate)).isPresent();
        assertThat(blobs.find(ofNobody)).isEmpty();
    }

    @Test
    void files_stayForAWhileWithoutAnyUse() {
        BlobId fresh = upload("fresh", T0);

        sweep.sweepNowAndThen(T0.plus(KEEP).minusSeconds(1));

        assertThat(blobs.find(fresh)).isPresent();
    }

    @Test
    void sweep_isDoneOnceAnHour() {
        sweep.sweepNowAndThen(T0);
        BlobId old = upload("old", T0.minus(KEEP).minusSeconds(60));

        sweep.sweepNowAndThen(T0.plusSeconds(3_599));
        assertThat(blobs.find(old)).isPresent();

        sweep.sweepNowAndThen(T0.plusSeconds(3_600));
        assertThat(blobs.find(old)).isEmpty();
    }
}
