package io.spindrift.runtime.local;

import io.spindrift.app.AppSpec;
import io.spindrift.app.AppType;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Launch;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The script that starts a driver: its whole environment and command line. Pure.
///
/// It is a file, so that an attempt whose launch was cut short is started again by running it, and
/// so that a person can see what was run.
final class DriverScript {
    private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";
    private static final String SQL_CLI =
            "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver";

    private final Launch launch;
    private final AttemptFolder folder;
    private final SparkDistribution spark;
    private final Path javaHome;
    private final LocalSettings settings;

    /// @param javaHome the real one
    DriverScript(
            Launch launch,
            AttemptFolder folder,
            SparkDistribution spark,
            Path javaHome,
            LocalSettings settings) {
        this.launch = launch;
        this.folder = folder;
        this.spark = spark;
        this.javaHome = javaHome;
        this.settings = settings;
    }

    /// @param conf as [SparkConf] made it
    String text(Map<String, String> conf, SparkFiles files, Path scripts, String pythonPath) {
        StringBuilder text = new StringBuilder("#!/usr/bin/env bash\n# Starts the driver of ");
        text.append(launch.id()).append(".\numask 0007\ncd ");
        text.append(quoted(folder.scratch().resolve("cwd").toString())).append(" || exit 1\n");
        environment(scripts, pythonPath)
                .forEach((name, value) ->
                        text.append("export ")
                                .append(name)
                                .append('=')
                                .append(quoted(value))
                                .append('\n'));
        List<String> words = new ArrayList<>();
        words.add(scripts.resolve("container.sh").toString());
        words.add(folder.records(ContainerId.DRIVER).toString());
        words.add(folder.logs().resolve("driver").toString());
        words.addAll(command(conf, files));
        text.append("exec bash");
        words.forEach(word -> text.append(" \\\n  ").append(quoted(word)));
        return text.append('\n').toString();
    }

    private Map<String, String> environment(Path scripts, String pythonPath) {
        Map<String, String> variables = new TreeMap<>(launch.spec().driver().envVars());
        Path scratch = folder.scratch();
        variables.put("HOME", scratch.resolve("home").toString());
        variables.put("TMPDIR", scratch.resolve("tmp").toString());
        variables.put("JAVA_HOME", folder.javaHome().toString());
        variables.put("SPARK_HOME", folder.sparkHome().toString());
        variables.put("SPARK_CONF_DIR", folder.sparkHome().resolve("conf").toString());
        variables.put("SPARK_SCALA_VERSION", spark.scalaVersion());
        variables.put("SPARK_USER", launch.user());
        variables.putAll(SparkConf.loopback());
        variables.merge("PYTHONPATH", pythonPath, (theirs, ours) -> ours + ":" + theirs);
        variables.put("SPINDRIFT_SHIM", "driver");
        variables.put("SPINDRIFT_ATTEMPT", launch.id().toString());
        variables.put("SPINDRIFT_RECORDS", folder.records().toString());
        variables.put("SPINDRIFT_LOGS", folder.logs().toString());
        variables.put("SPINDRIFT_SCRIPTS", scripts.toString());
        variables.put("SPINDRIFT_JAVA_HOME", javaHome.toString());
        variables.put(
                "SPINDRIFT_EXECUTOR_CORES", Integer.toString(launch.spec().executor().cores()));
        variables.put("SPINDRIFT_LOG_SEGMENT", Long.toString(settings.logSegmentBytes()));
        variables.put("SPINDRIFT_LOG_KEEP", Integer.toString(settings.logSegments()));
        return variables;
    }

    private List<String> command(Map<String, String> conf, SparkFiles files) {
        AppSpec spec = launch.spec();
        List<String> words = new ArrayList<>();
        words.add(javaHome.resolve("bin/java").toString());
        words.addAll(spark.moduleOptions());
        words.add("-XX:ActiveProcessorCount=" + spec.driver().cores());
        words.add("-Xmx" + spec.driver().memoryMib() + "m");
        // A driver without heap tends to hang. The exit code is 3, and stdout says why.
        words.add("-XX:+ExitOnOutOfMemoryError");
        words.add("-Djava.io.tmpdir=" + folder.scratch().resolve("tmp"));
        words.addAll(words(conf.getOrDefault("spark.driver.defaultJavaOptions", "")));
        words.addAll(words(conf.getOrDefault("spark.driver.extraJavaOptions", "")));
        String libraries = conf.get("spark.driver.extraLibraryPath");
        if (libraries != null) {
            words.add("-Djava.library.path=" + libraries);
        }
        words.add("-cp");
        words.add(classPath(conf.get("spark.driver.extraClassPath")));
        words.add(SUBMIT);
        words.add("--properties-file");
        words.add(folder.conf().toString());
        if (spec.type() == AppType.SQL) {
            words.addAll(List.of("--class", SQL_CLI, "spark-internal", "-f", files.main()));
        } else {
            String mainClass = spec.mainClass();
            if (mainClass != null && spec.type() != AppType.PYTHON) {
                words.addAll(List.of("--class", mainClass));
            }
            words.add(files.main());
        }
        words.addAll(spec.arguments());
        return words;
    }

    private String classPath(@Nullable String first) {
        String ours =
                folder.sparkHome().resolve("conf")
                        + File.pathSeparator
                        + folder.sparkHome().resolve("jars")
                        + "/*";
        return first == null ? ours : first + File.pathSeparator + ours;
    }

    /// Splits as a shell would: spaces part words, quotes hold them together.
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char letter = line.charAt(i);
            if (quote != 0) {
                if (letter == quote) {
                    quote = 0;
                } else {
                    word.append(letter);
                }
            } else if (letter == '"' || letter == '\'') {
                quote = letter;
                inWord = true;
            } else if (Character.isWhitespace(letter)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
            } else {
                word.append(letter);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    /// One word for a shell, whatever is in it.
    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
