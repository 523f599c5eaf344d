package io.spindrift.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/// One call of a command: what was typed, and where answers go.
record Call(Words words, Surroundings surroundings, PrintWriter out, PrintWriter err) {
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

    String clusterPath() {
        return "/ocean/spark/cluster/" + cluster();
    }

    String appPath(String appId) {
        return clusterPath() + "/app/" + Platform.encode(appId);
    }

    /// The console's page of an application.
    String page(String appId) {
        return platform().url() + "/applications/" + cluster() + "/" + Platform.encode(appId);
    }

    private String cluster() {
        return Platform.encode(words.text("--cluster").orElse("local"));
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
