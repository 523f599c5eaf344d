package io.spindrift.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Holds a fragment of configuration against the schema: every unknown field, wrong type and value
/// out of range is named, none stops the search for the others.
final class ConfigCheck {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int LONGEST_TEXT = 64 * 1024;

    private final List<Problem> problems = new ArrayList<>();

    private ConfigCheck() {}

    /// What is wrong with the fragment; empty when nothing is.
    static List<Problem> problems(JsonNode fragment, String fieldPath) {
        ConfigCheck check = new ConfigCheck();
        check.value(fragment, ConfigSchema.ROOT, fieldPath);
        return check.problems;
    }

    /// The fragment with its values in one form: maps of texts hold texts only. Defined for
    /// fragments without problems.
    static ObjectNode normal(JsonNode fragment) {
        return new ConfigCheck().group(fragment, ConfigSchema.ROOT, "");
    }

    private JsonNode value(JsonNode value, ConfigField.Type type, String path) {
        return switch (type) {
            case ConfigField.Text() ->
                    expect(value.isTextual(), fits(value), value, path, "a text");
            case ConfigField.Choice(List<String> words) ->
                    expect(
                            value.isTextual(),
                            words.contains(value.asText()),
                            value,
                            path,
                            "one of " + String.join(", ", words));
            case ConfigField.Whole(int least, int most) ->
                    expect(
                            value.isIntegralNumber(),
                            value.canConvertToInt()
                                    && value.intValue() >= least
                                    && value.intValue() <= most,
                            value,
                            path,
                            "a whole number from " + least + " to " + most);
            case ConfigField.Decimal(double least, double most) ->
                    expect(
                            value.isNumber(),
                            value.doubleValue() >= least && value.doubleValue() <= most,
                            value,
                            path,
                            "a number from " + least + " to " + most);
            case ConfigField.Flag() ->
                    expect(value.isBoolean(), true, value, path, "true or false");
            case ConfigField.Size(int leastMib) -> size(value, leastMib, path);
            case ConfigField.Cores() ->
                    expect(
                            isSize(value),
                            Sizes.milliCores(value).isPresent(),
                            value,
                            path,
                            "cores such as 0.5, 2 or \"500m\"");
            case ConfigField.TextList() -> textList(value, path);
            case ConfigField.TextMap() -> textMap(value, path);
            case ConfigField.Group group -> group(value, group, path);
            case ConfigField.GroupMap(ConfigField.Group group) -> groupMap(value, group, path);
            case ConfigField.GroupList(ConfigField.Group group) -> groupList(value, group, path);
            case ConfigField.GroupOrWord(ConfigField.Group group, List<String> words) ->
                    groupOrWord(value, group, words, path);
            case ConfigField.KubernetesObject() ->
                    expect(value.isObject(), true, value, path, "an object");
            case ConfigField.KubernetesList() ->
                    expect(value.isArray(), true, value, path, "a list of objects");
        };
    }

    private JsonNode expect(
            boolean rightType, boolean right, JsonNode value, String path, String wanted) {
        if (!rightType || !right) {
            problems.add(
                    new Problem(
                            rightType ? "INVALID_VALUE" : "WRONG_TYPE",
                            "'" + path + "' must be " + wanted + ", not " + shown(value),
                            path));
        }
        return value;
    }

    private static String shown(JsonNode value) {
        if (value.isObject()) {
            return "an object";
        }
        if (value.isArray()) {
            return "a list";
        }
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    private static boolean fits(JsonNode text) {
        return text.asText().length() <= LONGEST_TEXT && text.asText().indexOf('\0') < 0;
    }

    private static boolean isSize(JsonNode value) {
        return value.isTextual() || value.isNumber();
    }

    private JsonNode size(JsonNode value, int leastMib, String path) {
        Optional<Integer> mib = Sizes.memoryMib(value);
        String wanted =
                leastMib == 0
                        ? "a size such as \"512m\" or \"4g\""
                        : "a size such as \"4g\", at least " + leastMib + "m";
        return expect(isSize(value), mib.isPresent() && mib.get() >= leastMib, value, path, wanted);
    }

    private JsonNode textList(JsonNode value, String path) {
        if (!value.isArray()) {
            return expect(false, false, value, path, "a list of texts");
        }
        ArrayNode texts = JSON.arrayNode();
        for (int i = 0; i < value.size(); i++) {
            JsonNode text = value.path(i);
            expect(isPlain(text), fits(text), text, path + "[" + i + "]", "a text");
            texts.add(text.asText());
        }
        return texts;
    }

    private JsonNode textMap(JsonNode value, String path) {
        if (!value.isObject()) {
            return expect(false, false, value, path, "an object of names and texts");
        }
        ObjectNode texts = JSON.objectNode();
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode text = field.getValue();
            if (!text.isNull()) {
                expect(isPlain(text), fits(text), text, path + "." + field.getKey(), "a text");
                texts.set(field.getKey(), TextNode.valueOf(text.asText()));
            }
        }
        return texts;
    }

    private static boolean isPlain(JsonNode value) {
        return value.isTextual() || value.isNumber() || value.isBoolean();
    }

    private ObjectNode group(JsonNode value, ConfigField.Group group, String path) {
        ObjectNode checked = JSON.objectNode();
        if (!value.isObject()) {
            expect(false, false, value, path, "an object");
            return checked;
        }
        for (Map.Entry<String, JsonNode> given : value.properties()) {
            String at = path.isEmpty() ? given.getKey() : path + "." + given.getKey();
            ConfigField field = group.fields().get(given.getKey());
            if (field == null) {
                problems.add(unknown(given.getKey(), group, at));
            } else if (!given.getValue().isNull()) {
                checked.set(given.getKey(), value(given.getValue(), field.type(), at));
            }
        }
        return checked;
    }

    private static Problem unknown(String name, ConfigField.Group group, String path) {
        String hint =
                Nearest.name(name, group.fields().keySet())
                        .or(() -> elsewhere(name))
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElseGet(() ->
                                "; known are "
                                        + String.join(
                                                ", ", new TreeSet<>(group.fields().keySet())));
        return new Problem("UNKNOWN_FIELD", "'" + path + "' is not a known field" + hint, path);
    }

    /// The same name in another group, as `instances` for `executor.instances`.
    private static Optional<String> elsewhere(String name) {
        for (String outer : List.of("executor", "driver", "deps")) {
            ConfigField field = ConfigSchema.ROOT.fields().get(outer);
            if (field != null
                    && field.type() instanceof ConfigField.Group group
                    && group.fields().containsKey(name)) {
                return Optional.of(outer + "." + name);
            }
        }
        return ConfigSchema.ROOT.fields().containsKey(name) ? Optional.of(name) : Optional.empty();
    }

    private JsonNode groupMap(JsonNode value, ConfigField.Group group, String path) {
        if (!value.isObject()) {
            return expect(false, false, value, path, "an object of names and objects");
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            group(field.getValue(), group, path + "." + field.getKey());
        }
        return value;
    }

    private JsonNode groupList(JsonNode value, ConfigField.Group group, String path) {
        if (!value.isArray()) {
            return expect(false, false, value, path, "a list of objects");
        }
        for (int i = 0; i < value.size(); i++) {
            group(value.path(i), group, path + "[" + i + "]");
        }
        return value;
    }

    private JsonNode groupOrWord(
            JsonNode value, ConfigField.Group group, List<String> words, String path) {
        if (value.isObject()) {
            return group(value, group, path);
        }
        return expect(
                value.isTextual(),
                words.contains(value.asText()),
                value,
                path,
                "an object with "
                        + String.join(", ", new TreeSet<>(group.fields().keySet()))
                        + ", or \""
                        + String.join("\", \"", words)
                        + "\"");
    }
}
