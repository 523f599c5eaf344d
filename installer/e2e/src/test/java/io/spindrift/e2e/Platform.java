package io.spindrift.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The real platform as a process of its own, on a folder of its own. It can be stopped, killed and
/// started again on the same data; closing ends it and all that it started.
public final class Platform implements AutoCloseable {
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(45);

    private final Path home;
    private final Path log;
    private final Map<String, String> settings;
    private final URI address;
    private final @Nullable SSLContext trust;
    private @Nullable Process process;

    private Platform(
            String name, Path home, Map<String, String> settings, @Nullable SSLContext trust) {
        this.home = home;
        this.log = Surroundings.target().resolve("platforms").resolve(name + ".log");
        this.settings = new LinkedHashMap<>(settings);
        String scheme = this.settings.containsKey("tls-keystore") ? "https" : "http";
        this.address = URI.create(scheme + "://127.0.0.1:" + this.settings.get("port"));
        this.trust = trust;
    }

    public static Platform start(String name) {
        return start(name, Map.of());
    }

    /// @param name of the log in the build's target folder
    /// @param settings over the usual ones, by key
    public static Platform start(String name, Map<String, String> settings) {
        return started(prepare(name, settings));
    }

    /// Starts it with TLS.
    static Platform start(String name, Certificate certificate) {
        return started(prepare(name, certificate.settings(), certificate.context()));
    }

    private static Platform started(Platform platform) {
        try {
            platform.start();
        } catch (RuntimeException | Error e) {
            platform.close();
            throw e;
        }
        return platform;
    }

    /// Chooses folder and port, and starts nothing.
    public static Platform prepare(String name, Map<String, String> settings) {
        return prepare(name, settings, null);
    }

    private static Platform prepare(
            String name, Map<String, String> settings, @Nullable SSLContext trust) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("port", String.valueOf(freePort()));
        all.put("runtimes", Surroundings.runtimes().toString());
        all.putAll(settings);
        try {
            Files.createDirectories(Surroundings.target().resolve("platforms"));
            Path home = Path.of(all.getOrDefault("home", ""));
            if (home.toString().isEmpty()) {
                home = Files.createTempDirectory("spindrift-e2e-" + name + "-");
            }
            all.put("home", home.toString());
            Platform platform = new Platform(name, home, all, trust);
            Files.deleteIfExists(platform.log);
            return platform;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts the process and waits until it is ready.
    public void start() {
        begin();
        Await.value(
                () -> "ready: " + address + ", log " + log + ":\n" + lastWords(),
                STARTS_WITHIN,
                () -> {
                    if (!running().isAlive()) {
                        throw new AssertionError("it ended while it started:\n" + lastWords());
                    }
                    return answers("/ready")
                            ? java.util.Optional.of(true)
                            : java.util.Optional.<Boolean>empty();
                });
    }

    /// Starts the process, and waits for nothing.
    public void begin() {
        List<String> words = new ArrayList<>(PlatformJava.words(home));
        settings.forEach((key, value) -> words.add("--" + key + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().keySet().removeIf(key -> key.startsWith("SPINDRIFT_"));
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .directory(home.toFile());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends it as a service manager does.
    public void stop() {
        Process ending = running();
        ending.destroy();
        if (!awaitExit(ending, STOPS_WITHIN)) {
            throw new AssertionError("it did not stop: " + lastWords());
        }
    }

    /// Ends it as a power cut of this process alone.
    public void kill() {
        Process ending = running();
        ending.destroyForcibly();
        if (!awaitExit(ending, Duration.ofSeconds(30))) {
            throw new AssertionError("kill -9 did not end it");
        }
    }

    /// Waits for the process to end by itself.
    public int awaitExit(Duration within) {
        if (!awaitExit(running(), within)) {
            throw new AssertionError("still running after " + within.toSeconds() + " s");
        }
        return running().exitValue();
    }

    public Api api() {
        return api(adminToken());
    }

    public Api api(String token) {
        return new Api(address, token, client());
    }

    private HttpClient client() {
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20));
        return trust == null ? client.build() : client.sslContext(trust).build();
    }

    /// Writes the settings where an installation has them.
    public void writeSettings() {
        Properties properties = new Properties();
        properties.putAll(settings);
        Path file = home.resolve("conf/spindrift.properties");
        try {
            Files.createDirectories(file.getParent());
            try (Writer out = Files.newBufferedWriter(file)) {
                properties.store(out, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI address() {
        return address;
    }

    public String adminToken() {
        try {
            return Files.readString(home.resolve("conf/admin.token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path home() {
        return home;
    }

    public Path data() {
        return home.resolve(settings.getOrDefault("data", "data"));
    }

    public long pid() {
        return running().pid();
    }

    /// What it has logged so far, over all its starts.
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean answers(String path) {
        try (HttpClient client = client()) {
            HttpRequest request =
                    HttpRequest.newBuilder(address.resolve(path))
                            .timeout(Duration.ofSeconds(20))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet, or no more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.destroy();
            if (!awaitExit(process, STOPS_WITHIN)) {
                process.destroyForcibly();
            }
        }
        Leftovers.end(home);
        delete(home);
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    private String lastWords() {
        List<String> lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
    }

    private static boolean awaitExit(Process process, Duration within) {
        try {
            return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
