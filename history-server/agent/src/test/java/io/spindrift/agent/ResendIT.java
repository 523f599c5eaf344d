package io.spindrift.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What drivers left behind, and a server that is back.
@Timeout(60)
final class ResendIT {
    private static final Pattern FIRST =
            Pattern.compile("/agent/v1/runs/app-1/2/events.*first=(\\d+)");

    @TempDir Path folder;
    private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private URL url;
    private volatile boolean ended;
    private final AtomicInteger answers = new AtomicInteger(Integer.MAX_VALUE);

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/").toURL();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange call) throws IOException {
        Matcher first = FIRST.matcher(call.getRequestURI().toString());
        byte[] body = call.getRequestBody().readAllBytes();
        boolean gzip = "application/gzip".equals(call.getRequestHeaders().getFirst("Content-Type"));
        boolean fails = !first.find() || answers.getAndDecrement() <= 0;
        if (!fails && body.length > 0) {
            byte[] plain =
                    gzip
                            ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes()
                            : body;
            List<String> lines = new String(plain, StandardCharsets.UTF_8).lines().toList();
            int known = taken.size() - Integer.parseInt(first.group(1));
            if (known >= 0) {
                taken.addAll(lines.subList(Math.min(lines.size(), known), lines.size()));
            }
        }
        ended |= !fails && call.getRequestURI().toString().contains("last=true");
        byte[] bytes = ("{\"next\": " + taken.size() + "}").getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(fails ? 503 : 200, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }

    @Test
    void left_whenTheServerWasAway_isSentByTheCommand_andGone() throws Exception {
        Spool spool = spool(64 << 20);
        List<String> lines = add(spool, 40);
        Path left = spool.leave();

        Process command =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                Path.of("target", "classes").toString(),
                                "io.spindrift.agent.Resend",
                                url.toString(),
                                String.valueOf(left))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(command.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(said).contains("the server has all, events sent: 40");
        assertThat(taken).isEqualTo(lines);
        assertThat(ended).isTrue();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void left_byADriverThatWasKilled_isSent_withWhatIsMissingToldInItsPlace() throws Exception {
        Spool spool = spool(2 << 20);
        List<String> lines = add(spool, 40);
        Path left = only();
        long inFiles = filesOf(left).stream().filter(name -> name.contains("-")).count();
        assertThat(inFiles).isBetween(1L, 39L);

        Resend.send(url, "", left);

        assertThat(taken.size()).isLessThanOrEqualTo(lines.size());
        for (int i = 0; i < taken.size(); i++) {
            assertThat(taken.get(i)).isIn(lines.get(i), Batch.gap(1).strip());
        }
        assertThat(taken).contains(Batch.gap(1).strip()).anyMatch(lines::contains);
        assertThat(ended).as("it was killed, so it has no end").isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void failure_onTheWay_isNoHarm() throws Exception {
        Spool spool = spool(64 << 20);
        List<String> lines = add(spool, 40);
        Path left = spool.leave();
        assertThat(left).isNotNull();
        answers.set(5);
        assertThatThrownBy(() -> Resend.send(url, "", left)).isInstanceOf(IOException.class);
        answers.set(Integer.MAX_VALUE);

        Resend.send(url, "", left);

        assertThat(taken).isEqualTo(lines);
        assertThat(ended).isTrue();
    }

    private Spool spool(long memoryBytes) {
        Spool spool =
                new Spool(folder.toString(), memoryBytes, 64 << 20, 0, new Compression.Gzip());
        spool.describe("app=app-1\nattempt=2\nstream=me\n");
        return spool;
    }

    /// Lines that do not compress.
    private static List<String> add(Spool spool, int count) {
        Random random = new Random(7);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] noise = new byte[200_000];
            random.nextBytes(noise);
            String line = i + Base64.getEncoder().encodeToString(noise);
            lines.add(line);
            spool.add(line);
        }
        return lines;
    }

    private Path only() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.findFirst().orElseThrow();
        }
    }

    private static List<String> filesOf(Path left) throws IOException {
        try (Stream<Path> all = Files.list(left)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }
}
