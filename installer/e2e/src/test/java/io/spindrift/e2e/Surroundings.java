package io.spindrift.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What these tests need from the machine; each part that is missing is named.
final class Surroundings {
    static final String DEFAULT_SPARK = "4.3.0";
    static final String OTHER_SPARK = "3.5.9";

    private Surroundings() {}

    /// Build output of this module: logs, screenshots, tables.
    static Path target() {
        return Path.of(System.getProperty("spindrift.e2e.target", "target")).toAbsolutePath();
    }

    static Path examples() {
        return Path.of(System.getProperty("spindrift.e2e.examples", "../examples"))
                .toAbsolutePath()
                .normalize();
    }

    /// The folder of Spark distributions, with both versions in it.
    static Path runtimes() {
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

    /// Class path of the installed platform, as the build wrote it.
    static String platformClassPath() {
        Path file = target().resolve("platform.classpath");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the build did not write " + file + "; run mvn verify", e);
        }
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
    static int number(String name, int usual) {
        return Integer.getInteger("spindrift.e2e." + name, usual);
    }

    private static AssertionError missing(String sentence) {
        return new AssertionError(
                sentence + "; installer/test.sh brings what these tests need, then runs them");
    }
}
