package io.spindrift.runtime.local;

import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.LaunchId;
import java.nio.file.Path;
import java.util.List;

/// Where the files of one attempt are.
///
/// ```
/// work/<appId>/<attempt>/
///   state/      ours alone: launch.json, order, exit-<container>, over-<container>,
///               over-scratch, alive
///   records/    written by the shims: <container>/{begun,process,asked,exit}
///   driver.sh   starts the driver; spark.conf: its configuration
///   spark/      a SPARK_HOME of symlinks, with its own conf/ and work/
///   java/       a JAVA_HOME of symlinks, whose java puts executors in containers
///   files/      uploaded files
///   scratch/    home, tmp, local, cwd
/// ```
record AttemptFolder(Path root, Path eventLogs, Path logs) {
    static AttemptFolder of(LocalSettings settings, LaunchId id) {
        Path part = Path.of(id.appId(), Integer.toString(id.attempt()));
        return new AttemptFolder(
                settings.work().resolve(part),
                settings.eventLogs().resolve(part),
                settings.logs().resolve(part));
    }

    Path state() {
        return root.resolve("state");
    }

    Path launch() {
        return state().resolve("launch.json");
    }

    Path order() {
        return state().resolve("order");
    }

    Path alive() {
        return state().resolve("alive");
    }

    Path exit(ContainerId container) {
        return state().resolve("exit-" + container);
    }

    Path overLimit(ContainerId container) {
        return state().resolve("over-" + container);
    }

    Path overScratch() {
        return state().resolve("over-scratch");
    }

    /// Where programs may leave as much as they like.
    List<Path> filesOfPrograms() {
        return List.of(scratch(), sparkHome().resolve("work"));
    }

    Path records() {
        return root.resolve("records");
    }

    Path records(ContainerId container) {
        return records().resolve(container.name());
    }

    Path script() {
        return root.resolve("driver.sh");
    }

    Path conf() {
        return root.resolve("spark.conf");
    }

    Path sparkHome() {
        return root.resolve("spark");
    }

    Path javaHome() {
        return root.resolve("java");
    }

    Path files() {
        return root.resolve("files");
    }

    Path scratch() {
        return root.resolve("scratch");
    }
}
