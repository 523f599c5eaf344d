package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.history.AppRun;
import io.spindrift.history.History;
import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchQuery.Kind;
import io.spindrift.history.SearchResult;
import io.spindrift.history.SearchResult.Fragment;
import io.spindrift.history.SearchResult.Group;
import io.spindrift.history.SearchResult.Hit;
import io.spindrift.history.SearchResult.Piece;
import io.spindrift.history.SearchResult.Value;
import io.spindrift.history.SearchSuggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One box for everything: `GET ?q=…`, answers grouped by kind. The mounter may add what it knows
/// of an application (cluster, state) in [Mount#send].
public final class SearchRoutes implements HttpService {
    private static final List<String> FACETS =
            List.of("state", "user", "job", "cluster", "version", "type");
    private static final int TEXT_MAX = 500;

    private final History history;
    private final Mount mount;

    public SearchRoutes(History history, Mount mount) {
        this.history = history;
        this.mount = mount;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/", this::search);
        rules.get("/completion", this::complete);
    }

    private void search(ServerRequest request, ServerResponse response) {
        Parameters query =
                Parameters.of(
                        request, "q", "kind", "state", "user", "job", "cluster", "version", "type",
                        "from", "to", "offset", "limit");
        SearchResult result = history.search(query(query));
        List<ObjectNode> items = new ArrayList<>();
        ObjectNode groups = Json.object();
        ArrayNode lowerBounds = Json.array();
        long total = 0;
        for (Group group : result.groups()) {
            groups.put(word(group.kind()), group.total());
            total += group.total();
            group.hits().forEach(hit -> items.add(json(hit)));
        }
        ObjectNode facets = Json.object();
        result.facets()
                .forEach(facet -> {
                    ObjectNode values = facets.putObject(facet.name());
                    for (Value value : facet.values()) {
                        values.put(value.value(), value.count());
                        if (!value.exact()) {
                            lowerBounds.add(value.value());
                        }
                    }
                });
        mount.send(
                request,
                response,
                new Answer(
                        "hit",
                        items,
                        total,
                        Map.of("facets", facets, "groups", groups, "lowerBounds", lowerBounds)));
    }

    private void complete(ServerRequest request, ServerResponse response) {
        String text = text(Parameters.of(request, "q"));
        List<ObjectNode> items = new ArrayList<>();
        for (SearchSuggestion each : history.complete(text)) {
            items.add(
                    Json.object()
                            .put("text", each.text())
                            .put("word", each.word())
                            .put("about", each.about())
                            .put("count", each.count()));
        }
        mount.send(request, response, Answer.list("suggestion", items, items.size()));
    }

    private static String text(Parameters query) {
        String text = query.text("q").orElse("");
        if (text.length() > TEXT_MAX) {
            throw new IllegalArgumentException("q has at most " + TEXT_MAX + " characters");
        }
        return text;
    }

    private static SearchQuery query(Parameters query) {
        String text = text(query);
        Map<String, Set<String>> filters = new HashMap<>();
        for (String facet : FACETS) {
            if (!query.oneOf(facet).isEmpty()) {
                filters.put(facet, query.oneOf(facet));
            }
        }
        return new SearchQuery(
                text,
                query.oneOf("kind").stream().map(SearchRoutes::kind).collect(Collectors.toSet()),
                filters,
                query.instant("from").orElse(null),
                query.instant("to").orElse(null),
                query.integer("offset", 0, 0, 100_000),
                query.csv()
                        ? Parameters.LIMIT_MAX
                        : query.integer(
                                "limit", Parameters.LIMIT_DEFAULT, 1, Parameters.LIMIT_MAX));
    }

    private ObjectNode json(Hit hit) {
        Optional<AppRun> run = history.run(hit.run());
        ObjectNode json =
                Json.object()
                        .put("kind", word(hit.kind()))
                        .put("id", hit.key() == null ? hit.run().appId() : hit.key())
                        .put("appId", hit.run().appId())
                        .put("attempt", hit.run().attempt())
                        .putNull("clusterId")
                        .put("title", hit.title())
                        .putNull("appState")
                        .put("jobId", hit.jobId())
                        .put("user", run.map(AppRun::user).orElse(null))
                        .put("at", Json.time(hit.at()));
        if (hit.spot() != null) {
            json.put("stream", hit.spot().stream())
                    .put("line", hit.spot().line() + 1)
                    .put("offset", hit.spot().offset());
        }
        ArrayNode fragments = json.putArray("fragments");
        for (Fragment fragment : hit.fragments()) {
            ArrayNode pieces = fragments.addArray();
            for (Piece piece : fragment.pieces()) {
                pieces.addObject().put("text", piece.text()).put("hit", piece.matched());
            }
        }
        return json;
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case APPLICATION -> "application";
            case JOB -> "job";
            case STAGE -> "stage";
            case SQL -> "sql";
            case ERROR -> "error";
            case CONFIGURATION -> "config";
            case LOG -> "log";
        };
    }

    private static Kind kind(String word) {
        for (Kind kind : Kind.values()) {
            if (word(kind).equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "kind is one of application, job, stage, sql, error, config, log, not " + word);
    }
}
