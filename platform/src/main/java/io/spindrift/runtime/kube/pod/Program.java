package io.spindrift.runtime.kube.pod;

import io.spindrift.app.AppSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What a driver runs, in `spark-submit`'s words.
record Program(Kind kind, String mainClass, String file, List<String> arguments) {
    private static final String LOCAL = "local://";
    private static final String NO_FILE = "spark-internal";

    /// What Spark sizes its overheads by.
    enum Kind {
        JAVA("java", "0.1"),
        PYTHON("python", "0.4"),
        R("r", "0.4");

        private final String text;
        private final String overheadFactor;

        Kind(String text, String overheadFactor) {
            this.text = text;
            this.overheadFactor = overheadFactor;
        }

        String text() {
            return text;
        }

        String overheadFactor() {
            return overheadFactor;
        }
    }

    Program {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(mainClass, "mainClass");
        Objects.requireNonNull(file, "file");
        arguments = List.copyOf(arguments);
    }

    static Program of(AppSpec spec) {
        String file = spec.mainApplicationFile();
        return switch (spec.type()) {
            case JAVA, SCALA ->
                    new Program(
                            Kind.JAVA,
                            Objects.requireNonNullElse(spec.mainClass(), ""),
                            file,
                            spec.arguments());
            case PYTHON ->
                    new Program(
                            Kind.PYTHON,
                            "org.apache.spark.deploy.PythonRunner",
                            file,
                            spec.arguments());
            case R ->
                    new Program(Kind.R, "org.apache.spark.deploy.RRunner", file, spec.arguments());
            case SQL -> sql(file, spec.arguments());
        };
    }

    private static Program sql(String file, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("-f", plain(file)));
        words.addAll(arguments);
        return new Program(
                Kind.JAVA,
                "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver",
                NO_FILE,
                words);
    }

    /// `spark-sql` knows no `local:`, the files of the image are its own.
    private static String plain(String file) {
        return file.startsWith(LOCAL) ? file.substring(LOCAL.length()) : file;
    }
}
