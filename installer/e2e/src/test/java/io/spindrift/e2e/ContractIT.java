package io.spindrift.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.server.SchemaCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Holds what lies below an application to `openapi.yaml`, on applications that really ran:
/// figures, stages, queries, logs. The rest of the contract is held without Spark, in the
/// platform's tests.
@ExtendWith(SharedPlatform.class)
final class ContractIT {
    private static final String APP = "/ocean/spark/cluster/{clusterId}/app/{appId}";

    private final Api api;
    private JsonNode document;

    ContractIT(Platform platform) {
        api = platform.api();
    }

    @BeforeEach
    void read() {
        document = api.get("/openapi?format=json").expect(200).json();
    }

    @Test
    void everythingOfAnApplicationThatRan_answersAsItsSchemaSays(Gallery gallery) {
        assertThat(problems(gallery.finished(), true)).isEmpty();
    }

    @Test
    void everythingOfAnApplicationThatFailed_answersAsItsSchemaSays(Gallery gallery) {
        assertThat(problems(gallery.failed(), false)).isEmpty();
    }

    @Test
    void runtimesAndLists_withRealRuns_answerAsTheirSchemasSay(Gallery gallery) {
        List<String> problems = new ArrayList<>();
        for (String path :
                List.of(
                        "/ocean/spark/app",
                        "/ocean/spark/job",
                        "/ocean/spark/job/{jobId}",
                        "/ocean/spark/cluster",
                        "/ocean/spark/cluster/{clusterId}",
                        "/ocean/spark/cost",
                        "/ocean/spark/summary",
                        "/ocean/spark/runtime",
                        "/ocean/spark/settings")) {
            check(path, path.replace("{jobId}", "daily-etl"), gallery.finished(), problems);
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void streamsKeptDatasetsAndClients_ofRunsOfOthers_answerAsTheirSchemasSay(Gallery gallery) {
        List<String> problems = new ArrayList<>();
        int checked = 0;
        for (String pattern :
                document.path("paths")
                        .propertyStream()
                        .map(Map.Entry::getKey)
                        .filter(path -> path.matches(".*/(storage|streaming|connect)(/.*)?"))
                        .toList()) {
            String name =
                    pattern.contains("/storage")
                            ? ForeignLogs.KEEPS
                            : pattern.contains("/connect")
                                    ? ForeignLogs.CONNECT
                                    : ForeignLogs.WINDOWS;
            String filled =
                    pattern.replace("{clusterId}", ForeignLogs.CLUSTER)
                            .replace("{rddId}", gallery.dataset())
                            .replace("{queryRunId}", gallery.stream());
            check(pattern, filled, gallery.foreign(name), problems);
            checked++;
        }
        assertThat(problems).isEmpty();
        assertThat(checked).isGreaterThanOrEqualTo(7);
    }

    private List<String> problems(String appId, boolean sql) {
        String stages = Api.CLUSTER + "/app/" + appId + "/stages";
        JsonNode stage = api.get(stages).expect(200).items().getFirst();
        List<JsonNode> queries =
                api.get(Api.CLUSTER + "/app/" + appId + "/sql").expect(200).items();
        assertThat(queries.isEmpty()).isNotEqualTo(sql);
        List<String> problems = new ArrayList<>();
        int checked = 0;
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            String pattern = path.getKey();
            boolean none = pattern.contains("{executionId}") && queries.isEmpty();
            none |= pattern.contains("{rddId}") || pattern.contains("{queryRunId}");
            if (!pattern.startsWith(APP) || !path.getValue().has("get") || none) {
                continue;
            }
            String filled =
                    pattern.replace("{stageId}", stage.path("stageId").asText())
                            .replace("{stageAttempt}", stage.path("stageAttempt").asText())
                            .replace("{version}", "1")
                            .replace("{container}", "driver")
                            .replace("{executorId}", "0");
            if (!queries.isEmpty()) {
                String query = queries.getFirst().path("executionId").asText();
                filled = filled.replace("{executionId}", query);
            }
            check(pattern, filled, appId, problems);
            checked++;
        }
        assertThat(checked).isGreaterThan(15);
        return problems;
    }

    private void check(String pattern, String filled, String appId, List<String> problems) {
        String path = filled.replace("{clusterId}", "local").replace("{appId}", appId);
        Reply reply = api.get(path);
        JsonNode answer = document.path("paths").path(pattern).path("get").path("responses");
        answer = answer.path(Integer.toString(reply.status()));
        if (reply.status() != 200 || answer.isMissingNode()) {
            problems.add(reply.request() + ": " + reply.status() + " " + start(reply));
            return;
        }
        if (answer.has("$ref")) {
            answer = document.at(answer.path("$ref").asText().substring(1));
        }
        String type = reply.type().replaceAll(";.*", "");
        JsonNode content = answer.path("content").path(type);
        if (content.isMissingNode()) {
            problems.add(reply.request() + ": answers with " + type);
        } else if (type.equals("application/json")) {
            new SchemaCheck(document)
                    .check(content.path("schema"), reply.json(), reply.request(), problems);
        } else if (reply.body().isEmpty()) {
            problems.add(reply.request() + ": is empty");
        }
    }

    private static String start(Reply reply) {
        return reply.body().substring(0, Math.min(300, reply.body().length()));
    }
}
