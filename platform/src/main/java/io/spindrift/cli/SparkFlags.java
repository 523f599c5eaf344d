package io.spindrift.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The flags of spark-submit.
final class SparkFlags {
    /// Flags that are short for a Spark setting.
    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("--driver-memory", "spark.driver.memory"),
                    Map.entry("--driver-cores", "spark.driver.cores"),
                    Map.entry("--executor-memory", "spark.executor.memory"),
                    Map.entry("--executor-cores", "spark.executor.cores"),
                    Map.entry("--num-executors", "spark.executor.instances"),
                    Map.entry("--driver-java-options", "spark.driver.extraJavaOptions"),
                    Map.entry("--driver-class-path", "spark.driver.extraClassPath"),
                    Map.entry("--driver-library-path", "spark.driver.extraLibraryPath"),
                    Map.entry("--jars", "spark.jars"),
                    Map.entry("--py-files", "spark.submit.pyFiles"),
                    Map.entry("--files", "spark.files"),
                    Map.entry("--archives", "spark.archives"),
                    Map.entry("--packages", "spark.jars.packages"),
                    Map.entry("--exclude-packages", "spark.jars.excludes"),
                    Map.entry("--repositories", "spark.jars.repositories"));

    private SparkFlags() {}

    static List<Flag> all() {
        return List.of(
                Flag.taking("--class", "NAME", "Main class, of a jar"),
                Flag.taking("--conf,-c", "KEY=VALUE", "A Spark setting; may be given often"),
                Flag.taking("--properties-file", "FILE", "Spark settings; flags and --conf win"),
                Flag.taking("--jars", "A,B", "Jars for driver and executors"),
                Flag.taking("--py-files", "A,B", "Python files, .zip and .egg for PYTHONPATH"),
                Flag.taking("--files", "A,B", "Files for every executor"),
                Flag.taking("--archives", "A,B", "Archives to unpack there"),
                Flag.taking("--packages", "G:A:V,...", "Maven packages"),
                Flag.taking("--exclude-packages", "G:A,...", "Leave these out of them"),
                Flag.taking("--repositories", "URL,...", "More places of packages"),
                Flag.taking("--driver-memory", "SIZE", "Such as 1g"),
                Flag.taking("--driver-cores", "N", "Cores of the driver"),
                Flag.taking("--executor-memory", "SIZE", "Memory of each executor"),
                Flag.taking("--executor-cores", "N", "Cores of each executor"),
                Flag.taking("--num-executors", "N", "How many executors"),
                Flag.taking("--driver-java-options", "OPTIONS", "Options of the driver's Java"),
                Flag.taking("--driver-class-path", "PATH", "More classes for the driver"),
                Flag.taking("--driver-library-path", "PATH", "More libraries for the driver"),
                // The platform knows where it runs Spark; scripts made for spark-submit need not
                // change.
                Flag.taking("--master", "URL", "Taken and ignored, as is --deploy-mode"),
                Flag.taking("--deploy-mode", "MODE", ""),
                Flag.taking("--queue", "NAME", ""),
                Flag.of("--verbose,-v", ""),
                Flag.of("--supervise", ""));
    }

    /// All of them as Spark settings, the strongest last: file, `--conf`, flags.
    static Map<String, String> asConf(Words words, Map<String, String> fromFile) {
        Map<String, String> conf = new LinkedHashMap<>(fromFile);
        for (String word : words.all("--conf")) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new WrongWordsException("--conf takes KEY=VALUE, not " + word);
            }
            conf.put(word.substring(0, equals).strip(), word.substring(equals + 1));
        }
        for (Flag flag : all()) {
            String key = SETTINGS.get(flag.name());
            if (key != null) {
                words.text(flag.name()).ifPresent(value -> conf.put(key, value));
            }
        }
        return conf;
    }
}
