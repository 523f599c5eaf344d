package io.spindrift.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.Pattern;

/// Takes secrets out of configuration before it is shown: whoever has a token may look at every
/// application, not only at their own.
final class Masks {
    static final String MASK = "******";

    private static final String WORDS =
            "(?:passw(?:or)?d|passphrase|secret|token|credential(?!s?[.]provider)"
                    + "|(?:access|api|private|account|encryption|storage)[._-]?key)";
    private static final Pattern KEY = Pattern.compile("(?i)" + WORDS);

    /// An option whose value is the next argument.
    private static final Pattern OPTION =
            Pattern.compile("(?i)--?[\\w.\\-]{0,60}?" + WORDS + "[\\w.\\-]{0,60}+");

    /// `--password=x`, `-Ddb.password=x`, `?password=x&`
    private static final Pattern ASSIGNED =
            Pattern.compile("(?i)(" + WORDS + "[\\w.\\-]{0,60}+=)[^\\s&;,'\"]++");

    /// `https://user:password@host`
    private static final Pattern USER_INFO =
            Pattern.compile("(://[^\\s/:@]{1,200}:)[^\\s/@]{1,200}(?=@)");

    private Masks() {}

    /// A copy without the secrets that are told by their key, or by how they are written.
    static JsonNode of(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = Json.object();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                copy.set(field.getKey(), value(field.getKey(), field.getValue()));
            }
            return copy;
        }
        if (node instanceof ArrayNode array) {
            return arguments(array);
        }
        return node.isTextual() ? TextNode.valueOf(text(node.textValue())) : node;
    }

    static ObjectNode of(ObjectNode object) {
        return (ObjectNode) of((JsonNode) object);
    }

    /// The value of a property, or its mask.
    static JsonNode value(String key, JsonNode value) {
        boolean secret = value.isTextual() && KEY.matcher(key).find();
        return secret ? TextNode.valueOf(MASK) : of(value);
    }

    /// Whether a mask stands where a secret should: in a request that was made of a shown one.
    static boolean in(JsonNode node) {
        if (node.isContainerNode()) {
            return node.valueStream().anyMatch(Masks::in);
        }
        return node.isTextual() && node.textValue().contains(MASK);
    }

    /// @throws RefusedException where a mask stands in a request
    static JsonNode refuse(JsonNode body) {
        if (in(body)) {
            throw RefusedException.of(
                    400,
                    "INVALID_VALUE",
                    "a masked secret (" + MASK + ") is in the request; write the secret");
        }
        return body;
    }

    private static ArrayNode arguments(ArrayNode array) {
        ArrayNode copy = Json.array();
        boolean secret = false;
        for (JsonNode each : array) {
            boolean word = each.isTextual() && !each.textValue().startsWith("-");
            copy.add(secret && word ? TextNode.valueOf(MASK) : of(each));
            secret = each.isTextual() && OPTION.matcher(each.textValue()).matches();
        }
        return copy;
    }

    private static String text(String text) {
        String masked = ASSIGNED.matcher(text).replaceAll("$1" + MASK);
        return USER_INFO.matcher(masked).replaceAll("$1" + MASK);
    }
}
