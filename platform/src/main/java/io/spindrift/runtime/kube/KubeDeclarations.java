package io.spindrift.runtime.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Declarations;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.OtherDriver;
import io.spindrift.runtime.kube.pod.Labels;
import io.spindrift.runtime.kube.pod.Names;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Declared objects of the namespaces that are ours to watch, while somebody asks for them.
final class KubeDeclarations implements Declarations {
    private static final Logger LOG = System.getLogger(KubeRuntime.class.getName());
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String DEFINITIONS =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";
    private static final String OPERATORS =
            "/apis/apps/v1/deployments?labelSelector=app.kubernetes.io%2Fname%3Dspark-operator"
                    + "&limit=20";
    private static final int LONGEST_MESSAGE = 1000;
    private static final int CONFLICT = 409;
    private static final int LONGEST_NAME = 230;

    private final KubernetesClient client;
    private final RawApi api;
    private final InstantSource clock;
    private final WatchedNamespaces namespaces;
    private final OtherDrivers drivers;
    private final KubeApi cluster;
    private final Map<Place, ObjectWatch> watches = new ConcurrentHashMap<>();

    private record Place(String namespace, Kind kind) {}

    private KubeDeclarations(KubernetesClient client, KubeParts parts) {
        this.client = client;
        this.api = new RawApi(client);
        this.clock = parts.clock();
        this.namespaces = new WatchedNamespaces(api, parts.settings(), parts.clock());
        this.drivers = new OtherDrivers(parts.api(), parts.clock());
        this.cluster = parts.api();
    }

    /// Empty where no API server is behind the runtime.
    static Optional<Declarations> of(KubeParts parts) {
        return parts.api() instanceof ClientApi api
                ? Optional.of(new KubeDeclarations(api.client(), parts))
                : Optional.empty();
    }

    @Override
    public Serving serving(List<Kind> kinds) {
        namespaces.look();
        for (Kind kind : kinds) {
            String name = kind.plural() + "." + kind.group();
            RawApi.Answer definition = api.get(DEFINITIONS + name);
            if (!definition.done()) {
                String why =
                        definition.missing()
                                ? null
                                : definition.refused("look for " + name).getMessage();
                return new Serving(false, why);
            }
            JsonNode labels = definition.body().path("metadata").path("labels");
            if (!labels.path(Labels.MANAGED_BY).asText().equals(Labels.MANAGER)) {
                return new Serving(
                        false,
                        name
                                + " was defined by another; it is not served without the label "
                                + Labels.MANAGED_BY
                                + "="
                                + Labels.MANAGER);
            }
        }
        String other = other();
        return new Serving(other == null, other);
    }

    /// Where the list may not be read, the label of the definitions alone decides.
    private @Nullable String other() {
        for (JsonNode deployment : api.get(OPERATORS).body().path("items")) {
            if (deployment.path("status").path("availableReplicas").asInt() > 0) {
                JsonNode metadata = deployment.path("metadata");
                return "the operator "
                        + metadata.path("namespace").asText()
                        + "/"
                        + metadata.path("name").asText()
                        + " serves the same kinds; end it first";
            }
        }
        return null;
    }

    /// One whose objects cannot be seen, holds up no other but our own.
    @Override
    public Optional<Map<Kind, List<ObjectNode>>> objects(List<Kind> kinds) {
        List<String> known = namespaces.known();
        leaveOthers(known);
        Map<Kind, List<ObjectNode>> all = new HashMap<>();
        kinds.forEach(kind -> all.put(kind, new ArrayList<>()));
        for (String namespace : known) {
            Optional<Map<Kind, List<ObjectNode>>> seen = objects(namespace, kinds);
            if (seen.isEmpty() && namespace.equals(known.getFirst())) {
                return Optional.empty();
            }
            seen.ifPresent(each ->
                    each.forEach((kind, objects) ->
                            all.computeIfAbsent(kind, _ -> new ArrayList<>()).addAll(objects)));
        }
        return Optional.of(all);
    }

    private Optional<Map<Kind, List<ObjectNode>>> objects(String namespace, List<Kind> kinds) {
        Map<Kind, List<ObjectNode>> seen = new HashMap<>();
        for (Kind kind : kinds) {
            watches.computeIfAbsent(
                            new Place(namespace, kind),
                            place -> ObjectWatch.begin(client, namespace, place.kind()))
                    .objects()
                    .ifPresent(objects -> seen.put(kind, objects));
        }
        return seen.size() == kinds.size() ? Optional.of(seen) : Optional.empty();
    }

    private void leaveOthers(List<String> known) {
        watches.forEach((place, watch) -> {
            if (!known.contains(place.namespace()) && watches.remove(place, watch)) {
                watch.close();
            }
        });
    }

    @Override
    public Optional<Others> otherDrivers() {
        return drivers.seen(namespaces.known());
    }

    @Override
    public List<JsonNode> ask(OtherDriver driver, List<String> paths) {
        return DriverUi.ask(cluster, driver.namespace(), driver.pod(), paths);
    }

    @Override
    public void make(Kind kind, ObjectNode object) {
        RawApi.Answer made = api.post(path(kind, namespace(object)), object);
        if (!made.done() && made.code() != CONFLICT) {
            throw made.refused("make " + name(object));
        }
    }

    @Override
    public void tell(Kind kind, ObjectNode object, ObjectNode status) {
        ArrayNode patch = sameObject(object);
        patch.addObject().put("op", "add").put("path", "/status").set("value", status);
        changed(api.patch(path(kind, object) + "/status", patch), "tell the status");
    }

    @Override
    public void hold(Kind kind, ObjectNode object, String finalizer, boolean held) {
        ArrayNode finalizers = JSON.arrayNode();
        for (JsonNode each : object.path("metadata").path("finalizers")) {
            if (!each.asText().equals(finalizer)) {
                finalizers.add(each);
            }
        }
        if (held) {
            finalizers.add(finalizer);
        }
        ArrayNode patch = sameObject(object);
        // What others have put there since is not taken off.
        patch.addObject()
                .put("op", "test")
                .put("path", "/metadata/resourceVersion")
                .put("value", object.path("metadata").path("resourceVersion").asText());
        patch.addObject()
                .put("op", "add")
                .put("path", "/metadata/finalizers")
                .set("value", finalizers);
        changed(api.patch(path(kind, object), patch), "hold or let go");
    }

    private static ArrayNode sameObject(ObjectNode object) {
        ArrayNode patch = JSON.arrayNode();
        patch.addObject()
                .put("op", "test")
                .put("path", "/metadata/uid")
                .put("value", object.path("metadata").path("uid").asText());
        return patch;
    }

    private static void changed(RawApi.Answer answer, String what) {
        if (!answer.done() && !answer.missing()) {
            throw answer.refused(what);
        }
    }

    @Override
    public void delete(Kind kind, String namespace, String name) {
        changed(api.delete(path(kind, namespace) + "/" + name), "delete " + name);
    }

    @Override
    public void event(ObjectNode object, boolean warning, String reason, String message) {
        JsonNode metadata = object.path("metadata");
        String namespace = namespace(object);
        String name = name(object);
        ObjectNode event = JSON.objectNode();
        event.putObject("metadata")
                .put(
                        "name",
                        name.substring(0, Math.min(name.length(), LONGEST_NAME))
                                        .replaceAll("[.-]+$", "")
                                + "."
                                + mark(object, reason, message))
                .put("namespace", namespace);
        event.putObject("involvedObject")
                .put("apiVersion", object.path("apiVersion").asText())
                .put("kind", object.path("kind").asText())
                .put("namespace", namespace)
                .put("name", name(object))
                .put("uid", metadata.path("uid").asText());
        String now = now().toString();
        event.put("type", warning ? "Warning" : "Normal").put("reason", reason);
        event.put("message", message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)));
        event.put("firstTimestamp", now).put("lastTimestamp", now).put("count", 1);
        event.putObject("source").put("component", Labels.MANAGER);
        RawApi.Answer answer = api.post("/api/v1/namespaces/" + namespace + "/events", event);
        if (!answer.done() && answer.code() != CONFLICT) {
            LOG.log(
                    Level.WARNING,
                    "an event is not told: {0} reason={1} namespace={2} name={3}",
                    ApiWords.masked(answer.body().path("message").asText()),
                    reason,
                    namespace,
                    name(object));
        }
    }

    /// The same for the same words of an object that has not changed meanwhile.
    private static String mark(ObjectNode object, String reason, String message) {
        JsonNode metadata = object.path("metadata");
        String all =
                String.join(
                        "\n",
                        metadata.path("uid").asText(),
                        metadata.path("resourceVersion").asText(),
                        reason,
                        message);
        long mark =
                UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8))
                        .getMostSignificantBits();
        return HexFormat.of().toHexDigits(mark);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public String pod(LaunchId id, ContainerId container) {
        return container.driver()
                ? Names.driverPod(id)
                : Names.executorPrefix(id) + "-exec-" + container.executorId();
    }

    @Override
    public void serve(ObjectNode service, String appId) {
        ObjectNode wanted = service.deepCopy();
        ObjectNode spec = wanted.withObjectProperty("spec");
        spec.putObject("selector").put(Labels.APP_ID, appId).put(Labels.SPARK_ROLE, Labels.DRIVER);
        wanted.withObjectProperty("metadata")
                .withObjectProperty("labels")
                .put(Labels.MANAGED_BY, Labels.MANAGER);
        String services = "/api/v1/namespaces/" + namespace(wanted) + "/services";
        RawApi.Answer made = api.post(services, wanted);
        if (made.code() != CONFLICT) {
            if (!made.done()) {
                throw made.refused("make the service " + name(wanted));
            }
            return;
        }
        String path = services + "/" + name(wanted);
        RawApi.Answer there = api.get(path);
        if (!owner(there.body()).equals(owner(wanted))) {
            throw new IllegalStateException(
                    "the service "
                            + name(wanted)
                            + " is another's: remove it, or name another in"
                            + " 'spec.server.service.metadata.name'");
        }
        ArrayNode patch = JSON.arrayNode();
        for (String part : List.of("selector", "ports")) {
            patch.addObject()
                    .put("op", "replace")
                    .put("path", "/spec/" + part)
                    .set("value", spec.path(part));
        }
        RawApi.Answer led = api.patch(path, patch);
        if (!led.done()) {
            throw led.refused("lead the service " + name(wanted));
        }
    }

    private static String owner(JsonNode object) {
        return object.path("metadata").path("ownerReferences").path(0).path("uid").asText();
    }

    private static String path(Kind kind, ObjectNode object) {
        return path(kind, namespace(object)) + "/" + name(object);
    }

    private static String namespace(ObjectNode object) {
        return object.path("metadata").path("namespace").asText();
    }

    private static String path(Kind kind, String namespace) {
        return "/apis/%s/%s/namespaces/%s/%s"
                .formatted(kind.group(), kind.version(), namespace, kind.plural());
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asText();
    }

    @Override
    public void close() {
        watches.values().forEach(ObjectWatch::close);
        watches.clear();
        drivers.close();
    }
}
