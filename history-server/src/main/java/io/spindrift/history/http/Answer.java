package io.spindrift.history.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a handler has to say, before it is put into an envelope.
///
/// @param kind the last part of `spindrift:spark:<kind>`
/// @param total of lists: how many the filter matches
/// @param beside further fields of `response`, beside `items`: the facets of a search
public record Answer(
        String kind, List<ObjectNode> items, @Nullable Long total, Map<String, JsonNode> beside) {
    public Answer {
        items = List.copyOf(items);
        beside = Map.copyOf(beside);
    }

    static Answer one(String kind, ObjectNode item) {
        return new Answer(kind, List.of(item), null, Map.of());
    }

    static Answer list(String kind, List<ObjectNode> items, long total) {
        return new Answer(kind, items, total, Map.of());
    }
}
