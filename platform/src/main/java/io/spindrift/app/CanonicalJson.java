package io.spindrift.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// JSON in the one form in which two equal requests are the same text: keys sorted, no spaces,
/// numbers by value (`1.0` is `1`), fields that are `null` left out as if they were not given.
public final class CanonicalJson {
    private CanonicalJson() {}

    public static String text(JsonNode node) {
        StringBuilder text = new StringBuilder();
        write(node, text);
        return text.toString();
    }

    private static void write(JsonNode node, StringBuilder text) {
        if (node.isObject()) {
            writeObject(node, text);
        } else if (node.isArray()) {
            String comma = "[";
            for (JsonNode element : node) {
                text.append(comma);
                write(element, text);
                comma = ",";
            }
            text.append(node.isEmpty() ? "[]" : "]");
        } else if (node.isNumber()) {
            BigDecimal value = node.decimalValue();
            text.append(value.signum() == 0 ? "0" : value.stripTrailingZeros().toString());
        } else {
            text.append(node);
        }
    }

    private static void writeObject(JsonNode node, StringBuilder text) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        Collections.sort(names);
        String comma = "";
        text.append('{');
        for (String name : names) {
            JsonNode value = node.path(name);
            if (!value.isNull()) {
                text.append(comma).append(JsonNodeFactory.instance.textNode(name)).append(':');
                write(value, text);
                comma = ",";
            }
        }
        text.append('}');
    }

    /// A copy without the fields that are `null`, at any depth of objects.
    static ObjectNode withoutNulls(JsonNode object) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            if (!value.isNull()) {
                copy.set(field.getKey(), value.isObject() ? withoutNulls(value) : value.deepCopy());
            }
        }
        return copy;
    }
}
