package io.spindrift.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What goes into the envelope.
///
/// @param kind the word behind `spindrift:spark:`
/// @param total of lists; null where one thing was asked for
/// @param extra fields beside `items`, such as facets
record Answer(
        int status,
        String kind,
        List<? extends JsonNode> items,
        @Nullable Long total,
        List<Refusal> refusals,
        @Nullable ObjectNode extra) {
    Answer {
        items = List.copyOf(items);
        refusals = List.copyOf(refusals);
    }

    static Answer one(String kind, JsonNode item) {
        return new Answer(200, kind, List.of(item), null, List.of(), null);
    }

    static Answer created(String kind, JsonNode item) {
        return new Answer(201, kind, List.of(item), null, List.of(), null);
    }

    static Answer all(String kind, List<? extends JsonNode> items) {
        return page(kind, items, items.size());
    }

    static Answer page(String kind, List<? extends JsonNode> items, long total) {
        return new Answer(200, kind, items, total, List.of(), null);
    }

    static Answer done(String kind) {
        return new Answer(200, kind, List.of(), null, List.of(), null);
    }

    static Answer refused(int status, List<Refusal> refusals) {
        return new Answer(status, "error", List.of(), null, refusals, null);
    }

    Answer with(ObjectNode more) {
        return new Answer(status, kind, items, total, refusals, more);
    }

    Answer withStatus(int other) {
        return new Answer(other, kind, items, total, refusals, extra);
    }
}
