import io.spindrift.history.Issue;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.SearchIndex;
import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchResult;
import io.spindrift.history.StreamingQueryRun;
import io.spindrift.history.eventlog.EventParser;
import io.spindrift.history.eventlog.LogPosition;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.history.store.RunWriter;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Folds the progress of a streaming query with a trigger every two seconds, as Spark 4.3 reports
/// it, and tells what that took:
///
/// `java -Xmx256m -cp CLASSES_AND_JARS StreamMonth.java 1296000 EMPTY_FOLDER` (a month)
final class StreamMonth {
    private static final String STARTED =
            "{'Event':'SparkListenerApplicationStart','App Name':'m','App ID':'app-1','Timestamp':1790812800000,'User':'amy'}\n"
                    + "{'Event':'org.apache.spark.sql.streaming.StreamingQueryListener$QueryStartedEvent','id':'q','runId':'r','name':'counts','timestamp':'2026-10-01T00:00:00.000Z','jobTags':[]}";
    private static final String PROGRESS =
            "{'Event':'org.apache.spark.sql.streaming.StreamingQueryListener$QueryProgressEvent','progress':{'id':'q','runId':'r','name':'counts','timestamp':'%s','batchId':%d,'batchDuration':%d,"
                    + "'durationMs':{'triggerExecution':%d,'queryPlanning':48,'getBatch':1,'commitOffsets':58,'latestOffset':1,'addBatch':700,'walCommit':61},"
                    + "'eventTime':{'min':'%3$s','avg':'%3$s','watermark':'%3$s','max':'%3$s'},"
                    + "'stateOperators':[{'operatorName':'stateStoreSave','numRowsTotal':%d,'numRowsUpdated':9,'allUpdatesTimeMs':20,'numRowsRemoved':0,'allRemovalsTimeMs':12,'commitTimeMs':116,'memoryUsedBytes':%d,'numRowsDroppedByWatermark':0,'numShufflePartitions':2,'numStateStoreInstances':2,'customMetrics':{'stateOnCurrentVersionSizeBytes':2416,'loadedMapCacheMissCount':0,'loadedMapCacheHitCount':0,'SnapshotLastUploaded.partition_0_default':-1,'SnapshotLastUploaded.partition_1_default':-1}}],"
                    + "'sources':[{'description':'KafkaV2[Subscribe[clicks]]','startOffset':{'clicks':{'0':%2$d,'1':%2$d}},'endOffset':{'clicks':{'0':%2$d,'1':%2$d}},'latestOffset':{'clicks':{'0':%2$d,'1':%2$d}},'numInputRows':%d,'inputRowsPerSecond':%d.5,'processedRowsPerSecond':%d.25,'metrics':{'avgOffsetsBehindLatest':'0.0'}}],"
                    + "'sink':{'description':'MemorySink','numOutputRows':9,'metrics':{}},'observedMetrics':{}}}";
    private static final RunId RUN = new RunId("month", 1);

    public static void main(String[] arguments) throws Exception {
        int triggers = Integer.parseInt(arguments[0]);
        Path folder = Path.of(arguments[1]);
        long begun = System.nanoTime();
        try (Database database =
                Database.open(folder, DatabaseSettings.standard().withReservedDiskBytes(1 << 20))) {
            HistoryStore store =
                    new HistoryStore(database, facts -> List.of(), new NoIndex(), (run, log) -> List.of());
            store.start();
            long bytes = fold(store, triggers);
            System.out.printf("%d MB of events, %d ms%n", bytes >> 20, (System.nanoTime() - begun) / 1_000_000);
            tell(store, triggers);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            long size = files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
            System.out.printf("%d KiB on disk, log of the database and all%n", size >> 10);
        }
        System.out.printf("%.1f s of CPU%n", ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0);
    }

    private static long fold(HistoryStore store, int triggers) {
        EventParser parser = new EventParser();
        RunWriter writer = store.open(RUN, "log", null);
        long bytes = 0;
        Instant start = Instant.parse("2026-10-01T00:00:00Z");
        for (String line : STARTED.split("\n")) {
            bytes += apply(writer, parser, line);
        }
        for (int i = 0; i < triggers; i++) {
            String at = start.plusMillis(2000L * i + 1).toString();
            bytes += apply(writer, parser, progress(at, i));
            if (i % 50 == 49 || i == triggers - 1) {
                writer.commit(new LogPosition(1, i + 3, 0, i + 3));
            }
        }
        return bytes;
    }

    private static String progress(String at, int i) {
        return PROGRESS.replace("%3$s", at)
                .replace("%2$d", String.valueOf(i))
                .formatted(at, i, 900 + i % 700, 900 + i % 700, i % 5000, 300L * (i % 5000), i % 997, i % 400, i % 900);
    }

    private static int apply(RunWriter writer, EventParser parser, String line) {
        byte[] bytes = line.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        writer.apply(parser.parse(bytes, 0, bytes.length));
        return bytes.length;
    }

    private static void tell(HistoryStore store, int triggers) {
        StreamingQueryRun query = store.streamingQueries(RUN).getFirst();
        if (query.batches() != triggers) {
            throw new IllegalStateException("lost some: " + query.batches());
        }
        long asked = System.nanoTime();
        int points = store.streamingProgress(RUN, "r").size();
        System.out.printf("%d points, told in %d ms%n", points, (System.nanoTime() - asked) / 1_000_000);
        long taken = System.nanoTime();
        store.open(RUN, "log", null);
        System.out.printf("taken up again in %d ms%n", (System.nanoTime() - taken) / 1_000_000);
    }

    private static final class NoIndex implements SearchIndex {
        @Override
        public void put(RunFacts facts, List<Issue> issues) {}

        @Override
        public void remove(RunId run) {}

        @Override
        public void commit() {}

        @Override
        public SearchResult search(SearchQuery query) {
            throw new UnsupportedOperationException();
        }
    }
}
