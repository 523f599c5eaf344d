package io.spindrift.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What these tests need from the machine; each part that is missing is named.
public final class Surroundings {
    public static final String DEFAULT_SPARK = "4.3.0";
    public static final String OTHER_SPARK = "3.5.9";

    private Surroundings() {}

    /// Build output of this module: logs, screenshots, tables.
    public static Path target() {
        return Path.of(System.getProperty("spindrift.e2e.target", "target")).toAbsolutePath();
    }

    public static Path examples() {
        return Path.of(System.getProperty("spindrift.e2e.examples", "../examples"))
                .toAbsolutePath()
                .normalize();
    }

    /// The folder of Spark distributions, with both versions in it.
    public static Path runtimes() {
        String folder = System.getenv("SPINDRIFT_RUNTIMES");
        if (folder == null) {
            throw missing("SPINDRIFT_RUNTIMES, the folder of Spark runtimes, is not set");
        }
        for (String version : new String[] {DEFAULT_SPARK, OTHER_SPARK}) {
            if (!Files.exists(Path.of(folder, version, ".complete"))) {
                throw missing("Spark " + version + " is not in " + folder);
            }
        }
        return Path.of(folder);
    }

    /// A Java that the Spark of this version runs on.
    public static Path javaFor(String sparkVersion) {
        if (sparkVersion.equals(DEFAULT_SPARK)) {
            return Path.of(System.getProperty("java.home"));
        }
        String finder = examples().resolve("../libexec/jdk.sh").normalize().toString();
        try {
            Process found = new ProcessBuilder(finder, "17", "jre").start();
            String home = new String(found.getInputStream().readAllBytes(), UTF_8).strip();
            if (home.isEmpty()) {
                throw missing("there is no Java 17");
            }
            return Path.of(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the images of Spark are, for the nodes of the cluster that KUBECONFIG names.
    public static String imageRepository() {
        String repository = System.getenv("SPINDRIFT_IMAGE_REPOSITORY");
        if (System.getenv("KUBECONFIG") == null || repository == null) {
            throw missing("KUBECONFIG and SPINDRIFT_IMAGE_REPOSITORY are not set: no cluster");
        }
        return repository;
    }

    static Path chromium() {
        for (String name : new String[] {"chromium", "chromium-browser", "google-chrome"}) {
            Path program = Path.of("/usr/bin", name);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        throw missing("no Chromium in /usr/bin (Debian: apt-get install chromium)");
    }

    /// A whole number that the command line of a measurement may raise.
    public static int number(String name, int usual) {
        return Integer.getInteger("spindrift.e2e." + name, usual);
    }

    private static AssertionError missing(String sentence) {
        return new AssertionError(
                sentence + "; installer/test.sh brings what these tests need, then runs them");
    }
}
