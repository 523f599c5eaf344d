package io.spindrift.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppIds;
import io.spindrift.cluster.Capacity;
import io.spindrift.cluster.CorePrices;
import io.spindrift.cluster.KubeCluster;
import io.spindrift.cluster.Registration;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A cluster as somebody wants it registered. Reading names everything that is wrong at once.
///
/// @param kubeconfig null where none was given
record ClusterForm(
        Registration registration, @Nullable String displayName, @Nullable String kubeconfig) {
    private static final List<String> FIELDS =
            List.of(
                    "id",
                    "displayName",
                    "kubeconfig",
                    "inCluster",
                    "context",
                    "namespace",
                    "serviceAccount",
                    "imageRepository",
                    "capacity",
                    "platformUrl",
                    "eventLogDir",
                    "prices");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern IMAGE =
            Pattern.compile("[a-z0-9][a-zA-Z0-9.-]*(:[0-9]{1,5})?(/[a-z0-9][a-z0-9._-]*)*");
    private static final Pattern EVENT_LOGS = Pattern.compile("[a-z][a-z0-9+.-]*:/.*");
    private static final int LONGEST = 500;
    private static final int LONGEST_KUBECONFIG = 1 << 18;
    private static final int NANO_DIGITS = 9;
    private static final double MOST_CORES = 1e7;
    private static final long MIB = 1L << 20;
    private static final BigDecimal MOST_PRICE = BigDecimal.valueOf(1_000_000);

    /// A new one.
    ///
    /// @throws RefusedException naming everything that is wrong
    static ClusterForm create(JsonNode body) {
        Reader reader = new Reader(body);
        String id =
                reader.text("id", AppIds::validAppId, "1 to 46 lower-case letters, digits, '-'");
        if (id == null) {
            reader.demand("id");
        } else if (id.equals(AppFinder.ANY_CLUSTER)) {
            reader.wrong("id", "'any' stands for any cluster in links; choose another id");
        }
        return reader.form(id == null ? "?" : id, true);
    }

    /// A change: what is not given stays, what is null goes back to its default.
    ///
    /// @throws RefusedException naming everything that is wrong
    static ClusterForm change(JsonNode body, Registration before) {
        if (!body.isObject()) {
            return create(body);
        }
        ObjectNode merged = json(before);
        boolean access = body.has("inCluster") || body.has("kubeconfig") || body.has("context");
        if (access && body.path("inCluster").asBoolean()) {
            merged.remove("context");
        } else if (body.has("kubeconfig")) {
            merged.remove(List.of("inCluster", "context"));
        }
        merged.setAll((ObjectNode) body);
        Reader reader = new Reader(merged);
        String id = before.cluster().clusterId();
        if (body.has("id") && !body.path("id").asText().equals(id)) {
            reader.wrong("id", "the id of a cluster does not change");
        }
        boolean inside = before.cluster().access() instanceof KubeCluster.Access.InCluster;
        return reader.form(id, inside && !merged.path("inCluster").asBoolean());
    }

    /// As it was given, but for the credentials.
    static ObjectNode json(Registration registration) {
        KubeCluster cluster = registration.cluster();
        ObjectNode json = Json.object();
        switch (cluster.access()) {
            case KubeCluster.Access.Kubeconfig file -> {
                json.put("inCluster", false);
                json.put("context", file.context());
            }
            case KubeCluster.Access.InCluster _ -> {
                json.put("inCluster", true);
                json.putNull("context");
            }
        }
        json.put("namespace", cluster.namespace());
        json.put("serviceAccount", cluster.serviceAccount());
        json.put("imageRepository", cluster.imageRepository());
        Capacity room = cluster.capacity();
        if (room == null) {
            json.putNull("capacity");
        } else {
            json.putObject("capacity")
                    .put("cores", room.milliCores() / 1000.0)
                    .put("memoryBytes", room.memoryMib() * MIB);
        }
        json.put("platformUrl", cluster.platformUrl());
        json.put("eventLogDir", cluster.eventLogDir());
        CorePrices prices = registration.prices();
        if (prices == null) {
            json.putNull("prices");
        } else {
            json.putObject("prices")
                    .put("perCoreHour", BigDecimal.valueOf(prices.perCoreHourNanos(), NANO_DIGITS))
                    .put("perGibHour", BigDecimal.valueOf(prices.perGibHourNanos(), NANO_DIGITS));
        }
        return json;
    }

    private static final class Reader {
        private final JsonNode body;
        private final List<Refusal> refusals = new ArrayList<>();

        Reader(JsonNode body) {
            if (!body.isObject()) {
                throw RefusedException.of(400, "WRONG_TYPE", "the body must be a JSON object");
            }
            this.body = body;
            for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (!FIELDS.contains(name)) {
                    String known = String.join(", ", FIELDS);
                    refuse("UNKNOWN_FIELD", name, "unknown field; known are " + known);
                }
            }
        }

        ClusterForm form(String id, boolean needsKubeconfig) {
            String displayName = text("displayName", any -> true, "");
            String kubeconfig = kubeconfig();
            KubeCluster.Access access = access(kubeconfig, needsKubeconfig);
            String namespace =
                    text("namespace", matches(LABEL), "a name of a Kubernetes namespace");
            String account =
                    text("serviceAccount", matches(NAME), "a name of a Kubernetes service account");
            String image =
                    text(
                            "imageRepository",
                            matches(IMAGE),
                            "an image without its tag, such as registry.example.com/spindrift/spark");
            if (image == null) {
                demand("imageRepository");
            }
            String url =
                    text("platformUrl", ClusterForm::isUrl, "http(s)://host[:port] as pods see it");
            String logs =
                    text(
                            "eventLogDir",
                            matches(EVENT_LOGS),
                            "s3a://bucket/path, or file:///path of a mounted volume");
            Capacity capacity = capacity();
            CorePrices prices = prices();
            if (!refusals.isEmpty()) {
                throw new RefusedException(400, refusals);
            }
            KubeCluster cluster =
                    new KubeCluster(
                            id,
                            access,
                            namespace == null ? KubeCluster.DEFAULT_NAMESPACE : namespace,
                            account == null ? KubeCluster.DEFAULT_SERVICE_ACCOUNT : account,
                            image == null ? "" : image,
                            capacity,
                            url,
                            logs);
            return new ClusterForm(new Registration(cluster, prices), displayName, kubeconfig);
        }

        private @Nullable String kubeconfig() {
            JsonNode value = body.path("kubeconfig");
            if (value.isMissingNode() || value.isNull()) {
                return null;
            }
            if (!value.isTextual() || value.textValue().isBlank()) {
                wrong("kubeconfig", "the text of a kubeconfig");
                return null;
            }
            if (value.textValue().length() > LONGEST_KUBECONFIG) {
                wrong("kubeconfig", "it is longer than " + LONGEST_KUBECONFIG + " letters");
                return null;
            }
            return value.textValue();
        }

        private KubeCluster.Access access(@Nullable String kubeconfig, boolean needsKubeconfig) {
            JsonNode flag = body.path("inCluster");
            if (!flag.isMissingNode() && !flag.isNull() && !flag.isBoolean()) {
                wrong("inCluster", "true or false");
            }
            String context = text("context", any -> true, "");
            if (!flag.asBoolean()) {
                if (kubeconfig == null && needsKubeconfig && !body.hasNonNull("kubeconfig")) {
                    refuse(
                            "MISSING_FIELD",
                            "kubeconfig",
                            "give the text of a kubeconfig, or \"inCluster\": true where the"
                                    + " platform runs in the cluster");
                }
                return new KubeCluster.Access.Kubeconfig(context);
            }
            if (kubeconfig != null) {
                wrong("kubeconfig", "within the cluster the service account of the pod is used");
            }
            if (context != null) {
                wrong("context", "contexts are those of a kubeconfig");
            }
            return new KubeCluster.Access.InCluster();
        }

        private @Nullable Capacity capacity() {
            JsonNode value = object("capacity", "cores", "memoryBytes");
            if (value == null) {
                return null;
            }
            double cores = value.path("cores").asDouble(-1);
            long bytes = value.path("memoryBytes").asLong(-1);
            if (!value.path("cores").isNumber() || cores < 0.001 || cores > MOST_CORES) {
                wrong("capacity.cores", "a number of cores above 0");
                return null;
            }
            if (!value.path("memoryBytes").isIntegralNumber() || bytes < MIB) {
                wrong("capacity.memoryBytes", "a whole number of bytes, 1 MiB or more");
                return null;
            }
            return new Capacity(Math.round(cores * 1000), bytes / MIB);
        }

        private @Nullable CorePrices prices() {
            JsonNode value = object("prices", "perCoreHour", "perGibHour");
            if (value == null) {
                return null;
            }
            Long core = nanos(value, "perCoreHour");
            Long gib = nanos(value, "perGibHour");
            return core == null || gib == null ? null : new CorePrices(core, gib);
        }

        private @Nullable Long nanos(JsonNode prices, String name) {
            JsonNode value = prices.path(name);
            BigDecimal price = value.isNumber() ? value.decimalValue() : BigDecimal.ONE.negate();
            if (price.signum() < 0 || price.compareTo(MOST_PRICE) > 0) {
                wrong("prices." + name, "a price of 0 or more, a number");
                return null;
            }
            return price.setScale(NANO_DIGITS, RoundingMode.HALF_EVEN).unscaledValue().longValue();
        }

        private @Nullable JsonNode object(String name, String... known) {
            JsonNode value = body.path(name);
            if (value.isMissingNode() || value.isNull()) {
                return null;
            }
            if (!value.isObject()) {
                wrong(name, "an object of " + String.join(" and ", known));
                return null;
            }
            for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
                String field = names.next();
                if (!List.of(known).contains(field)) {
                    refuse("UNKNOWN_FIELD", name + "." + field, "unknown field");
                }
            }
            return value;
        }

        @Nullable String text(String name, Predicate<String> good, String wanted) {
            JsonNode value = body.path(name);
            if (value.isMissingNode() || value.isNull()) {
                return null;
            }
            if (!value.isTextual()) {
                refuse("WRONG_TYPE", name, "must be a text");
                return null;
            }
            String text = value.textValue();
            if (text.isBlank() || text.length() > LONGEST) {
                wrong(name, "has 1 to " + LONGEST + " letters");
                return null;
            }
            if (!good.test(text)) {
                wrong(name, "is " + wanted + ", which '" + text + "' is not");
                return null;
            }
            return text;
        }

        void demand(String name) {
            if (!body.hasNonNull(name)) {
                refuse("MISSING_FIELD", name, "is required");
            }
        }

        void wrong(String name, String message) {
            refuse("INVALID_VALUE", name, message);
        }

        private void refuse(String code, String name, String message) {
            refusals.add(new Refusal(code, "'" + name + "': " + message, List.of(name)));
        }
    }

    private static Predicate<String> matches(Pattern pattern) {
        return text -> pattern.matcher(text).matches();
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && uri.getHost() != null && uri.getRawUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
