package io.spindrift.http;

import io.helidon.http.HeaderNames;
import io.spindrift.app.Application;
import io.spindrift.history.History;
import io.spindrift.history.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The event log, for other tools to read.
final class EventLogRoutes {
    private final History history;
    private final AppFinder finder;

    EventLogRoutes(History history, AppFinder finder) {
        this.history = history;
        this.finder = finder;
    }

    void addTo(RouteTable table) {
        table.get("/ocean/spark/cluster/{clusterId}/app/{appId}/eventlog", this::zip);
    }

    private void zip(Call call) {
        Query query = call.query("attempt");
        Application app = finder.app(call);
        int last = Math.max(1, app.progress().attempts().size());
        int attempt = query.number("attempt", 1, 1_000_000).orElse((long) last).intValue();
        List<Path> files = history.eventLog(new RunId(app.id(), attempt));
        if (files.isEmpty()) {
            throw RefusedException.notFound("no event log of attempt " + attempt + " is kept");
        }
        call.response().header(HeaderNames.CONTENT_TYPE, "application/zip");
        call.response()
                .header(
                        HeaderNames.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + app.id() + "-" + attempt + ".zip\"");
        try (ZipOutputStream zip = new ZipOutputStream(call.response().outputStream())) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(name(files, file)));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not send the event log", e);
        }
    }

    /// With the folder's name where it is rolling, as Spark's history server wants it.
    private static String name(List<Path> files, Path file) {
        Path folder = file.getParent();
        boolean rolling = files.size() > 1 && folder != null && folder.getFileName() != null;
        return rolling && folder != null
                ? folder.getFileName() + "/" + file.getFileName()
                : "" + file.getFileName();
    }
}
