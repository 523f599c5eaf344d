package io.spindrift.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// Sends what a driver left behind, because the server was away when it ended or because it was
/// killed, and removes it:
///
/// ```
/// SPINDRIFT_TOKEN=… java -jar spindrift-agent.jar URL FOLDER…
/// ```
///
/// May be run again after a failure: the server takes each event once.
final class Resend {
    private static final long CALL_MILLIS = 30_000;
    private static final int FILL_LINES = 50_000;
    private static final String USAGE =
            "usage: SPINDRIFT_TOKEN=… java -jar spindrift-agent.jar URL FOLDER…\n"
                    + "  sends what drivers left in these folders (spindrift-spool-…)";

    private final PushClient client;
    private final Path folder;
    private final String path;
    private long next;

    private Resend(PushClient client, Path folder, Properties run) {
        this.client = client;
        this.folder = folder;
        this.path =
                "agent/v1/runs/"
                        + run.getProperty("app")
                        + "/"
                        + run.getProperty("attempt")
                        + "/events?stream="
                        + run.getProperty("stream");
    }

    @SuppressWarnings("SystemExitOutsideMain") // this is main
    public static void main(String[] words) {
        if (words.length < 2) {
            System.err.println(USAGE);
            System.exit(2);
        }
        String token = System.getenv("SPINDRIFT_TOKEN");
        try {
            String text = words[0].endsWith("/") ? words[0] : words[0] + "/";
            URL url = URI.create(text).toURL();
            for (int i = 1; i < words.length; i++) {
                long sent = send(url, token == null ? "" : token, Paths.get(words[i]));
                System.out.println(words[i] + ": the server has all, events sent: " + sent);
            }
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("not all was sent, try again: " + e.getMessage());
            System.exit(1);
        }
    }

    /// @return how many events were sent
    /// @throws IOException when the server did not take all; what it took is not sent again
    static long send(URL url, String token, Path folder) throws IOException {
        Properties run = new Properties();
        try (InputStream in = Files.newInputStream(folder.resolve(Batch.RUN))) {
            run.load(in);
        }
        Resend resend = new Resend(new PushClient(url, token), folder, run);
        boolean ended = Boolean.parseBoolean(run.getProperty("ended"));
        return resend.sendAll(ended);
    }

    private long sendAll(boolean ended) throws IOException {
        next = take(0, "application/json", new byte[0], "");
        long begun = next;
        for (Map.Entry<Long, Path> each : batches().entrySet()) {
            send(each.getKey(), each.getValue());
        }
        if (ended) {
            take(next, "application/json", new byte[0], "&last=true");
        }
        Files.delete(folder.resolve(Batch.RUN));
        Files.delete(folder);
        return next - begun;
    }

    /// By the number of the first event.
    private Map<Long, Path> batches() throws IOException {
        Map<Long, Path> batches = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*-*.*")) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                batches.put(Long.parseLong(name.substring(0, name.indexOf('-'))), file);
            }
        }
        return batches;
    }

    private void send(long first, Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        long lines = Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('.')));
        fill(first);
        if (first + lines > next) {
            String type = name.endsWith(".gz") ? "application/gzip" : "application/zstd";
            next = take(first, type, Files.readAllBytes(file), "");
            if (next < first + lines) {
                throw new IOException("the server took events up to " + next + " only");
            }
        }
        Files.delete(file);
    }

    /// A driver that was killed took with it what it held in memory. Each such event is told, so
    /// that what follows keeps its number.
    private void fill(long first) throws IOException {
        while (next < first) {
            int count = (int) Math.min(FILL_LINES, first - next);
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < count; i++) {
                lines.append(Batch.gap(1));
            }
            byte[] body = lines.toString().getBytes(StandardCharsets.UTF_8);
            long before = next;
            next = take(before, "application/x-ndjson", body, "");
            if (next < before + count) {
                throw new IOException("the server took events up to " + next + " only");
            }
        }
    }

    private long take(long first, String type, byte[] body, String more) throws IOException {
        Reply reply = client.post(path + "&first=" + first + more, type, body, CALL_MILLIS);
        if (!reply.taken()) {
            throw new IOException("the server answers " + reply.status + " " + reply.sentence());
        }
        return reply.next();
    }
}
