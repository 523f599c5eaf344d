package io.spindrift.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What can be told of the configuration of an application that others started, from what Spark
/// says of its environment. The rest of its properties stay with its history.
public final class ObservedConfig {
    /// Options of `spark-submit` that stand alone.
    private static final Set<String> FLAGS = Set.of("--verbose", "-v", "--supervise");

    private static final String YARN_MASTER = "yarn.ApplicationMaster";
    private static final String SUBMIT = "deploy.SparkSubmit";
    private static final String PYTHON_FILE = "--primary-py-file";
    private static final String R_FILE = "--primary-r-file";

    private final Map<String, String> properties;
    private final ObjectNode values = JsonNodeFactory.instance.objectNode();
    private final ObjectNode sources = JsonNodeFactory.instance.objectNode();

    private ObservedConfig(Map<String, String> properties) {
        this.properties = properties;
    }

    /// @param properties Spark's
    /// @param command by which the driver's JVM was started; empty when it is not known
    public static EffectiveConfig of(
            String sparkVersion, Map<String, String> properties, String command) {
        ObservedConfig config = new ObservedConfig(properties);
        String file = file(command);
        config.put("type", type(file, command).text());
        config.put("sparkVersion", sparkVersion);
        if (!file.isEmpty()) {
            config.put("mainApplicationFile", file);
        }
        config.container("driver");
        config.container("executor");
        return new EffectiveConfig(config.values, config.sources, List.of());
    }

    private void put(String key, String value) {
        values.put(key, value);
        sources.put(key, ConfigSource.EVENT_LOG.text());
    }

    /// What nobody gave is Spark's own default.
    private void container(String name) {
        ObjectNode value = values.putObject(name);
        ObjectNode source = sources.putObject(name);
        String prefix = "spark." + name + ".";
        Optional<Integer> cores = whole(prefix + "cores");
        value.put("cores", cores.orElse(1));
        source.put("cores", source(cores));
        Optional<String> memory = memory(prefix + "memory");
        value.put("memory", memory.orElse("1g"));
        source.put("memory", source(memory));
        if (name.equals("executor")) {
            whole("spark.executor.instances")
                    .ifPresent(instances -> {
                        value.put("instances", instances);
                        source.put("instances", ConfigSource.EVENT_LOG.text());
                    });
        }
    }

    private static String source(Optional<?> given) {
        return (given.isPresent() ? ConfigSource.EVENT_LOG : ConfigSource.DEFAULT).text();
    }

    private Optional<Integer> whole(String key) {
        String text = properties.getOrDefault(key, "");
        return text.matches("[1-9]\\d{0,5}")
                ? Optional.of(Integer.parseInt(text))
                : Optional.empty();
    }

    private Optional<String> memory(String key) {
        String text = properties.getOrDefault(key, "");
        return Sizes.memoryMib(TextNode.valueOf(text)).filter(mib -> mib > 0).map(Sizes::text);
    }

    /// The program, as `spark-submit` or YARN was given it; empty where it cannot be told.
    private static String file(String command) {
        Iterator<String> words = Arrays.asList(command.trim().split("\\s+")).iterator();
        String main = words.next();
        if (main.endsWith(YARN_MASTER)) {
            List<String> all = Arrays.asList(command.trim().split("\\s+"));
            return Stream.of(PYTHON_FILE, R_FILE, "--jar")
                    .map(all::indexOf)
                    .filter(at -> at > 0 && at + 1 < all.size())
                    .map(at -> all.get(at + 1))
                    .findFirst()
                    .orElse("");
        }
        if (!main.endsWith(SUBMIT)) {
            return "";
        }
        while (words.hasNext()) {
            String word = words.next();
            if (!word.startsWith("-")) {
                return word;
            }
            boolean valued = !FLAGS.contains(word) && !word.contains("=");
            if (valued && words.hasNext()) {
                words.next();
            }
        }
        return "";
    }

    /// What ran on the JVM alone may have been Java as well.
    private static AppType type(String file, String command) {
        if (file.equals("pyspark-shell")) {
            return AppType.PYTHON;
        }
        if (file.equals("sparkr-shell")) {
            return AppType.R;
        }
        if (command.contains("SparkSQLCLIDriver") || command.contains("HiveThriftServer2")) {
            return AppType.SQL;
        }
        return AppType.ofFile(file).filter(type -> type != AppType.JAVA).orElse(AppType.SCALA);
    }
}
