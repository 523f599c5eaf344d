package io.spindrift.runtime.local;

import java.util.List;

/// The files of an application as Spark shall find them: paths and URIs that work on this machine.
record SparkFiles(
        String main,
        List<String> jars,
        List<String> files,
        List<String> pyFiles,
        List<String> archives) {
    SparkFiles {
        jars = List.copyOf(jars);
        files = List.copyOf(files);
        pyFiles = List.copyOf(pyFiles);
        archives = List.copyOf(archives);
    }
}
