package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.app.AppIds;
import io.spindrift.app.AppKey;
import io.spindrift.app.AppSummary;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.Attempt;
import io.spindrift.cluster.ClusterStore;
import io.spindrift.history.RunId;
import io.spindrift.history.http.Csv;
import io.spindrift.history.http.Mount;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lends the history module's questions our ids, envelope and words.
final class HistoryMount implements Mount {
    static final String RUN = "/ocean/spark/cluster/{clusterId}/app/{appId}";
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,45}");
    private static final Pattern APP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
    private static final Pattern ATTEMPT = Pattern.compile("[1-9]\\d{0,6}");

    private final ApplicationStore apps;
    private final ClusterStore clusters;
    private final AppFinder finder;
    private final Answers answers;

    HistoryMount(Services services, Answers answers) {
        this.apps = services.apps();
        this.clusters = services.clusters();
        this.finder = new AppFinder(services.apps(), services.clusters(), services.history());
        this.answers = answers;
    }

    @Override
    public RunId run(ServerRequest request) {
        Application app = finder.find(id(request, "clusterId", ID), id(request, "appId", APP));
        int last = last(app);
        String attempt = request.query().first("attempt").orElse(Integer.toString(last));
        if (!ATTEMPT.matcher(attempt).matches()) {
            throw RefusedException.invalid("attempt", "'attempt' is a number from 1");
        }
        return new RunId(app.id(), Integer.parseInt(attempt));
    }

    @Override
    public RunId other(ServerRequest request, String appId, @Nullable Integer attempt) {
        if (!APP.matcher(appId).matches()) {
            throw RefusedException.invalid("with", "'with' must match " + APP.pattern());
        }
        Application app = finder.find(id(request, "clusterId", ID), appId);
        return new RunId(app.id(), attempt == null ? last(app) : attempt);
    }

    /// Of observed applications, some attempts may be unknown.
    private static int last(Application app) {
        return app.progress().lastAttempt().map(Attempt::number).orElse(1);
    }

    private static String id(ServerRequest request, String name, Pattern allowed) {
        String id = request.path().pathParameters().get(name);
        if (!allowed.matcher(id).matches()) {
            throw RefusedException.invalid(name, "'" + name + "' must match " + allowed.pattern());
        }
        return id;
    }

    @Override
    public void send(
            ServerRequest request,
            ServerResponse response,
            io.spindrift.history.http.Answer answer) {
        answer.items().forEach(this::addWhatHistoryDoesNotKnow);
        if (request.query().first("format").orElse("json").equals("csv")) {
            String csv = Csv.of(answer.items());
            String file = answer.kind() + ".csv";
            answers.text(request, response, "text/csv; charset=utf-8", csv, file);
            return;
        }
        ObjectNode beside = Json.object();
        answer.beside().forEach(beside::set);
        answers.send(
                request,
                response,
                new Answer(200, answer.kind(), answer.items(), answer.total(), List.of(), beside));
    }

    /// A hit says which application it is of; where that lies and stands, we know.
    private void addWhatHistoryDoesNotKnow(ObjectNode item) {
        if (!item.has("appState") || !item.has("fragments")) {
            return;
        }
        summary(item.path("appId").asText())
                .ifPresent(known -> {
                    item.put("clusterId", known.clusterId());
                    item.put("appState", known.state().name());
                    item.put("user", known.user());
                });
    }

    /// By its key in each cluster: there may be many applications, but not many clusters.
    private Optional<AppSummary> summary(String appId) {
        if (!AppIds.validObservedId(appId)) {
            return Optional.empty();
        }
        return clusters.list().stream()
                .flatMap(cluster -> apps.summary(new AppKey(cluster.id(), appId)).stream())
                .findFirst();
    }
}
