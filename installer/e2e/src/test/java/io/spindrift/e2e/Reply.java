package io.spindrift.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// An answer of the API.
///
/// @param type its Content-Type, or empty
public record Reply(String request, int status, String type, String body) {
    public JsonNode json() {
        return Json.parse(body);
    }

    public List<JsonNode> items() {
        return Json.items(json().path("response").path("items")).toList();
    }

    public JsonNode item() {
        List<JsonNode> items = items();
        if (items.size() != 1) {
            throw new AssertionError("one item expected: " + this);
        }
        return items.getFirst();
    }

    /// Codes of the refusal.
    public List<String> errorCodes() {
        return Json.items(json().path("response").path("errors"))
                .map(error -> error.path("code").asText())
                .toList();
    }

    public Reply expect(int wanted) {
        if (status != wanted) {
            throw new AssertionError(wanted + " expected: " + this);
        }
        return this;
    }

    @Override
    public String toString() {
        return request + " -> " + status + " " + body;
    }
}
