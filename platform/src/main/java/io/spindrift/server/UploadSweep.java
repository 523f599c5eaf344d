package io.spindrift.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.app.AppSummary;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.ConfigTemplateStore;
import io.spindrift.app.JobStore;
import io.spindrift.blob.BlobId;
import io.spindrift.blob.BlobStore;
import io.spindrift.blob.BlobUri;
import io.spindrift.cluster.ClusterStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// Deletes uploaded files that nobody needs: no application that waits, runs or was submitted of
/// late names them, nor a job's configuration or a template, and they were not uploaded of late.
final class UploadSweep {
    private static final Logger LOG = System.getLogger(UploadSweep.class.getName());
    private static final Duration EVERY = Duration.ofHours(1);

    private final ApplicationStore apps;
    private final JobStore jobs;
    private final ConfigTemplateStore templates;
    private final ClusterStore clusters;
    private final BlobStore blobs;
    private final Duration keep;
    private Instant nextAt = Instant.MIN;

    /// @param keep how long a file stays that was uploaded or used
    UploadSweep(
            ApplicationStore apps,
            JobStore jobs,
            ConfigTemplateStore templates,
            ClusterStore clusters,
            BlobStore blobs,
            Duration keep) {
        this.apps = apps;
        this.jobs = jobs;
        this.templates = templates;
        this.clusters = clusters;
        this.blobs = blobs;
        this.keep = keep;
    }

    /// Does so once an hour, however often it is called.
    void sweepNowAndThen(Instant now) {
        if (now.isBefore(nextAt)) {
            return;
        }
        nextAt = now.plus(EVERY);
        Instant unusedSince = now.minus(keep);
        long freedBytes = blobs.sweep(inUse(unusedSince), unusedSince);
        if (freedBytes > 0) {
            LOG.log(Level.INFO, "deleted uploads that nobody used freedBytes=" + freedBytes);
        }
    }

    private Set<BlobId> inUse(Instant since) {
        Set<BlobId> found = new HashSet<>();
        for (AppSummary app : apps.all()) {
            if (!app.state().terminal() || !app.createdAt().isBefore(since)) {
                apps.get(app.key()).ifPresent(each -> collect(each.config().values(), found));
            }
        }
        jobs.list().forEach(job -> collect(job.config(), found));
        clusters.list().stream()
                .flatMap(cluster -> templates.list(cluster.id()).stream())
                .forEach(template -> collect(template.config(), found));
        return found;
    }

    /// Every uploaded file that is named anywhere in a configuration.
    private static void collect(JsonNode config, Set<BlobId> found) {
        if (config.isTextual()) {
            try {
                BlobUri.parse(config.textValue().replaceFirst("#.*", ""))
                        .ifPresent(uri -> found.add(uri.id()));
            } catch (IllegalArgumentException e) {
                return; // A text that only begins like one, so it names none.
            }
        }
        config.forEach(child -> collect(child, found));
    }
}
