package io.spindrift.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The Service by which clients come to a Connect server. Its name stays, whatever attempt or
/// application runs; it goes with its resource. Pure.
final class ConnectService {
    private static final int CONNECT_PORT = 15002;
    private static final int UI_PORT = 4040;
    private static final String PORT_PROPERTY = "spark.connect.grpc.binding.port";

    private ConnectService() {}

    static String name(Manifest manifest) {
        String given = wished(manifest).path("metadata").path("name").asText();
        return given.isEmpty() ? manifest.name() + "-server" : given;
    }

    /// What is wished of it is taken, but for selector and ports.
    static ObjectNode of(Manifest manifest) {
        JsonNode wished = wished(manifest);
        ObjectNode service = JsonNodeFactory.instance.objectNode();
        service.put("apiVersion", "v1").put("kind", "Service");
        ObjectNode metadata = service.putObject("metadata");
        metadata.put("name", name(manifest)).put("namespace", manifest.namespace());
        for (String texts : List.of("labels", "annotations")) {
            if (wished.path("metadata").get(texts) instanceof ObjectNode given) {
                metadata.set(texts, given.deepCopy());
            }
        }
        metadata.withObjectProperty("labels")
                .put(ResourceKind.GROUP + "/connect-name", manifest.name());
        manifest.own(metadata);
        ObjectNode spec = service.putObject("spec");
        if (wished.get("spec") instanceof ObjectNode given) {
            spec.setAll(given.deepCopy());
        }
        spec.remove(List.of("selector", "ports"));
        ports(manifest, spec);
        return service;
    }

    private static void ports(Manifest manifest, ObjectNode spec) {
        String bound = manifest.spec().path("sparkConf").path(PORT_PROPERTY).asText();
        int listens = bound.matches("\\d{1,5}") ? Integer.parseInt(bound) : CONNECT_PORT;
        spec.withArrayProperty("ports")
                .addObject()
                .put("name", "spark-connect-server")
                .put("port", CONNECT_PORT)
                .put("targetPort", listens);
        spec.withArrayProperty("ports")
                .addObject()
                .put("name", "web-ui")
                .put("port", UI_PORT)
                .put("targetPort", UI_PORT);
    }

    private static JsonNode wished(Manifest manifest) {
        return manifest.spec().path("server").path("service");
    }
}
