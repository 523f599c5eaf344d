package io.spindrift.history.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Links into the pages of Spark's own history server, kept in tickets and dashboards, lead to
/// ours; mounted at `/history`: `/history/APP/jobs/job/?id=3`,
/// `/history/APP/ATTEMPT/SQL/execution/?id=1`.
///
/// Looks nothing up, so that nobody learns here which applications there are.
public final class SparkUiLinks implements HttpService {
    private static final Pattern ATTEMPT = Pattern.compile("[0-9]{1,9}");
    private static final Map<String, String> TABS =
            Map.ofEntries(
                    Map.entry("jobs", "jobs"),
                    Map.entry("stages", "stages"),
                    Map.entry("storage", "storage"),
                    Map.entry("environment", "environment"),
                    Map.entry("executors", "executors"),
                    Map.entry("sql", "sql"),
                    Map.entry("streamingquery", "streaming"),
                    Map.entry("streaming", "streaming"),
                    Map.entry("connect", "connect"),
                    Map.entry("sqlserver", "connect"));

    private final String cluster;

    /// @param cluster the word for "any cluster" in the paths of the mounter's applications
    public SparkUiLinks(String cluster) {
        this.cluster = cluster;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/*", this::lead);
    }

    private void lead(ServerRequest request, ServerResponse response) {
        List<String> parts = new ArrayList<>(List.of(request.path().path().split("/")));
        parts.removeIf(String::isEmpty);
        response.status(Status.FOUND_302)
                .header(HeaderNames.LOCATION, target(parts, request))
                .send();
    }

    private String target(List<String> parts, ServerRequest request) {
        if (parts.isEmpty()) {
            return "/applications";
        }
        String page = "/applications/" + cluster + "/" + encode(parts.removeFirst());
        StringBuilder query = new StringBuilder();
        if (!parts.isEmpty() && ATTEMPT.matcher(parts.getFirst()).matches()) {
            put(query, "attempt", parts.removeFirst());
        }
        String tab = parts.isEmpty() ? null : TABS.get(parts.getFirst().toLowerCase(Locale.ROOT));
        if (tab != null) {
            Optional<Map.Entry<String, String>> part = part(tab, parts.size() > 1, request);
            // A job's own page is the list of its stages.
            put(
                    query,
                    "tab",
                    part.filter(each -> each.getKey().equals("job")).isPresent() ? "stages" : tab);
            part.ifPresent(each -> put(query, each.getKey(), each.getValue()));
        }
        return page + query;
    }

    /// What of a tab a link means: one stage, one query, …
    private static Optional<Map.Entry<String, String>> part(
            String tab, boolean detail, ServerRequest request) {
        Optional<String> id = SparkQuery.text(request, "id");
        if (!detail || id.isEmpty()) {
            return Optional.empty();
        }
        return switch (tab) {
            case "jobs" -> id.map(job -> Map.entry("job", job));
            case "stages" ->
                    id.map(stage ->
                            Map.entry(
                                    "stage",
                                    stage + "." + SparkQuery.text(request, "attempt").orElse("0")));
            case "sql" -> id.map(query -> Map.entry("query", query));
            case "storage" -> id.map(rdd -> Map.entry("rdd", rdd));
            case "streaming" -> id.map(run -> Map.entry("stream", run));
            case "connect" -> id.map(session -> Map.entry("session", session));
            default -> Optional.empty();
        };
    }

    private static void put(StringBuilder query, String name, String value) {
        query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(encode(value));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
