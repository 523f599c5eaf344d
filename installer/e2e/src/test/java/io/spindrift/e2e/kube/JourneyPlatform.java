package io.spindrift.e2e.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.spindrift.e2e.Api;
import io.spindrift.e2e.Await;
import io.spindrift.e2e.Json;
import io.spindrift.e2e.Platform;
import io.spindrift.e2e.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// A platform of its own, and a cluster that is registered with it: pods reach the platform, and
/// write Spark's own event logs to a volume beside what they push.
final class JourneyPlatform implements AutoCloseable {
    static final String CLUSTER = "kube";
    private static final String EXAMPLES = "local:///opt/spindrift/examples/";
    private static final String EVENTS = "events";
    private static final Duration REGISTERED_WITHIN = Duration.ofMinutes(1);

    private final Space space;
    private final Platform platform;
    private final Doorway door;

    private JourneyPlatform(Space space, Platform platform, Doorway door) {
        this.space = space;
        this.platform = platform;
        this.door = door;
    }

    static JourneyPlatform begin(String purpose) {
        Space space = Space.make(purpose);
        Platform platform = Platform.start("kube-" + purpose);
        Doorway door = Doorway.open(space.client(), platform.address());
        JourneyPlatform journeys = new JourneyPlatform(space, platform, door);
        try {
            journeys.register();
            journeys.claim();
        } catch (RuntimeException | Error e) {
            journeys.close();
            throw e;
        }
        return journeys;
    }

    Space space() {
        return space;
    }

    Platform platform() {
        return platform;
    }

    Api api() {
        return platform.api().on(CLUSTER);
    }

    private void register() {
        ObjectNode cluster =
                Json.object("{\"prices\": {\"perCoreHour\": 0.04, \"perGibHour\": 0.005}}");
        cluster.put("id", CLUSTER)
                .put("kubeconfig", kubeconfig())
                .put("namespace", space.namespace())
                .put("serviceAccount", Space.SERVICE_ACCOUNT)
                .put("imageRepository", Surroundings.imageRepository())
                .put("platformUrl", door.url())
                .put("eventLogDir", "file:///" + EVENTS);
        platform.api().post("/ocean/spark/cluster", cluster).expect(201);
        Await.until(
                "the cluster AVAILABLE",
                REGISTERED_WITHIN,
                () -> api().cluster().path("state").asText().equals("AVAILABLE"));
    }

    private static String kubeconfig() {
        try {
            return Files.readString(Path.of(System.getenv("KUBECONFIG")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void claim() {
        space.client()
                .resource(
                        new PersistentVolumeClaimBuilder()
                                .withNewMetadata()
                                .withName(EVENTS)
                                .endMetadata()
                                .withNewSpec()
                                .withAccessModes("ReadWriteOnce")
                                .withNewResources()
                                .withRequests(Map.of("storage", Quantity.parse("1Gi")))
                                .endResources()
                                .endSpec()
                                .build())
                .inNamespace(space.namespace())
                .create();
    }

    /// A driver that has the volume, and an executor.
    static ObjectNode application(String name, String sparkVersion) {
        return Json.object(
                """
                {"appId": "%s-%s", "jobId": "%s", "configOverrides": {"sparkVersion": "%s", "imagePullPolicy": "Always",
                    "sparkConf": {"spark.sql.shuffle.partitions": "4"},
                    "volumes": [{"name": "events", "persistentVolumeClaim": {"claimName": "events"}}],
                    "driver": {"coreRequest": 0.1, "memory": "512m",
                               "volumeMounts": [{"name": "events", "mountPath": "/events"}]},
                    "executor": {"coreRequest": 0.1, "memory": "512m", "instances": 1}}}
                """
                        .formatted(name, sparkVersion.replace(".", ""), name, sparkVersion));
    }

    /// One of the examples that are in the images.
    static ObjectNode example(
            String name, String mainClass, String sparkVersion, String... arguments) {
        ObjectNode request = application(name, sparkVersion);
        config(request)
                .put("type", "Java")
                .put("mainApplicationFile", EXAMPLES + "spindrift-examples.jar")
                .put("mainClass", "io.spindrift.examples." + mainClass);
        List.of(arguments).forEach(config(request).withArray("arguments")::add);
        return request;
    }

    /// A program that is uploaded.
    ObjectNode python(
            String name, String sparkVersion, String file, String program, String argument) {
        ObjectNode request = application(name, sparkVersion);
        config(request)
                .put("type", "Python")
                .put("mainApplicationFile", api().upload(file, program));
        ((ObjectNode) config(request).path("driver")).put("coreLimit", 1);
        config(request).withArray("arguments").add(argument);
        return request;
    }

    static ObjectNode config(JsonNode request) {
        return (ObjectNode) request.path("configOverrides");
    }

    /// All event logs that Spark wrote itself, in a folder.
    void eventLogs(Path into) throws IOException, InterruptedException {
        String tar = "tar -C /" + EVENTS + " -czf - $(cd /" + EVENTS + "; ls -d eventlog_v2_*)";
        Space.Ended ended =
                space.run(
                        "logs",
                        Surroundings.imageRepository() + ":" + Surroundings.DEFAULT_SPARK,
                        List.of("bash", "-c", tar + " | base64 -w 0"),
                        EVENTS);
        Path packed = into.resolve("logs.tgz");
        Files.write(packed, Base64.getDecoder().decode(ended.log().strip()));
        Process unpacking =
                new ProcessBuilder("tar", "-C", into.toString(), "-xzf", packed.toString())
                        .inheritIO()
                        .start();
        if (unpacking.waitFor() != 0) {
            throw new IOException("cannot unpack " + packed);
        }
    }

    @Override
    public void close() {
        platform.close();
        door.close();
        space.close();
    }
}
