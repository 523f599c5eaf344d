import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// Writes an event log as Spark 4.3 would for an application of many jobs, each a map stage and a
/// reduce stage, on 8 executors of 4 cores: the same fields, accumulables and sizes (a task's end has
/// 5 to 6 kB).
///
/// `java GenerateLog.java FILE STAGES TASKS_PER_STAGE [START]`; 336 stages of 300 tasks make 600 MB.
/// START is the time of its first event in milliseconds since 1970.
final class GenerateLog {
    private static final String[] INTERNAL = {
        "executorDeserializeTime", "executorDeserializeCpuTime", "executorRunTime", "executorCpuTime",
        "resultSize", "jvmGCTime", "resultSerializationTime", "peakExecutionMemory",
        "peakOnHeapExecutionMemory", "shuffle.read.remoteBlocksFetched",
        "shuffle.read.localBlocksFetched", "shuffle.read.remoteBytesRead",
        "shuffle.read.remoteBytesReadToDisk", "shuffle.read.localBytesRead",
        "shuffle.read.fetchWaitTime", "shuffle.read.recordsRead",
        "shuffle.push.read.corruptMergedBlockChunks", "shuffle.push.read.mergedFetchFallbackCount",
        "shuffle.push.read.remoteMergedBlocksFetched", "shuffle.read.remoteReqsDuration",
        "shuffle.write.bytesWritten", "shuffle.write.recordsWritten", "shuffle.write.writeTime",
        "input.bytesRead", "input.recordsRead"
    };
    private static final String[] PEAKS = {
        "JVMHeapMemory", "JVMOffHeapMemory", "OnHeapExecutionMemory", "OffHeapExecutionMemory",
        "OnHeapStorageMemory", "OffHeapStorageMemory", "OnHeapUnifiedMemory", "OffHeapUnifiedMemory",
        "DirectPoolMemory", "MappedPoolMemory", "ProcessTreeJVMVMemory", "ProcessTreeJVMRSSMemory",
        "ProcessTreePythonVMemory", "ProcessTreePythonRSSMemory", "ProcessTreeOtherVMemory",
        "ProcessTreeOtherRSSMemory", "MinorGCCount", "MinorGCTime", "MajorGCCount", "MajorGCTime",
        "TotalGCTime", "ConcurrentGCCount", "ConcurrentGCTime"
    };
    private static final int EXECUTORS = 8;
    private static final int CORES = 4;

    private final OutputStream out;
    private final Random random = new Random(42);
    private long clock = 1_790_000_000_000L;
    private long taskId;
    private long accumulatorId;

    private GenerateLog(OutputStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        int stages = Integer.parseInt(args[1]);
        int tasks = Integer.parseInt(args[2]);
        String id = file.getFileName().toString();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            GenerateLog log = new GenerateLog(out);
            log.clock = args.length > 3 ? Long.parseLong(args[3]) : log.clock;
            log.start(id);
            for (int stage = 0; stage < stages; stage += 2) {
                log.job(stage / 2, stage, tasks);
            }
            log.line("{\"Event\":\"SparkListenerApplicationEnd\",\"Timestamp\":%d,\"ExitCode\":0}", log.clock + 100);
        }
        System.out.println(file + " " + Files.size(file) + " bytes, " + stages + " stages, " + (long) stages * tasks + " tasks");
    }

    private void line(String format, Object... values) throws IOException {
        write(values.length == 0 ? format : String.format(format, values));
    }

    private void write(String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private void start(String id) throws IOException {
        write("{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"4.3.0\"}");
        write("{\"Event\":\"SparkListenerResourceProfileAdded\",\"Resource Profile Id\":0,\"Executor Resource Requests\":{\"cores\":{\"Resource Name\":\"cores\",\"Amount\":4,\"Discovery Script\":\"\",\"Vendor\":\"\"}},\"Task Resource Requests\":{\"cpus\":{\"Resource Name\":\"cpus\",\"Amount\":1.0}}}");
        line("{\"Event\":\"SparkListenerBlockManagerAdded\",\"Block Manager ID\":{\"Executor ID\":\"driver\",\"Host\":\"driver\",\"Port\":7079},\"Maximum Memory\":455501414,\"Timestamp\":%d,\"Maximum Onheap Memory\":455501414,\"Maximum Offheap Memory\":0}", clock);
        write("{\"Event\":\"SparkListenerEnvironmentUpdate\",\"JVM Information\":{\"Java Home\":\"/opt/java\",\"Java Version\":\"25\",\"Scala Version\":\"version 2.13.17\"},\"Spark Properties\":{\"spark.app.id\":\"" + id + "\",\"spark.master\":\"k8s://https://cluster\",\"spark.executor.cores\":\"4\",\"spark.executor.memory\":\"4g\"},\"Hadoop Properties\":{},\"System Properties\":{},\"Metrics Properties\":{},\"Classpath Entries\":{}}");
        line("{\"Event\":\"SparkListenerApplicationStart\",\"App Name\":\"bench\",\"App ID\":\"%s\",\"Timestamp\":%d,\"User\":\"bench\"}", id, clock);
        for (int e = 1; e <= EXECUTORS; e++) {
            line("{\"Event\":\"SparkListenerExecutorAdded\",\"Timestamp\":%d,\"Executor ID\":\"%d\",\"Executor Info\":{\"Host\":\"10.0.0.%d\",\"Total Cores\":%d,\"Log Urls\":{},\"Attributes\":{},\"Resources\":{},\"Resource Profile Id\":0,\"Registration Time\":%d}}", clock, e, e, CORES, clock);
            line("{\"Event\":\"SparkListenerBlockManagerAdded\",\"Block Manager ID\":{\"Executor ID\":\"%d\",\"Host\":\"10.0.0.%d\",\"Port\":7079},\"Maximum Memory\":2101975449,\"Timestamp\":%d,\"Maximum Onheap Memory\":2101975449,\"Maximum Offheap Memory\":0}", e, e, clock);
        }
    }

    private void job(int job, int stage, int tasks) throws IOException {
        String map = stage(stage, tasks, "map at Daily.scala:" + (20 + stage), "", "");
        String reduce = stage(stage + 1, tasks, "count at Daily.scala:" + (21 + stage), String.valueOf(stage), "");
        String properties = "\"Properties\":{\"spark.job.description\":\"part " + job + "\",\"spark.app.name\":\"bench\"}";
        write("{\"Event\":\"SparkListenerJobStart\",\"Job ID\":" + job + ",\"Submission Time\":" + clock + ",\"Stage Infos\":[" + map + "," + reduce + "],\"Stage IDs\":[" + stage + "," + (stage + 1) + "]," + properties + "}");
        runStage(stage, tasks, "map at Daily.scala:" + (20 + stage), "", properties, "ShuffleMapTask");
        runStage(stage + 1, tasks, "count at Daily.scala:" + (21 + stage), String.valueOf(stage), properties, "ResultTask");
        line("{\"Event\":\"SparkListenerJobEnd\",\"Job ID\":%d,\"Completion Time\":%d,\"Job Result\":{\"Result\":\"JobSucceeded\"}}", job, clock);
    }

    private static String stage(int id, int tasks, String name, String parent, String times) {
        return "{\"Stage ID\":" + id + ",\"Stage Attempt ID\":0,\"Stage Name\":\"" + name + "\",\"Number of Tasks\":" + tasks
                + ",\"RDD Info\":[{\"RDD ID\":" + id + ",\"Name\":\"MapPartitionsRDD\",\"Scope\":\"{\\\"id\\\":\\\"" + id + "\\\",\\\"name\\\":\\\"map\\\"}\",\"Callsite\":\"" + name + "\",\"Parent IDs\":[],\"Storage Level\":{\"Use Disk\":false,\"Use Memory\":false,\"Use Off Heap\":false,\"Deserialized\":false,\"Replication\":1},\"Barrier\":false,\"DeterministicLevel\":\"DETERMINATE\",\"Number of Partitions\":" + tasks + ",\"Number of Cached Partitions\":0,\"Memory Size\":0,\"Disk Size\":0}]"
                + ",\"Parent IDs\":[" + parent + "],\"Details\":\"org.apache.spark.rdd.RDD.map(RDD.scala:420)\\nacme.Daily$.main(Daily.scala:" + id + ")\"" + times
                + ",\"Accumulables\":[],\"Resource Profile Id\":0,\"Shuffle Push Enabled\":false,\"Shuffle Push Mergers Count\":0}";
    }

    private void runStage(int stage, int tasks, String name, String parent, String properties, String type) throws IOException {
        long submitted = clock;
        String times = ",\"Submission Time\":" + submitted;
        write("{\"Event\":\"SparkListenerStageSubmitted\",\"Stage Info\":" + stage(stage, tasks, name, parent, times) + "," + properties + "}");
        long firstAccumulator = accumulatorId;
        accumulatorId += INTERNAL.length;
        int slots = EXECUTORS * CORES;
        for (int first = 0; first < tasks; first += slots) {
            int last = Math.min(tasks, first + slots);
            long longest = 0;
            for (int i = first; i < last; i++) {
                write("{\"Event\":\"SparkListenerTaskStart\",\"Stage ID\":" + stage + ",\"Stage Attempt ID\":0,\"Task Info\":" + info(i, first, 0, "[]") + "}");
            }
            for (int i = first; i < last; i++) {
                long duration = 200 + random.nextInt(800) + (random.nextInt(100) == 0 ? 4000 : 0);
                longest = Math.max(longest, duration);
                write(end(stage, i, first, duration, type, firstAccumulator, tasks));
            }
            taskId += last - first;
            clock += longest + 5;
        }
        times += ",\"Completion Time\":" + clock;
        write("{\"Event\":\"SparkListenerStageCompleted\",\"Stage Info\":" + stage(stage, tasks, name, parent, times) + "}");
    }

    private String info(int index, int first, long finish, String accumulables) {
        int executor = 1 + index % EXECUTORS;
        return "{\"Task ID\":" + (taskId + index - first) + ",\"Index\":" + index + ",\"Attempt\":0,\"Partition ID\":" + index
                + ",\"Launch Time\":" + clock + ",\"Executor ID\":\"" + executor + "\",\"Host\":\"10.0.0." + executor
                + "\",\"Locality\":\"NODE_LOCAL\",\"Speculative\":false,\"Getting Result Time\":0,\"Finish Time\":" + finish
                + ",\"Failed\":false,\"Killed\":false,\"Accumulables\":" + accumulables + "}";
    }

    private String end(int stage, int index, int first, long duration, String type, long accumulator, int tasks) {
        long run = duration - 12;
        long cpu = run * (500_000 + random.nextInt(400_000));
        long gc = random.nextInt(20);
        long read = 4_000_000 + random.nextInt(60_000_000);
        long records = 10_000 + random.nextInt(200_000);
        long written = 100_000 + random.nextInt(900_000);
        StringBuilder list = new StringBuilder("[");
        for (int i = 0; i < INTERNAL.length; i++) {
            long update = random.nextInt(1_000_000);
            list.append(i == 0 ? "" : ",").append("{\"ID\":").append(accumulator + i).append(",\"Name\":\"internal.metrics.").append(INTERNAL[i])
                    .append("\",\"Update\":").append(update).append(",\"Value\":").append(update * (index + 1L)).append(",\"Internal\":true,\"Count Failed Values\":true}");
        }
        StringBuilder peaks = new StringBuilder("{");
        for (int i = 0; i < PEAKS.length; i++) {
            peaks.append(i == 0 ? "" : ",").append('"').append(PEAKS[i]).append("\":").append(i < 12 ? 100_000_000L + random.nextInt(900_000_000) : i < 16 ? 0 : random.nextInt(300));
        }
        return "{\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":" + stage + ",\"Stage Attempt ID\":0,\"Task Type\":\"" + type + "\",\"Task End Reason\":{\"Reason\":\"Success\"},\"Task Info\":"
                + info(index, first, clock + duration, list.append(']').toString())
                + ",\"Task Executor Metrics\":" + peaks.append('}')
                + ",\"Task Metrics\":{\"Executor Deserialize Time\":5,\"Executor Deserialize CPU Time\":" + (3_000_000 + random.nextInt(1_000_000)) + ",\"Executor Run Time\":" + run + ",\"Executor CPU Time\":" + cpu
                + ",\"Peak Execution Memory\":" + (1 << 24) + ",\"Peak On Heap Execution Memory\":" + (1 << 24) + ",\"Peak Off Heap Execution Memory\":0,\"Result Size\":" + (2000 + random.nextInt(3000)) + ",\"JVM GC Time\":" + gc + ",\"Result Serialization Time\":1,\"Memory Bytes Spilled\":0,\"Disk Bytes Spilled\":0,"
                + "\"Shuffle Read Metrics\":{\"Remote Blocks Fetched\":" + random.nextInt(300) + ",\"Local Blocks Fetched\":" + random.nextInt(40) + ",\"Fetch Wait Time\":" + random.nextInt(30) + ",\"Remote Bytes Read\":" + read + ",\"Remote Bytes Read To Disk\":0,\"Local Bytes Read\":" + read / 8 + ",\"Total Records Read\":" + records + ",\"Remote Requests Duration\":" + random.nextInt(200)
                + ",\"Push Based Shuffle\":{\"Corrupt Merged Block Chunks\":0,\"Merged Fetch Fallback Count\":0,\"Merged Remote Blocks Fetched\":0,\"Merged Local Blocks Fetched\":0,\"Merged Remote Chunks Fetched\":0,\"Merged Local Chunks Fetched\":0,\"Merged Remote Bytes Read\":0,\"Merged Local Bytes Read\":0,\"Merged Remote Requests Duration\":0}},"
                + "\"Shuffle Write Metrics\":{\"Shuffle Bytes Written\":" + written + ",\"Shuffle Write Time\":" + written * 9 + ",\"Shuffle Records Written\":" + records / 10 + "},\"Input Metrics\":{\"Bytes Read\":" + read + ",\"Records Read\":" + records + "},\"Output Metrics\":{\"Bytes Written\":0,\"Records Written\":0},\"Updated Blocks\":[]}}";
    }
}
