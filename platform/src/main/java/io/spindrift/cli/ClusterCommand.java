package io.spindrift.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Registers Kubernetes clusters, shows them, and lets them go.
final class ClusterCommand implements Command {
    private static final String PATH = "/ocean/spark/cluster";
    private static final List<String> VERBS =
            List.of("list", "add", "change", "show", "doctor", "provision", "remove");
    private static final Syntax SYNTAX =
            Syntax.of(
                            "cluster",
                            "Clusters: list, add ID --kubeconfig FILE, change, doctor, provision, remove",
                            Flag.taking("--kubeconfig", "FILE", "How add reaches it"),
                            Flag.taking("--context", "NAME", "Which context of the kubeconfig"),
                            Flag.of("--in-cluster", "The platform runs in it"),
                            Flag.taking("--name", "TEXT", "What people call it"),
                            Flag.taking("--namespace", "NAME", "Where applications go (spark)"),
                            Flag.taking(
                                    "--service-account", "NAME", "Of drivers (spindrift-spark)"),
                            Flag.taking(
                                    "--image-repository",
                                    "IMAGE",
                                    "Image without its tag; the tag is Spark's version"),
                            Flag.taking("--cores", "N", "Most cores that all may ask for"),
                            Flag.taking("--memory-gib", "N", "Most memory that all may ask for"),
                            Flag.taking("--platform-url", "URL", "Where pods reach this platform"),
                            Flag.taking("--event-log-dir", "URI", "Where Spark writes event logs"),
                            Flag.taking("--price-core-hour", "PRICE", "Else the platform's"),
                            Flag.taking("--price-gib-hour", "PRICE", "Else the platform's"),
                            Flag.of("--provision", "Make what add finds missing there"),
                            Flag.of("--force", "Remove it with what still runs there"))
                    .taking("list|add|change|show|doctor|provision|remove [ID]", 1, 2);

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Call call) {
        String verb = call.words().rest().getFirst();
        return switch (verb) {
            case "list" -> list(call);
            case "add" -> add(call);
            case "change" -> change(call);
            case "provision" -> provision(call);
            case "show" -> show(call);
            case "doctor" -> doctor(call);
            case "remove" -> remove(call);
            default ->
                    throw new WrongWordsException(
                            "unknown: " + verb + Syntax.nearest(verb, VERBS) + "; " + VERBS);
        };
    }

    private static int list(Call call) {
        List<JsonNode> clusters = call.platform().get(PATH, Map.of("limit", "100")).items();
        if (call.json()) {
            call.sayJson(clusters);
            return 0;
        }
        Table table = new Table("ID", "KIND", "STATE", "RUNNING", "WAITING", "REASON");
        for (JsonNode cluster : clusters) {
            table.row(
                    cluster.path("id").asText(),
                    cluster.path("kind").asText(),
                    cluster.path("state").asText(),
                    cluster.path("running").asText(),
                    cluster.path("pending").asText(),
                    cluster.path("stateReason").asText(""));
        }
        call.say(table);
        return 0;
    }

    private static int add(Call call) {
        JsonNode made = call.platform().post(PATH, body(call)).item();
        if (call.json()) {
            call.sayJson(made);
        } else {
            call.say(made.path("id").asText() + ": registered; `spindrift cluster doctor` looks");
        }
        return call.words().has("--provision") ? provision(call) : 0;
    }

    private static int change(Call call) {
        JsonNode changed = call.platform().post(one(call), body(call)).item();
        if (call.json()) {
            call.sayJson(changed);
        } else {
            call.say(id(call) + ": changed");
        }
        return 0;
    }

    private static int provision(Call call) {
        ObjectNode nothing = Platform.JSON.createObjectNode();
        JsonNode done = call.platform().post(one(call) + "/provision", nothing).item();
        if (call.json()) {
            call.sayJson(done);
        } else if (done.path("made").isEmpty()) {
            call.say(id(call) + ": all that applications need was there");
        } else {
            done.path("made").forEach(each -> call.say(id(call) + ": " + each.asText()));
        }
        return 0;
    }

    static ObjectNode body(Call call) {
        Words words = call.words();
        ObjectNode body = Platform.JSON.createObjectNode().put("id", id(call));
        words.text("--kubeconfig").ifPresent(file -> body.put("kubeconfig", read(Path.of(file))));
        if (words.has("--in-cluster")) {
            body.put("inCluster", true);
        }
        put(body, "context", words.text("--context"));
        put(body, "displayName", words.text("--name"));
        put(body, "namespace", words.text("--namespace"));
        put(body, "serviceAccount", words.text("--service-account"));
        put(body, "imageRepository", words.text("--image-repository"));
        put(body, "platformUrl", words.text("--platform-url"));
        put(body, "eventLogDir", words.text("--event-log-dir"));
        if (words.has("--cores") || words.has("--memory-gib")) {
            body.putObject("capacity")
                    .put("cores", number(words, "--cores"))
                    .put("memoryBytes", number(words, "--memory-gib").longValue() << 30);
        }
        if (words.has("--price-core-hour") || words.has("--price-gib-hour")) {
            body.putObject("prices")
                    .put("perCoreHour", number(words, "--price-core-hour"))
                    .put("perGibHour", number(words, "--price-gib-hour"));
        }
        return body;
    }

    private static void put(ObjectNode body, String name, Optional<String> value) {
        value.ifPresent(text -> body.put(name, text));
    }

    /// Of two that belong together, one alone is refused.
    private static BigDecimal number(Words words, String flag) {
        String text =
                words.text(flag)
                        .orElseThrow(() -> new WrongWordsException(flag + " is missing beside it"));
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new WrongWordsException(flag + " takes a number, not " + text, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new WrongWordsException("cannot read the kubeconfig " + file, e);
        }
    }

    private static int show(Call call) {
        call.sayJson(call.platform().get(one(call), Map.of()).item());
        return 0;
    }

    private static int doctor(Call call) {
        JsonNode found = call.platform().get(one(call) + "/doctor", Map.of()).item();
        if (call.json()) {
            call.sayJson(found);
        } else {
            String version = found.path("version").asText("");
            call.say(
                    (found.path("reachable").asBoolean() ? "answers" : "does not answer")
                            + (version.isEmpty() || version.equals("null") ? "" : ", " + version));
            for (JsonNode finding : found.path("findings")) {
                call.say(finding.path("kind").asText() + ": " + finding.path("sentence").asText());
            }
        }
        return found.path("ready").asBoolean() ? 0 : 1;
    }

    private static int remove(Call call) {
        String force = call.words().has("--force") ? "?force=" + Platform.encode(id(call)) : "";
        JsonNode gone = call.platform().delete(one(call) + force).item();
        if (call.json()) {
            call.sayJson(gone);
        } else {
            call.say(id(call) + ": is removed; what ran there stays in lists and history");
        }
        return 0;
    }

    private static String one(Call call) {
        return PATH + "/" + Platform.encode(id(call));
    }

    private static String id(Call call) {
        List<String> rest = call.words().rest();
        if (rest.size() < 2) {
            throw new WrongWordsException("missing: the ID of the cluster");
        }
        return rest.get(1);
    }
}
