import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.KubernetesConf;
import org.apache.spark.deploy.k8s.KubernetesDriverConf;
import org.apache.spark.deploy.k8s.submit.Client;
import org.apache.spark.deploy.k8s.submit.JavaMainAppResource;
import org.apache.spark.deploy.k8s.submit.KubernetesDriverBuilder;
import org.apache.spark.deploy.k8s.submit.LoggingPodStatusWatcherImpl;
import org.apache.spark.deploy.k8s.submit.MainAppResource;
import org.apache.spark.deploy.k8s.submit.PythonMainAppResource;
import org.apache.spark.deploy.k8s.submit.RMainAppResource;
import org.apache.spark.internal.config.ConfigEntry;
import scala.Option;

/// Writes down what Spark's own submission to Kubernetes makes: its `Client` runs against an API
/// server that says yes to everything and keeps what it was sent.
///
/// ```
/// SPARK_USER=ada java -cp "$SPARK_HOME/jars/*" SparkPods.java configurations.yaml answers.json.gz
/// ```
///
/// The answers are lines of JSON. The first tells every `spark.kubernetes.` property that this
/// Spark knows, with its default; each other one configuration's objects. What is random in them
/// (names, a folder) is replaced by a word, so that the same Spark gives the same answers.
public final class SparkPods {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final String UUID_FORM =
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private final List<ObjectNode> sent = Collections.synchronizedList(new ArrayList<>());

    public static void main(String[] args) throws Exception {
        int status = 1;
        try {
            new SparkPods().run(Path.of(args[0]), Path.of(args[1]));
            status = 0;
        } catch (Throwable e) {
            e.printStackTrace();
        }
        // Threads of the HTTP client may live on.
        System.exit(status);
    }

    private void run(Path configurations, Path answers) throws Exception {
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(2));
        server.createContext("/", this::answer);
        server.start();
        Config config =
                new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withNamespace("spark")
                        .build();
        try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
                BufferedWriter out =
                        new BufferedWriter(
                                new OutputStreamWriter(
                                        new GZIPOutputStream(Files.newOutputStream(answers)),
                                        StandardCharsets.UTF_8))) {
            write(out, known());
            JsonNode all = new YAMLMapper().readTree(Files.readString(configurations));
            for (JsonNode configuration : all.get("configurations")) {
                write(out, submit(client, all.get("base"), configuration));
            }
        } finally {
            server.stop(0);
        }
    }

    private static void write(BufferedWriter out, Object line) throws IOException {
        out.write(JSON.writeValueAsString(line));
        out.write('\n');
    }

    private static Map<String, Object> known() throws Exception {
        // The objects that declare them, so that they are all registered.
        for (String holder :
                List.of("org.apache.spark.deploy.k8s.Config$", "org.apache.spark.internal.config.package$")) {
            Class.forName(holder);
        }
        Class<?> registry = Class.forName("org.apache.spark.internal.config.ConfigEntry$");
        Method entries = null;
        for (Method method : registry.getMethods()) {
            if (method.getName().endsWith("knownConfigs")) {
                entries = method;
            }
        }
        Map<?, ?> all = (Map<?, ?>) entries.invoke(registry.getField("MODULE$").get(null));
        Map<String, String> properties = new TreeMap<>();
        for (Object each : all.values()) {
            ConfigEntry<?> entry = (ConfigEntry<?>) each;
            if (entry.key().startsWith("spark.kubernetes.")) {
                properties.put(entry.key(), entry.defaultValueString());
            }
        }
        Map<String, Object> line = new TreeMap<>();
        line.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
        line.put("known", properties);
        return line;
    }

    private Map<String, Object> submit(
            KubernetesClient client, JsonNode base, JsonNode configuration) throws Exception {
        sent.clear();
        String version = org.apache.spark.package$.MODULE$.SPARK_VERSION();
        SparkConf conf = new SparkConf(false);
        ObjectNode properties = base.get("conf").deepCopy();
        if (version.startsWith("3.")) {
            lay(properties, base.get("confOf3"));
        }
        lay(properties, configuration.path("spark"));
        lay(properties, configuration.path("both"));
        for (Map.Entry<String, JsonNode> property : fields(properties)) {
            conf.set(property.getKey(), property.getValue().asText().replace("{version}", version));
        }
        conf.set("spark.kubernetes.submission.waitAppCompletion", "false");
        List<Path> templates = new ArrayList<>();
        for (String role : List.of("driver", "executor")) {
            ObjectNode template = base.get(role + "Template").deepCopy();
            lay(template, configuration.path(role + "Template"));
            Path file = Files.createTempFile("template", ".yaml");
            Files.writeString(file, JSON.writeValueAsString(template));
            templates.add(file);
            conf.set("spark.kubernetes." + role + ".podTemplateFile", file.toString());
        }
        ObjectNode program = base.deepCopy();
        lay(program, configuration);
        List<String> arguments = new ArrayList<>();
        program.get("arguments").forEach(argument -> arguments.add(argument.asText()));
        Map<String, Object> answer = new TreeMap<>();
        answer.put("name", configuration.get("name").asText());
        try {
            KubernetesDriverConf driver =
                    KubernetesConf.createDriverConf(
                            conf,
                            program.get("appId").asText(),
                            resource(program),
                            program.get("mainClass").asText(),
                            arguments.toArray(new String[0]),
                            Option.empty());
            new Client(
                            driver,
                            new KubernetesDriverBuilder(),
                            client,
                            new LoggingPodStatusWatcherImpl(driver))
                    .run();
            answer.put("objects", objects(driver.resourceNamePrefix(), templates));
        } catch (RuntimeException e) {
            answer.put("refused", String.valueOf(e.getMessage()));
        } finally {
            for (Path template : templates) {
                Files.delete(template);
            }
        }
        return answer;
    }

    /// Lays one tree over another: what is null there is taken away, lists are replaced.
    private static void lay(ObjectNode under, JsonNode over) {
        for (Map.Entry<String, JsonNode> field : fields(over)) {
            JsonNode below = under.get(field.getKey());
            if (field.getValue().isObject() && below != null && below.isObject()) {
                lay((ObjectNode) below, field.getValue());
            } else if (field.getValue().isNull()) {
                under.remove(field.getKey());
            } else {
                under.set(field.getKey(), field.getValue());
            }
        }
    }

    private static MainAppResource resource(JsonNode program) {
        String file = program.has("file") ? program.get("file").asText() : null;
        switch (program.get("language").asText()) {
            case "python":
                return new PythonMainAppResource(file);
            case "r":
                return new RMainAppResource(file);
            default:
                return new JavaMainAppResource(Option.apply(file));
        }
    }

    /// In the order in which they were first sent; one that was sent again counts as it was last.
    private List<Object> objects(String prefix, List<Path> templates) throws IOException {
        Map<String, Object> last = new LinkedHashMap<>();
        for (ObjectNode object : sent) {
            JsonNode properties = object.at("/data/spark.properties");
            if (properties.isTextual()) {
                Properties read = new Properties();
                read.load(new StringReader(properties.asText()));
                ((ObjectNode) object.get("data"))
                        .set("spark.properties", JSON.valueToTree(new TreeMap<>(read)));
            }
            String text =
                    JSON.writeValueAsString(object)
                            .replace(prefix, "PREFIX")
                            .replaceAll("spark-drv-[0-9a-f]+-conf-map", "CONF_MAP")
                            .replaceAll("/var/data/spark-" + UUID_FORM, "/var/data/spark-LOCAL")
                            // Of a name that is too long for Spark.
                            .replaceAll("spark-[0-9a-f]{16}-driver-svc", "PREFIX-driver-svc");
            for (Path template : templates) {
                text = text.replace(template.toString(), "TEMPLATE");
            }
            // As maps, so that their keys are sorted.
            Map<?, ?> tidy = JSON.readValue(text, Map.class);
            last.put(object.get("kind").asText() + object.at("/metadata/name").asText(), tidy);
        }
        return new ArrayList<>(last.values());
    }

    private static Iterable<Map.Entry<String, JsonNode>> fields(JsonNode object) {
        return object::fields;
    }

    private void answer(HttpExchange call) throws IOException {
        byte[] body = call.getRequestBody().readAllBytes();
        boolean write = !call.getRequestMethod().equals("GET") && body.length > 0;
        byte[] reply =
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":404}"
                        .getBytes(StandardCharsets.UTF_8);
        if (write) {
            ObjectNode object = (ObjectNode) JSON.readTree(body);
            sent.add(object.deepCopy());
            ((ObjectNode) object.get("metadata")).put("uid", "UID");
            reply = JSON.writeValueAsBytes(object);
        }
        call.getResponseHeaders().add("Content-Type", "application/json");
        call.sendResponseHeaders(
                write ? (call.getRequestMethod().equals("POST") ? 201 : 200) : 404, reply.length);
        call.getResponseBody().write(reply);
        call.close();
    }
}
