package io.spindrift.history.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.history.LogPart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Sends an event log as one zip, laid out as Spark's history server wants it in its folder.
public final class LogZip {
    private LogZip() {}

    /// @param name of the zip itself
    public static void send(
            ServerResponse response, String type, String name, List<LogPart> parts) {
        response.header(HeaderNames.CONTENT_TYPE, type);
        response.header(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
        try (OutputStream out = response.outputStream();
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (LogPart part : parts) {
                zip.putNextEntry(new ZipEntry(part.name()));
                try (InputStream in = part.open()) {
                    in.transferTo(zip);
                }
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send an event log", e);
        }
    }
}
