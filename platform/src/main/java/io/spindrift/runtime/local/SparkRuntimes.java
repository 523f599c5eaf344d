package io.spindrift.runtime.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The Spark distributions of this machine, and the Java that each needs.
///
/// A distribution counts only when its marker `.complete` is there, which `spindrift runtime add`
/// writes last. Reads the folder each time, so that what is added is there at once.
public final class SparkRuntimes {
    private static final String MARKER = ".complete";
    private static final Pattern VERSION =
            Pattern.compile("\\d+\\.\\d+\\.\\d+([.-][A-Za-z0-9.-]+)?");
    private static final Path SYSTEM_JAVAS = Path.of("/usr/lib/jvm");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final @Nullable Path java17;
    private final Map<String, List<String>> optionsOfVersion = new ConcurrentHashMap<>();

    /// @param java17 the Java home for older Sparks; null: looked for in `JAVA_HOME_17` and where
    ///   the system keeps its Javas
    public SparkRuntimes(Path folder, @Nullable Path java17) {
        this.folder = folder;
        this.java17 = java17;
    }

    /// The versions that are there, newest first.
    public List<String> versions() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> homes = Files.list(folder)) {
            return homes.filter(home -> Files.isRegularFile(home.resolve(MARKER)))
                    .map(home -> home.getFileName().toString())
                    .filter(name -> VERSION.matcher(name).matches())
                    .sorted(Comparator.comparing(SparkRuntimes::sortable).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    public boolean has(String version) {
        return VERSION.matcher(version).matches()
                && Files.isRegularFile(folder.resolve(version).resolve(MARKER));
    }

    public Optional<SparkDistribution> find(String version) {
        if (!has(version)) {
            return Optional.empty();
        }
        Path home = folder.resolve(version);
        try {
            JsonNode marker = JSON.readTree(Files.readString(home.resolve(MARKER)));
            List<String> options = optionsOfVersion.get(version);
            if (options == null) {
                options = moduleOptions(home.resolve("jars"));
                optionsOfVersion.put(version, options);
            }
            return Optional.of(
                    new SparkDistribution(version, marker.path("scala").asText(), home, options));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the Spark in " + home, e);
        }
    }

    /// What to say where a version is missing.
    public String missing(String version) {
        List<String> there = versions();
        return "Spark "
                + version
                + " is not installed"
                + (there.isEmpty() ? "" : " (there is " + String.join(", ", there) + ")")
                + "; `spindrift runtime add "
                + version
                + "` brings it";
    }

    /// The Java home to run a version with; empty where the machine has none.
    public Optional<Path> javaHome(String version) {
        if (SparkDistribution.atLeast(version, 4, 2)) {
            return Optional.of(Path.of(System.getProperty("java.home")));
        }
        List<Path> candidates = new ArrayList<>();
        if (java17 != null) {
            candidates.add(java17);
        } else {
            String named = System.getenv("JAVA_HOME_17");
            if (named != null) {
                candidates.add(Path.of(named));
            }
            candidates.addAll(systemJavas17());
        }
        return candidates.stream()
                .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                .findFirst();
    }

    /// What to say where the Java for a version is missing.
    public static String missingJava(String version) {
        return "Spark "
                + version
                + " needs Java 17, and this machine has none; install it (`sudo apt-get install"
                + " openjdk-17-jre-headless`), or name one by JAVA_HOME_17 or the setting java-17";
    }

    private static List<Path> systemJavas17() {
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(SYSTEM_JAVAS)) {
            return found;
        }
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(SYSTEM_JAVAS, "*17*")) {
            homes.forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + SYSTEM_JAVAS, e);
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    /// Asks the distribution itself, so that no table of flags is to be kept here.
    private static List<String> moduleOptions(Path jars) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(jars, "spark-launcher_*.jar")) {
            for (Path jar : found) {
                URL[] urls = {jar.toUri().toURL()};
                try (URLClassLoader loader =
                        new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
                    Object options =
                            loader.loadClass("org.apache.spark.launcher.JavaModuleOptions")
                                    .getMethod("defaultModuleOptions")
                                    .invoke(null);
                    return List.of(String.valueOf(options).trim().split("\\s+"));
                } catch (ReflectiveOperationException e) {
                    throw new IOException("cannot ask " + jar + " for its Java options", e);
                }
            }
        }
        throw new IOException("there is no spark-launcher_*.jar in " + jars);
    }

    private static String sortable(String version) {
        StringBuilder text = new StringBuilder();
        for (String part : version.split("[.-]")) {
            text.append("0".repeat(Math.max(0, 6 - part.length()))).append(part).append('.');
        }
        return text.toString();
    }
}
