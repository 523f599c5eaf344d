package io.spindrift.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Pushes events at a rate while the server is killed and started again, and counts what it has in
/// the end: every event once, in order.
///
/// ```
/// PushRate [SECONDS 600] [KILLS 5] [EVENTS_A_SECOND 1000]
/// ```
final class PushRate {
    private PushRate() {}

    /// What the server does not have so long after the last event is lost.
    private static final long REST_SECONDS = 900;

    /// @param stored lines that the server has of those pushed
    /// @param lagMillis of the last event behind its time, when it was added
    /// @param restMillis that the server took for what waited when the last event was added
    record Result(
            long pushed,
            long stored,
            boolean inOrder,
            long lagMillis,
            long mostSpooledBytes,
            long restMillis) {}

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 600;
        int kills = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        int rate = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1_000;
        Path folder = Files.createTempDirectory("push-rate-");
        System.out.println(run(folder, seconds, kills, rate));
    }

    static Result run(Path folder, int seconds, int kills, int rate) throws Exception {
        try (HistoryProcess server = new HistoryProcess(folder)) {
            server.start();
            Spool spool = new Spool(folder.toString(), 1 << 20, 256 << 20, 200, Compression.best());
            Sender sender =
                    new Sender(
                            new PushClient(java.net.URI.create(server.url()).toURL(), ""),
                            spool,
                            new Samples(),
                            "bench",
                            Compression.best().type,
                            new Backoff(() -> 0.5),
                            () -> new Sender.Run("bench-1", 1));
            Thread thread = new Thread(sender, "push");
            thread.setDaemon(true);
            thread.start();
            Thread killer = new Thread(() -> kill(server, seconds, kills), "kill");
            killer.start();
            long events = (long) seconds * rate;
            long[] lagAndSpooled = push(spool, events, rate);
            killer.join();
            long added = System.nanoTime();
            sender.finish(added + TimeUnit.SECONDS.toNanos(REST_SECONDS));
            thread.join();
            long restMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - added);
            long[] stored = stored(server.data);
            return new Result(
                    events,
                    stored[0],
                    stored[1] == 0,
                    lagAndSpooled[0],
                    lagAndSpooled[1],
                    restMillis);
        }
    }

    private static long[] push(Spool spool, long events, int rate) throws InterruptedException {
        Random random = new Random(5);
        long start = System.nanoTime();
        long mostSpooled = 0;
        long lagMillis = 0;
        for (long i = 0; i < events; i++) {
            long due = start + i * 1_000_000_000L / rate;
            lagMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - due);
            if (lagMillis < 0) {
                Thread.sleep(-lagMillis);
            }
            spool.add(line(i, random));
            mostSpooled = Math.max(mostSpooled, spool.fileBytes());
        }
        return new long[] {Math.max(0, lagMillis), mostSpooled};
    }

    /// About 3 kB, as Spark's are.
    private static String line(long number, Random random) {
        StringBuilder line = new StringBuilder(4_000);
        line.append("{\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":0,\"Stage Attempt ID\":0,")
                .append(
                        "\"Task Type\":\"ResultTask\",\"Task End Reason\":{\"Reason\":\"Success\"},")
                .append("\"Task Info\":{\"Task ID\":")
                .append(number)
                .append(",\"Index\":")
                .append(number)
                .append(",\"Attempt\":0,\"Launch Time\":")
                .append(1_795_277_612_646L + number)
                .append(
                        ",\"Executor ID\":\"1\",\"Host\":\"h\",\"Locality\":\"ANY\",\"Speculative\":false,")
                .append("\"Getting Result Time\":0,\"Finish Time\":")
                .append(1_795_277_612_651L + number)
                .append(",\"Failed\":false,\"Killed\":false,\"Accumulables\":[");
        for (int i = 0; i < 20; i++) {
            line.append(i == 0 ? "{\"ID\":" : ",{\"ID\":")
                    .append(i)
                    .append(",\"Name\":\"internal.metrics.executorRunTime\",\"Update\":")
                    .append(random.nextInt(1_000_000))
                    .append(",\"Value\":")
                    .append(random.nextInt(1_000_000))
                    .append(",\"Internal\":true,\"Count Failed Values\":true}");
        }
        return line.append("]},\"Task Metrics\":{\"Executor Run Time\":5}}").toString();
    }

    private static void kill(HistoryProcess server, int seconds, int kills) {
        try {
            for (int i = 0; i < kills; i++) {
                Thread.sleep(seconds * 1_000L / (kills + 1));
                server.kill();
                Thread.sleep(500);
                server.start();
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// How many lines there are, and how many are not where they should be.
    private static long[] stored(Path data) throws java.io.IOException {
        Path log = data.resolve("pushed").resolve("eventlog_v2_bench-1_1");
        long lines = 0;
        long misplaced = 0;
        for (int file = 1; Files.exists(log.resolve("events_" + file + "_bench-1")); file++) {
            try (java.io.BufferedReader in =
                    Files.newBufferedReader(log.resolve("events_" + file + "_bench-1"))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    misplaced += line.contains("\"Task ID\":" + lines + ",") ? 0 : 1;
                    lines++;
                }
            }
        }
        return new long[] {lines, misplaced};
    }
}
