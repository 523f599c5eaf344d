package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.history.http.Csv;
import java.util.List;

/// Lists that are short enough to be held whole: a page of them, or all as CSV.
final class Listing {
    private Listing() {}

    static void answer(Call call, Query query, String kind, List<? extends ObjectNode> items) {
        if (query.csv()) {
            call.csv(Csv.of(items), kind + ".csv");
            return;
        }
        int from = Math.min(query.offset(), items.size());
        int to = (int) Math.min((long) from + query.limit(), items.size());
        call.answer(Answer.page(kind, items.subList(from, to), items.size()));
    }
}
