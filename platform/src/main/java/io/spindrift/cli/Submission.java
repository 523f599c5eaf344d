package io.spindrift.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// What spark-submit would be told, turned into the request that the platform takes. Pure, but for
/// `place`, which turns a local file into the address of its upload.
///
/// Settings that the platform has fields for become these fields, so that tuning, admission and
/// costs see them; all others stay Spark settings.
///
/// @param conf all Spark settings, flags included
record Submission(
        Optional<String> jobId,
        Optional<String> appId,
        Optional<String> template,
        Optional<String> sparkVersion,
        Optional<String> mainClass,
        String file,
        List<String> arguments,
        Map<String, String> conf) {
    /// Where a setting goes: `driver.memory`; `deps.jars` is a list; nothing is dropped unsaid but
    /// what the platform decides itself.
    private static final Map<String, String> FIELDS =
            Map.ofEntries(
                    Map.entry("spark.driver.memory", "driver.memory"),
                    Map.entry("spark.driver.cores", "driver.cores"),
                    Map.entry("spark.driver.memoryOverhead", "driver.memoryOverhead"),
                    Map.entry("spark.executor.memory", "executor.memory"),
                    Map.entry("spark.executor.cores", "executor.cores"),
                    Map.entry("spark.executor.memoryOverhead", "executor.memoryOverhead"),
                    Map.entry("spark.executor.instances", "executor.instances"));

    private static final Map<String, String> LISTS =
            Map.of(
                    "spark.jars", "jars",
                    "spark.files", "files",
                    "spark.submit.pyFiles", "pyFiles",
                    "spark.archives", "archives",
                    "spark.jars.packages", "packages",
                    "spark.jars.excludes", "excludePackages",
                    "spark.jars.repositories", "repositories");

    private static final Set<String> FILES = Set.of("jars", "files", "pyFiles", "archives");
    private static final Set<String> NUMBERS =
            Set.of("driver.cores", "executor.cores", "executor.instances");
    private static final Set<String> DECIDED_BY_THE_PLATFORM =
            Set.of("spark.master", "spark.submit.deployMode", "spark.app.name");
    private static final int LONGEST_JOB_ID = 100;

    Submission {
        arguments = List.copyOf(arguments);
        conf = new LinkedHashMap<>(conf);
    }

    /// @param place from a path of this machine, or an address, to an address that the platform
    ///   reads
    ObjectNode request(UnaryOperator<String> place) {
        ObjectNode request = Platform.JSON.createObjectNode();
        request.put("jobId", jobId.orElseGet(this::jobIdFromConf));
        appId.ifPresent(id -> request.put("appId", id));
        template.ifPresent(id -> request.put("configTemplateId", id));
        ObjectNode overrides = request.putObject("configOverrides");
        overrides.put("type", type());
        sparkVersion.ifPresent(version -> overrides.put("sparkVersion", version));
        overrides.put("mainApplicationFile", place.apply(file));
        mainClass.ifPresent(name -> overrides.put("mainClass", name));
        if (!arguments.isEmpty()) {
            ArrayNode words = overrides.putArray("arguments");
            arguments.forEach(words::add);
        }
        conf.forEach((key, value) -> put(overrides, key, value, place));
        return request;
    }

    private void put(ObjectNode overrides, String key, String value, UnaryOperator<String> place) {
        if (DECIDED_BY_THE_PLATFORM.contains(key)) {
            return;
        }
        String field = FIELDS.get(key);
        String list = LISTS.get(key);
        if (field != null) {
            String[] path = field.split("\\.");
            ObjectNode container = overrides.withObjectProperty(path[0]);
            if (NUMBERS.contains(field)) {
                container.put(path[1], Words.number(key, value));
            } else {
                container.put(path[1], value.strip());
            }
        } else if (list != null) {
            ArrayNode entries = overrides.withObjectProperty("deps").putArray(list);
            words(value)
                    .forEach(word -> entries.add(FILES.contains(list) ? place.apply(word) : word));
        } else if (key.startsWith("spark.hadoop.")) {
            overrides
                    .withObjectProperty("hadoopConf")
                    .put(key.substring("spark.hadoop.".length()), value);
        } else {
            overrides.withObjectProperty("sparkConf").put(key, value);
        }
    }

    static List<String> words(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /// By the file's ending, as spark-submit does.
    private String type() {
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".py")) {
            return "Python";
        }
        if (name.endsWith(".sql")) {
            return "SQL";
        }
        return name.endsWith(".r") ? "R" : "Java";
    }

    private String jobIdFromConf() {
        String name = conf.getOrDefault("spark.app.name", nameOf(file));
        String id = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        if (id.isEmpty()) {
            throw new WrongWordsException("--job is needed: no name can be made of " + file);
        }
        return id.substring(0, Math.min(id.length(), LONGEST_JOB_ID));
    }

    /// `lib/etl-1.0.jar` is `etl-1.0`.
    private static String nameOf(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
