package io.spindrift.runtime.kube.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.app.Problem;
import java.util.ArrayList;
import java.util.List;

/// What in a pod or container would reach past its walls to the node.
final class HostAccess {
    static final String FOLDER =
            "a folder of the node ('hostPath') is not allowed on this cluster; use a claim or an"
                    + " empty volume";
    private static final List<String> OF_POD = List.of("hostNetwork", "hostPID", "hostIPC");

    private HostAccess() {}

    /// @param podSpec the `spec` of a pod
    static List<Problem> ofPod(JsonNode podSpec, String path) {
        List<Problem> problems = new ArrayList<>();
        for (String field : OF_POD) {
            if (podSpec.path(field).asBoolean()) {
                problems.add(Refusals.problem(sentence("spec." + field), path));
            }
        }
        for (JsonNode volume : podSpec.path("volumes")) {
            if (volume.has("hostPath")) {
                problems.add(Refusals.problem(FOLDER, path));
            }
        }
        for (String kind : List.of("containers", "initContainers", "ephemeralContainers")) {
            for (JsonNode container : podSpec.path(kind)) {
                problems.addAll(ofContainer(container, path));
            }
        }
        return problems;
    }

    static List<Problem> ofContainer(JsonNode container, String path) {
        List<Problem> problems = new ArrayList<>();
        JsonNode security = container.path("securityContext");
        if (security.path("privileged").asBoolean()) {
            problems.add(Refusals.problem(sentence("securityContext.privileged"), path));
        }
        if (!security.path("capabilities").path("add").isEmpty()) {
            problems.add(Refusals.problem(sentence("securityContext.capabilities.add"), path));
        }
        for (JsonNode port : container.path("ports")) {
            if (port.path("hostPort").asInt() > 0) {
                problems.add(Refusals.problem(sentence("ports.hostPort"), path));
            }
        }
        return problems;
    }

    private static String sentence(String field) {
        return "'" + field + "' is not allowed on this cluster: it reaches the node";
    }
}
