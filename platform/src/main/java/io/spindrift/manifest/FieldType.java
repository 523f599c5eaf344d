package io.spindrift.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What a field of a manifest holds.
enum FieldType {
    TEXT("a text", "string"),
    WHOLE("a whole number", "integer"),
    FLAG("true or false", "boolean"),
    TEXTS("a list of texts", "array"),
    TEXT_MAP("texts by name", "object"),
    /// A structure of Kubernetes.
    OBJECT("an object", "object"),
    OBJECTS("a list of objects", "array");

    private final String text;
    private final String schemaType;

    FieldType(String text, String schemaType) {
        this.text = text;
        this.schemaType = schemaType;
    }

    String text() {
        return text;
    }

    boolean fits(JsonNode value) {
        return switch (this) {
            case TEXT -> value.isTextual();
            case WHOLE -> value.isIntegralNumber();
            case FLAG -> value.isBoolean();
            case TEXTS -> value.isArray() && value.valueStream().allMatch(JsonNode::isTextual);
            case TEXT_MAP ->
                    value.isObject() && value.valueStream().allMatch(JsonNode::isValueNode);
            case OBJECT -> value.isObject();
            case OBJECTS -> value.isArray() && value.valueStream().allMatch(JsonNode::isObject);
        };
    }

    /// Puts its schema, as of a CustomResourceDefinition, into an object.
    void describe(ObjectNode schema) {
        schema.put("type", schemaType);
        switch (this) {
            case TEXTS -> schema.putObject("items").put("type", "string");
            case TEXT_MAP -> schema.putObject("additionalProperties").put("type", "string");
            case OBJECT -> open(schema);
            case OBJECTS -> open(schema.putObject("items").put("type", "object"));
            case TEXT, WHOLE, FLAG -> {
                // A type says it all.
            }
        }
    }

    private static void open(ObjectNode schema) {
        schema.put("x-kubernetes-preserve-unknown-fields", true);
    }
}
