package io.spindrift.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// The program of a Spark Connect server.
final class ConnectServer {
    private static final String MAIN = "org.apache.spark.sql.connect.service.SparkConnectServer";

    private ConnectServer() {}

    static void complete(Draft draft, JsonNode spec) {
        String version = spec.path("sparkVersion").asText();
        if (version.startsWith("3.")) {
            draft.refuse(
                    "NOT_SUPPORTED",
                    "images of Spark 3 have no Connect server; take Spark 4",
                    "spec.sparkVersion");
            return;
        }
        JsonNodeFactory make = JsonNodeFactory.instance;
        draft.set("type", make.textNode("Scala"));
        draft.set("mainClass", make.textNode(MAIN));
        draft.set(
                "mainApplicationFile",
                make.textNode("local:///opt/spark/jars/spark-connect_2.13-" + version + ".jar"));
    }
}
