package io.spindrift.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppKey;
import io.spindrift.app.AppPage;
import io.spindrift.app.AppQuery;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.Problem;
import io.spindrift.app.SubmissionSource;
import io.spindrift.cluster.Capacity;
import io.spindrift.submit.Check;
import io.spindrift.submit.Submissions;
import io.spindrift.submit.Submitted;
import io.spindrift.submit.Submitter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Applications: submit, check, list, look at, kill, run again.
final class AppRoutes {
    private static final Logger LOG = System.getLogger(AppRoutes.class.getName());
    private static final String KIND = "application";
    private static final String ALL = "/ocean/spark/app";
    private static final String OF_CLUSTER = "/ocean/spark/cluster/{clusterId}/app";
    private static final String ONE = OF_CLUSTER + "/{appId}";
    private static final double BYTES_PER_MIB = 1 << 20;

    private final Submissions submissions;
    private final ApplicationStore apps;
    private final AppFinder finder;
    private final AppView view;
    private final InstantSource clock;

    AppRoutes(Services services, AppFinder finder, AppView view) {
        this.submissions = services.submissions();
        this.apps = services.apps();
        this.clock = services.clock();
        this.finder = finder;
        this.view = view;
    }

    void addTo(RouteTable table) {
        table.get(ALL, call -> list(call, Set.of()))
                .get(OF_CLUSTER, call -> list(call, Set.of(finder.cluster(call).id())))
                .post(OF_CLUSTER, this::submit)
                .post(OF_CLUSTER + "/check", this::check)
                .get(ONE, this::one)
                .delete(ONE, this::kill)
                .post(ONE + "/rerun", this::rerun)
                .get(ONE + "/config", this::config);
    }

    private void list(Call call, Set<String> clusters) {
        AppListing listing = AppListing.read(call, clusters);
        Instant now = clock.instant();
        if (listing.csv()) {
            AppPage page = apps.query(listing.query(0, AppListing.MOST_CSV_ROWS), now);
            call.csv(AppListing.csv(page.items(), now), "applications.csv");
            return;
        }
        AppQuery query = listing.query();
        AppPage page = apps.query(query, now);
        List<ObjectNode> items =
                page.items().stream()
                        .flatMap(summary -> apps.get(summary.key()).stream())
                        .map(app -> item(app, listing.withConfig(), now))
                        .toList();
        call.answer(Answer.page(KIND, items, page.total()));
    }

    private ObjectNode item(Application app, boolean withConfig, Instant now) {
        ObjectNode item = view.row(app, now);
        if (withConfig) {
            AppView.config(item, app.config());
        }
        return item;
    }

    private void submit(Call call) {
        call.query();
        String cluster = call.clusterId();
        Submitted submitted =
                submissions.submit(cluster, Masks.refuse(call.body()), submitter(call));
        if (submitted instanceof Submitted.Created) {
            tell("submitted", call, submitted.app());
        }
        JsonNode item = view.whole(submitted.app(), clock.instant());
        call.answer(
                switch (submitted) {
                    case Submitted.Created created -> Answer.created(KIND, item);
                    case Submitted.Existing existing -> Answer.one(KIND, item);
                });
    }

    private void check(Call call) {
        call.query();
        Check check =
                submissions.check(call.clusterId(), Masks.refuse(call.body()), submitter(call));
        ObjectNode item = Json.object();
        item.put("accepted", check.accepted());
        item.put("appId", check.appId());
        item.set("errors", problems(check.problems()));
        item.set("warnings", problems(check.warnings()));
        if (check.config() == null) {
            item.putObject("config");
            item.putObject("configSources");
        } else {
            AppView.config(item, check.config());
        }
        Check.Placement placement = check.placement();
        if (placement == null) {
            item.putNull("placement");
        } else {
            item.set("placement", placement(placement));
        }
        call.answer(Answer.one("check", item));
    }

    private static ObjectNode placement(Check.Placement placement) {
        Capacity wanted = placement.wanted();
        return Json.object()
                .put("clusterId", placement.clusterId())
                .put("cores", wanted.milliCores() / 1000.0)
                .put("memoryBytes", (long) (wanted.memoryMib() * BYTES_PER_MIB))
                .put("startsNow", placement.startsNow())
                .put("queuePosition", placement.queuePosition())
                .put("sentence", placement.sentence());
    }

    private static ArrayNode problems(List<Problem> problems) {
        ArrayNode list = Json.array();
        problems.forEach(problem ->
                list.addObject()
                        .put("code", problem.code())
                        .put("message", problem.message())
                        .set(
                                "fieldPaths",
                                Json.texts(
                                        problem.fieldPath().isEmpty()
                                                ? List.of()
                                                : List.of(problem.fieldPath()))));
        return list;
    }

    static Submitter submitter(Call call) {
        String text = call.header("X-Spindrift-Source").orElse("public-api");
        SubmissionSource source =
                SubmissionSource.parse(text)
                        .filter(SubmissionSource::claimable)
                        .orElseThrow(() ->
                                RefusedException.invalid(
                                        "X-Spindrift-Source",
                                        "'X-Spindrift-Source' must be one of " + claimable()));
        return new Submitter(call.who().user(), source);
    }

    private static String claimable() {
        return Arrays.stream(SubmissionSource.values())
                .filter(SubmissionSource::claimable)
                .map(SubmissionSource::text)
                .collect(Collectors.joining(", "));
    }

    private void one(Call call) {
        call.query();
        call.answer(Answer.one(KIND, view.whole(finder.app(call), clock.instant())));
    }

    private void kill(Call call) {
        call.query();
        AppKey key = finder.app(call).key();
        Optional<Application> killed = submissions.kill(key, call.who().user());
        Application app = killed.orElseThrow(() -> AppFinder.unknown(key.appId()));
        tell("kill asked for", call, app);
        call.answer(Answer.one(KIND, view.whole(app, clock.instant())));
    }

    private void rerun(Call call) {
        call.query();
        AppKey key = finder.app(call).key();
        Application app =
                submissions
                        .rerun(key, submitter(call))
                        .orElseThrow(() -> AppFinder.unknown(key.appId()));
        tell("submitted again", call, app);
        call.answer(Answer.created(KIND, view.whole(app, clock.instant())));
    }

    private static void tell(String what, Call call, Application app) {
        LOG.log(Level.INFO, what + " user=" + call.who().user() + " app=" + app.id());
    }

    private void config(Call call) {
        call.query();
        Application app = finder.app(call);
        boolean own = call.who().admin() || call.who().user().equals(app.origin().user());
        call.answer(Answer.one("config", view.configuration(app, own)));
    }
}
