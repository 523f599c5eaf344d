package io.spindrift.e2e.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.spindrift.e2e.Api;
import io.spindrift.e2e.Await;
import io.spindrift.e2e.Json;
import io.spindrift.e2e.Platform;
import io.spindrift.e2e.Surroundings;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// A platform, a namespace and an API server between them that fails to order.
final class Sufferer implements AutoCloseable {
    static final String CLUSTER = "kube";
    private static final String PATH = "/ocean/spark/cluster/" + CLUSTER;
    private static final String APP_ID = "spindrift.io/app-id";

    /// For their last lines pods are kept for two minutes at most.
    private static final Duration GONE_WITHIN = Duration.ofMinutes(3);

    /// Sleeps without Spark, or works in small steps, for so many seconds (see [#enough]); or fills
    /// the memory of an executor once. Its first words say that it has begun.
    private static final String PROGRAM =
            """
            import os, sys, time

            what, seconds = sys.argv[1], float(sys.argv[2])
            print("BEGUN", what, flush=True)
            if what == "sleep":
                time.sleep(seconds)
                print("ENDED", flush=True)
                sys.exit()

            from pyspark import TaskContext
            from pyspark.sql import SparkSession

            def fill(number):
                if TaskContext.get().attemptNumber() == 0:
                    folder = os.environ["SPARK_LOCAL_DIRS"].split(",")[0]
                    with open(folder + "/filled", "wb") as out:
                        for _ in range(4096):
                            out.write(b"x" * (1 << 20))
                            out.flush()
                return number

            spark = SparkSession.builder.getOrCreate()
            end = time.time() + seconds
            if what == "fill":
                print(spark.sparkContext.parallelize([1], 1).map(fill).sum(), flush=True)
            while time.time() < end and not os.path.exists("/tmp/enough"):
                rows = spark.range(0, 20000, 1, 2).selectExpr("id % 7 k").groupBy("k").count()
                print("STEP", len(rows.collect()), flush=True)
                time.sleep(0.5)
            spark.stop()
            print("ENDED", flush=True)
            """;

    private final Space space;
    private final ApiProxy proxy;
    private final Drivers drivers;
    private final Platform platform;

    private Sufferer(Space space, ApiProxy proxy, Drivers drivers, Platform platform) {
        this.space = space;
        this.proxy = proxy;
        this.drivers = drivers;
        this.platform = platform;
    }

    static Sufferer start(String name) {
        Space space = Space.make(name);
        bring(space.client(), space.namespace());
        ApiProxy proxy = ApiProxy.start(space.client().getConfiguration(), space.namespace());
        Sufferer made = new Sufferer(space, proxy, new Drivers(space), platform(name));
        try {
            made.register();
        } catch (RuntimeException | Error e) {
            made.close();
            throw e;
        }
        return made;
    }

    private static Platform platform(String name) {
        return Platform.start("kube-" + name, Map.of("kube-image-seconds", "10"));
    }

    /// Puts the program where pods of a namespace find it.
    static void bring(KubernetesClient client, String namespace) {
        client.resource(
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withNamespace(namespace)
                                .withName("programs")
                                .endMetadata()
                                .addToData("program.py", PROGRAM)
                                .build())
                .create();
    }

    private void register() {
        ObjectNode cluster = Json.object("{}");
        cluster.put("id", CLUSTER);
        cluster.put("kubeconfig", proxy.kubeconfig());
        cluster.put("namespace", space.namespace());
        cluster.put("serviceAccount", Space.SERVICE_ACCOUNT);
        cluster.put("imageRepository", Surroundings.imageRepository());
        cluster.putObject("capacity").put("cores", 100).put("memoryBytes", 1L << 40);
        api().post("/ocean/spark/cluster", cluster).expect(201);
        awaitAvailable();
    }

    void awaitAvailable() {
        Await.value(
                () -> "a cluster that is available: " + api().get(PATH + "/doctor"),
                Duration.ofSeconds(60),
                () -> {
                    api().get(PATH + "/doctor");
                    JsonNode cluster = api().get(PATH).expect(200).item();
                    return Optional.of(cluster)
                            .filter(one -> one.path("state").asText().equals("AVAILABLE"));
                });
    }

    Api api() {
        return platform.api();
    }

    Space space() {
        return space;
    }

    ApiProxy proxy() {
        return proxy;
    }

    Platform platform() {
        return platform;
    }

    Drivers drivers() {
        return drivers;
    }

    /// kill -9, and a new start on the same data.
    void killAndStart() {
        platform.kill();
        platform.start();
    }

    /// @param what `sleep` (a driver alone), `work` or `fill` (with one executor)
    ObjectNode program(String what, int seconds) {
        return Json.object(
                """
                {"jobId": "faults", "configOverrides": {
                  "type": "Python", "sparkVersion": "%s",
                  "mainApplicationFile": "local:///opt/programs/program.py",
                  "arguments": ["%s", "%d"],
                  "volumes": [{"name": "programs", "configMap": {"name": "programs"}}],
                  "driver": {"cores": 1, "coreRequest": "200m", "memory": "512m",
                    "volumeMounts": [{"name": "programs", "mountPath": "/opt/programs"}]},
                  "executor": {"cores": 1, "coreRequest": "200m", "memory": "512m",
                    "instances": 1},
                  "sparkConf": {"spark.sql.shuffle.partitions": "2"}}}
                """
                        .formatted(Surroundings.DEFAULT_SPARK, what, seconds));
    }

    String submit(ObjectNode request) {
        return api().post(PATH + "/app", Api.brief(request)).expect(201).item().path("id").asText();
    }

    JsonNode application(String appId) {
        return api().get(PATH + "/app/" + appId).expect(200).item();
    }

    JsonNode cost(String appId) {
        return api().get(PATH + "/app/" + appId + "/cost").expect(200).item();
    }

    String driverLog(String appId) {
        return api().get(PATH + "/app/" + appId + "/log/driver?stream=stdout").body();
    }

    JsonNode awaitEnd(String appId, Duration within) {
        return Await.value(
                () -> "the end of " + application(appId),
                within,
                () -> Optional.of(application(appId)).filter(Api::hasEnded));
    }

    /// Until its program says this: `BEGUN`, or `STEP` when it works.
    void awaitWord(String appId, String word) {
        Await.until(
                word + " of " + appId,
                Duration.ofMinutes(4),
                () -> driverLog(appId).contains(word));
    }

    /// Has one that works end now: how long faults take, depends on the machine.
    void enough(String appId) {
        Await.until("its driver is told", Duration.ofMinutes(2), () -> told(appId));
    }

    private boolean told(String appId) {
        try (ExecWatch telling =
                space.client()
                        .pods()
                        .inNamespace(space.namespace())
                        .withName(driverPod(appId, 1).getMetadata().getName())
                        .writingError(OutputStream.nullOutputStream())
                        .exec("touch", "/tmp/enough")) {
            return Integer.valueOf(0).equals(telling.exitCode().get(20, TimeUnit.SECONDS));
        } catch (KubernetesClientException | ExecutionException | TimeoutException e) {
            return false; // the API server may be on its way back
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    Pod driverPod(String appId, int attempt) {
        return Await.value(
                "the driver of " + appId,
                Duration.ofSeconds(60),
                () ->
                        space
                                .client()
                                .pods()
                                .inNamespace(space.namespace())
                                .withLabel("spark-app-selector", appId + "-" + attempt)
                                .withLabel("spark-role", "driver")
                                .list()
                                .getItems()
                                .stream()
                                .findFirst());
    }

    /// All that was made for an application and is still there.
    List<String> left(String appId) {
        return made(appId).map(Sufferer::named).toList();
    }

    /// What of it would stay if its driver's pod went.
    List<String> unowned(String appId) {
        return made(appId)
                .filter(each -> !each.getKind().equals("Pod"))
                .filter(each -> each.getMetadata().getOwnerReferences().isEmpty())
                .map(Sufferer::named)
                .toList();
    }

    private static String named(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }

    private Stream<HasMetadata> made(String appId) {
        KubernetesClient api = space.client();
        String namespace = space.namespace();
        return Stream.of(
                        api.pods().inNamespace(namespace).withLabel(APP_ID, appId).list(),
                        api.services().inNamespace(namespace).withLabel(APP_ID, appId).list(),
                        api.configMaps().inNamespace(namespace).withLabel(APP_ID, appId).list(),
                        api.secrets().inNamespace(namespace).withLabel(APP_ID, appId).list(),
                        api.persistentVolumeClaims()
                                .inNamespace(namespace)
                                .withLabel(APP_ID, appId)
                                .list())
                .flatMap(list -> list.getItems().stream().map(HasMetadata.class::cast));
    }

    void awaitNothingLeft(String appId) {
        Await.value(
                () -> "nothing left of " + appId + ": " + left(appId),
                GONE_WITHIN,
                () -> Optional.of(left(appId)).filter(List::isEmpty));
    }

    @Override
    public void close() {
        try (space;
                proxy;
                drivers) {
            platform.close();
        }
    }
}
