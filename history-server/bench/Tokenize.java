import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.spindrift.history.eventlog.Codec;
import io.spindrift.history.eventlog.EventParser;
import io.spindrift.history.eventlog.LogDecoder;
import io.spindrift.history.eventlog.LogPosition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Our reader beside a streaming tokenizer, over the same bytes in one process, one thread: bytes to events, without
/// rows. `java -cp CLASSES Tokenize.java LOG [ROUNDS]`
final class Tokenize {
    private static long tokens;
    private static long events;

    public static void main(String[] args) throws IOException {
        Path log = Path.of(args[0]);
        double megabytes = Files.size(log) / 1e6;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        for (int i = 1; i <= rounds; i++) {
            double theirs = seconds(() -> tokenize(log));
            double ours = seconds(() -> read(log));
            System.out.printf("round %d: tokenizer %.0f MB/s (%d tokens), ours %.0f MB/s (%d events): %.1f times as fast%n",
                    i, megabytes / theirs, tokens, megabytes / ours, events, theirs / ours);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static double seconds(Work work) throws IOException {
        var bean = java.lang.management.ManagementFactory.getThreadMXBean();
        long start = bean.getCurrentThreadCpuTime();
        work.run();
        return (bean.getCurrentThreadCpuTime() - start) / 1e9;
    }

    private static void tokenize(Path log) throws IOException {
        tokens = 0;
        try (InputStream in = Files.newInputStream(log); JsonParser parser = new JsonFactory().createParser(in)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
    }

    private static void read(Path log) throws IOException {
        events = 0;
        EventParser parser = new EventParser();
        byte[] chunk = new byte[256 << 10];
        try (InputStream in = Files.newInputStream(log); LogDecoder decoder = new LogDecoder(Codec.of(log.getFileName().toString()), LogPosition.START)) {
            LogDecoder.LineSink sink = new LogDecoder.LineSink() {
                @Override
                public void line(byte[] bytes, int from, int to) {
                    parser.parse(bytes, from, to);
                    events++;
                }

                @Override
                public int end(byte[] bytes, int from, int to) {
                    return parser.end(bytes, from, to);
                }
            };
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                decoder.feed(ByteBuffer.wrap(chunk, 0, length), sink);
            }
        }
    }
}
