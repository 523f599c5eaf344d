package io.spindrift.app;

import java.util.List;

/// Files and packages an application needs beside its main file.
public record AppDeps(
        List<String> jars,
        List<String> files,
        List<String> pyFiles,
        List<String> archives,
        List<String> packages,
        List<String> excludePackages,
        List<String> repositories) {
    public AppDeps {
        jars = List.copyOf(jars);
        files = List.copyOf(files);
        pyFiles = List.copyOf(pyFiles);
        archives = List.copyOf(archives);
        packages = List.copyOf(packages);
        excludePackages = List.copyOf(excludePackages);
        repositories = List.copyOf(repositories);
    }
}
