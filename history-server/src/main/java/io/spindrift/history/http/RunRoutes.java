package io.spindrift.history.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.History;
import io.spindrift.history.RunId;
import java.util.function.BiFunction;

/// Our questions about one run; `README.md` beside this file has each answer's shape. Mounted below
/// a path that names the run, such as `/ocean/spark/cluster/{clusterId}/app/{appId}`.
public final class RunRoutes implements HttpService {
    private final Mount mount;
    private final StageAnswers stages;
    private final TaskAnswers tasks;
    private final JobAnswers jobs;
    private final PlanAnswers plans;
    private final ExecutorAnswers executors;
    private final StorageAnswers storage;
    private final StreamingAnswers streaming;
    private final ConnectAnswers connect;
    private final SeriesAnswers series;
    private final TimelineAnswers timeline;
    private final IssueAnswers issues;
    private final CompareAnswers compare;
    private final WhatIfAnswers whatIf;

    public RunRoutes(History history, Mount mount) {
        this.mount = mount;
        this.stages = new StageAnswers(history);
        this.tasks = new TaskAnswers(history);
        this.jobs = new JobAnswers(history);
        this.plans = new PlanAnswers(history);
        this.storage = new StorageAnswers(history);
        this.streaming = new StreamingAnswers(history);
        this.connect = new ConnectAnswers(history);
        this.executors = new ExecutorAnswers(history);
        this.series = new SeriesAnswers(history);
        this.timeline = new TimelineAnswers(history);
        this.issues = new IssueAnswers(history);
        this.compare = new CompareAnswers(history, mount);
        this.whatIf = new WhatIfAnswers(history);
    }

    @Override
    public void routing(HttpRules rules) {
        String stage = "/stages/{stageId}/{stageAttempt}";
        get(rules, "/stages", stages::list);
        get(rules, stage, stages::one);
        get(rules, stage + "/tasks", tasks::list);
        get(rules, stage + "/timeline", tasks::lanes);
        get(rules, "/jobs", jobs::jobs);
        get(rules, "/sql", jobs::sqls);
        get(rules, "/sql/{executionId}", jobs::sql);
        get(rules, "/sql/{executionId}/plans", plans::versions);
        get(rules, "/sql/{executionId}/plans/{version}", plans::version);
        get(rules, "/storage", storage::rdds);
        get(rules, "/storage/{rddId}", storage::rdd);
        get(rules, "/storage/{rddId}/blocks", storage::blocks);
        get(rules, "/streaming", streaming::queries);
        get(rules, "/streaming/{queryRunId}", streaming::query);
        get(rules, "/connect", connect::sessions);
        get(rules, "/connect/operations", connect::operations);
        get(rules, "/executors", executors::executors);
        get(rules, "/environment", executors::environment);
        get(rules, "/metrics", series::metrics);
        get(rules, "/memory", series::memory);
        get(rules, "/timeline", timeline::timeline);
        get(rules, "/issues", issues::issues);
        get(rules, "/compare", compare::compare);
        get(rules, "/whatif", whatIf::whatIf);
    }

    private void get(
            HttpRules rules, String path, BiFunction<ServerRequest, RunId, Answer> question) {
        rules.get(
                path,
                (request, response) ->
                        mount.send(request, response, question.apply(request, mount.run(request))));
    }
}
