package io.spindrift.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One call of a command: what was typed, and where answers go.
record Call(Words words, Surroundings surroundings, PrintWriter out, PrintWriter err) {
    /// The applications of all clusters.
    static final String ALL = "/ocean/spark/app";

    private static final String LOCAL = "local";
    private static final String MOST_ALIKE = "500";

    Target target() {
        return Target.find(
                words.text("--url"),
                words.text("--token-file").map(Path::of),
                words.text("--ca").map(Path::of),
                surroundings);
    }

    Platform platform() {
        return new Platform(target());
    }

    boolean json() {
        return words.has("--json");
    }

    /// Whether a person watches, who may be shown a line that changes.
    boolean lively() {
        return surroundings.terminal() && !json();
    }

    /// Where it is submitted to, unless another cluster is named.
    String cluster() {
        return words.text("--cluster").orElse(LOCAL);
    }

    static String clusterPath(String cluster) {
        return "/ocean/spark/cluster/" + Platform.encode(cluster);
    }

    static String appPath(String cluster, String appId) {
        return clusterPath(cluster) + "/app/" + Platform.encode(appId);
    }

    /// Of an application on the cluster that is named, else on the one that has it.
    String appPath(String appId) {
        return appPath(clusterOf(appId), appId);
    }

    /// The console's page of an application.
    String page(String cluster, String appId) {
        return platform().url()
                + "/applications/"
                + Platform.encode(cluster)
                + "/"
                + Platform.encode(appId);
    }

    /// Where several have the id, this machine goes before others, and what runs before what is
    /// only looked at. One that nobody knows is asked for here, and not found.
    ///
    /// @throws WrongWordsException where it may be one of several
    String clusterOf(String appId) {
        if (words.text("--cluster").isPresent()) {
            return cluster();
        }
        Map<String, String> query =
                Map.of("q", appId.toLowerCase(Locale.ROOT), "limit", MOST_ALIKE);
        List<JsonNode> all =
                platform().get(ALL, query).items().stream()
                        .filter(app -> app.path("id").asText().equals(appId))
                        .toList();
        List<String> run = clusters(all, false);
        List<String> known = run.isEmpty() ? clusters(all, true) : run;
        if (known.size() > 1 && !known.contains(LOCAL)) {
            throw new WrongWordsException(
                    "several clusters have " + appId + ": name one by --cluster, of " + known);
        }
        return known.size() == 1 ? known.getFirst() : LOCAL;
    }

    private static List<String> clusters(List<JsonNode> applications, boolean observed) {
        return applications.stream()
                .filter(app -> app.path("observed").asBoolean() == observed)
                .map(app -> app.path("clusterId").asText())
                .distinct()
                .toList();
    }

    void say(Object text) {
        out.println(text);
        out.flush();
    }

    /// What a person may want to know and a program does not read.
    void tell(String text) {
        err.println(text);
        err.flush();
    }

    void sayJson(JsonNode node) {
        try {
            say(Platform.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    void sayJson(List<JsonNode> items) {
        sayJson(Platform.JSON.createArrayNode().addAll(items));
    }
}
