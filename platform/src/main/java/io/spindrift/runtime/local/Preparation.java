package io.spindrift.runtime.local;

import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes all files of an attempt, from folders to the script that starts its driver. May be
/// repeated as long as the driver has not begun.
final class Preparation {
    private static final List<String> SCRIPTS = List.of("container.sh", "signal.sh", "java.sh");

    private final LocalSettings settings;
    private final SparkRuntimes runtimes;
    private final AppFiles files;
    private final SparkUser user;

    Preparation(LocalSettings settings, SparkRuntimes runtimes, AppFiles files, SparkUser user) {
        this.settings = settings;
        this.runtimes = runtimes;
        this.files = files;
        this.user = user;
    }

    Path scripts() {
        return settings.work().resolve(".scripts");
    }

    /// The folders that all attempts share, and our scripts in their present version.
    void start() {
        user.passage(settings.work());
        user.passage(settings.eventLogs());
        user.passage(settings.logs());
        user.readable(scripts());
        for (String name : SCRIPTS) {
            Path beside = scripts().resolve("." + name);
            try (InputStream script = Preparation.class.getResourceAsStream(name)) {
                if (script == null) {
                    throw new IOException("this program lacks its " + name);
                }
                Files.copy(script, beside, StandardCopyOption.REPLACE_EXISTING);
                Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rwxr-xr-x"));
                // Renamed, because a running shell goes on reading the script that it began with.
                Files.move(beside, scripts().resolve(name), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write to " + scripts(), e);
            }
        }
    }

    /// @param uiPort see [Plan#uiPort]
    void prepare(Launch launch, AttemptFolder folder, int uiPort) {
        String version = launch.spec().sparkVersion();
        SparkDistribution spark =
                runtimes.find(version)
                        .orElseThrow(() -> new LaunchRefusedException(runtimes.missing(version)));
        Path javaHome =
                runtimes.javaHome(version)
                        .orElseThrow(() ->
                                new LaunchRefusedException(SparkRuntimes.missingJava(version)));
        folders(launch.id().appId(), folder);
        try {
            sparkHome(folder, spark);
            javaHome(folder, javaHome);
            SparkFiles brought = files.bring(launch.spec(), folder.files(), user);
            Map<String, String> conf = SparkConf.of(launch, brought, folder, uiPort);
            write(folder.conf(), properties(conf));
            write(
                    folder.script(),
                    new DriverScript(launch, folder, spark, javaHome, settings)
                            .text(conf, brought, scripts(), pythonPath(folder, spark)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + launch.id(), e);
        }
    }

    private void folders(String appId, AttemptFolder folder) {
        for (Path all : List.of(settings.work(), settings.eventLogs(), settings.logs())) {
            user.passage(all.resolve(appId));
        }
        user.readable(folder.root());
        user.ours(folder.state());
        user.readable(folder.files());
        user.readable(folder.sparkHome());
        user.readable(folder.sparkHome().resolve("conf"));
        user.readable(folder.javaHome());
        user.readable(folder.javaHome().resolve("bin"));
        for (Path shared :
                List.of(
                        folder.eventLogs(),
                        folder.logs(),
                        folder.records(),
                        folder.records(ContainerId.DRIVER),
                        folder.sparkHome().resolve("work"),
                        folder.scratch(),
                        folder.scratch().resolve("home"),
                        folder.scratch().resolve("tmp"),
                        folder.scratch().resolve("local"),
                        folder.scratch().resolve("cwd"))) {
            user.shared(shared);
        }
    }

    private static void sparkHome(AttemptFolder folder, SparkDistribution spark)
            throws IOException {
        for (String part : List.of("jars", "bin", "sbin", "python", "data")) {
            link(folder.sparkHome().resolve(part), spark.home().resolve(part));
        }
    }

    private void javaHome(AttemptFolder folder, Path javaHome) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(javaHome)) {
            for (Path part : parts) {
                if (!part.getFileName().toString().equals("bin")) {
                    link(folder.javaHome().resolve(part.getFileName()), part);
                }
            }
        }
        try (DirectoryStream<Path> tools = Files.newDirectoryStream(javaHome.resolve("bin"))) {
            for (Path tool : tools) {
                String name = tool.getFileName().toString();
                link(
                        folder.javaHome().resolve("bin").resolve(name),
                        name.equals("java") ? scripts().resolve("java.sh") : tool);
            }
        }
    }

    private static String pythonPath(AttemptFolder folder, SparkDistribution spark)
            throws IOException {
        Path python = folder.sparkHome().resolve("python");
        try (Stream<Path> archives = Files.list(spark.home().resolve("python/lib"))) {
            return Stream.concat(
                            Stream.of(python.toString()),
                            archives.map(file -> file.getFileName().toString())
                                    .filter(name -> name.matches("py4j-.*-src\\.zip"))
                                    .map(name -> python.resolve("lib").resolve(name).toString()))
                    .collect(Collectors.joining(":"));
        }
    }

    private static void link(Path link, Path target) throws IOException {
        if (Files.exists(target) && !Files.isSymbolicLink(link)) {
            Files.createSymbolicLink(link, target);
        }
    }

    private void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        user.give(file);
    }

    private static String properties(Map<String, String> conf) throws IOException {
        Properties properties = new Properties();
        properties.putAll(conf);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        return text.toString();
    }
}
