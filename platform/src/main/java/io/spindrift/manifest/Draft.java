package io.spindrift.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A configuration that is being made of a manifest, field by field, with what is wrong and what is
/// to be said about it.
final class Draft {
    private final ObjectNode config = JsonNodeFactory.instance.objectNode();
    private final Map<Role, ObjectNode> templates = new EnumMap<>(Role.class);
    private final Map<Role, String> images = new EnumMap<>(Role.class);
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /// What `sparkConf` says of things that have fields here: a field of the manifest is stronger.
    private final Map<String, JsonNode> weaker = new LinkedHashMap<>();

    /// Sets `executor.cores` and the like; of an object, what it holds goes in beside what is
    /// there.
    void set(String path, JsonNode value) {
        int dot = path.lastIndexOf('.');
        ObjectNode at = config;
        if (dot > 0) {
            for (String name : path.substring(0, dot).split("\\.")) {
                at = at.withObjectProperty(name);
            }
        }
        String name = path.substring(dot + 1);
        if (value.isObject() && at.get(name) instanceof ObjectNode there) {
            value.properties().forEach(field -> there.set(field.getKey(), field.getValue()));
        } else {
            at.set(name, value.deepCopy());
        }
    }

    void add(String path, JsonNode element) {
        String[] names = path.split("\\.");
        config.withObjectProperty(names[0]).withArrayProperty(names[1]).add(element);
    }

    boolean has(String path) {
        return !config.at("/" + path.replace('.', '/')).isMissingNode();
    }

    void addVolume(JsonNode volume) {
        for (JsonNode there : config.withArrayProperty("volumes")) {
            if (there.path("name").equals(volume.path("name"))) {
                return;
            }
        }
        config.withArrayProperty("volumes").add(volume);
    }

    void property(String key, String value) {
        config.withObjectProperty("sparkConf").put(key, value);
    }

    void properties(String prefix, JsonNode texts) {
        texts.properties()
                .forEach(text -> property(prefix + text.getKey(), text.getValue().asText()));
    }

    /// What `sparkConf` would have in a field.
    void weaker(String path, JsonNode value) {
        weaker.put(path, value);
    }

    void image(Role role, String image) {
        images.put(role, image);
    }

    /// The template as it was given; what fields say is laid over it.
    void template(Role role, JsonNode given) {
        ObjectNode fields = templates.put(role, given.deepCopy());
        if (fields != null) {
            lay(template(role), fields);
        }
    }

    ObjectNode template(Role role) {
        return templates.computeIfAbsent(role, _ -> JsonNodeFactory.instance.objectNode());
    }

    /// Spark's container in the template: the first.
    ObjectNode container(Role role) {
        var containers = template(role).withObjectProperty("spec").withArrayProperty("containers");
        return containers.isEmpty() ? containers.addObject() : (ObjectNode) containers.get(0);
    }

    private static void lay(ObjectNode under, ObjectNode over) {
        over.properties()
                .forEach(field -> {
                    if (under.get(field.getKey()) instanceof ObjectNode lower
                            && field.getValue() instanceof ObjectNode upper) {
                        lay(lower, upper);
                    } else {
                        under.set(field.getKey(), field.getValue());
                    }
                });
    }

    void refuse(String code, String sentence, String path) {
        problems.add(new Problem(code, sentence, path));
    }

    void note(String sentence) {
        if (!notes.contains(sentence)) {
            notes.add(sentence);
        }
    }

    List<Problem> problems() {
        return problems;
    }

    List<String> notes() {
        return notes;
    }

    /// The whole, with what an operator takes where nothing is said.
    ObjectNode finished() {
        weaker.forEach((path, value) -> {
            if (!has(path)) {
                set(path, value);
            }
        });
        templates.forEach(
                (role, template) -> property(role.templateProperty(), template.toString()));
        chooseImage();
        leaveGangWithoutScheduler();
        JsonNodeFactory make = JsonNodeFactory.instance;
        for (Role role : Role.values()) {
            setIfMissing(role.word() + ".cores", make.numberNode(1));
            setIfMissing(role.word() + ".memory", make.textNode("1g"));
        }
        boolean dynamic = config.at("/dynamicAllocation/enabled").asBoolean();
        if (!dynamic) {
            setIfMissing("executor.instances", make.numberNode(1));
        }
        setIfMissing("timeout", make.textNode("DISABLED"));
        return config;
    }

    /// Its options say nothing where it is not chosen.
    private void leaveGangWithoutScheduler() {
        JsonNode gang = config.path("batchScheduler");
        if (gang.isObject() && !gang.has("name")) {
            if (gang.has("queue")) {
                note(
                        "'spec.batchSchedulerOptions.queue' has no effect:"
                                + " 'spec.batchScheduler' chooses none");
            }
            config.remove("batchScheduler");
        }
    }

    private void setIfMissing(String path, JsonNode value) {
        if (!has(path)) {
            set(path, value);
        }
    }

    private void chooseImage() {
        String all = config.path("image").asText("");
        List<String> wanted =
                List.of(Role.values()).stream()
                        .map(role -> images.getOrDefault(role, all))
                        .distinct()
                        .toList();
        if (wanted.size() > 1) {
            refuse(
                    "NOT_SUPPORTED",
                    "driver and executors run the same image; give one as 'spec.image'",
                    "spec.driver.image");
        } else if (!wanted.getFirst().isEmpty()) {
            config.put("image", wanted.getFirst());
        }
    }
}
