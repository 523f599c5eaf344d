import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Writes very many small event logs as Spark 4 does by default, rolling and zstd: each an
/// application of one job, two stages and 10 tasks (about 60 kB of events), of 300 jobs and 40 users,
/// one starting each 100 s.
///
/// `java -cp zstd-jni.jar GenerateLogs.java FOLDER COUNT [STAGES]`; what is there already is left alone.
/// With 0 stages an application starts, has its executors, and ends (5 kB).
final class GenerateLogs {
    private static final String ID = "app-20260921000000-0000";
    private static final long START = 1_790_000_000_000L;
    private static final long FIRST = START / 100_000;

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        int count = Integer.parseInt(args[1]);
        Path one = folder.resolveSibling("one").resolve(ID);
        Files.createDirectories(one.getParent());
        GenerateLog.main(new String[] {one.toString(), args.length > 2 ? args[2] : "2", "5", String.valueOf(START)});
        String text = Files.readString(one);
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            String id = String.format(Locale.ROOT, "app-2026%010d-%04d", i, i % 10_000);
            Path log = folder.resolve("eventlog_v2_" + id);
            if (Files.exists(log.resolve("appstatus_" + id))) {
                continue;
            }
            // Times lie within 100 s of START: their first digits move all of them.
            String own = text.replace(ID, id)
                    .replace("\"" + "bench\",\"App ID", "\"job-" + i % 300 + "\",\"App ID")
                    .replace("\"User\":\"bench\"", "\"User\":\"user-" + i % 40 + "\"")
                    .replace(String.valueOf(FIRST), String.valueOf(FIRST + i));
            Files.createDirectories(log);
            byte[] packed = Zstd.compress(own.getBytes(StandardCharsets.UTF_8), 1);
            Files.write(log.resolve("events_1_" + id + ".zstd"), packed);
            Files.createFile(log.resolve("appstatus_" + id));
            bytes += packed.length;
        }
        System.out.println(folder + ": " + count + " logs of " + text.length() + " bytes, " + bytes + " compressed bytes new");
    }
}
