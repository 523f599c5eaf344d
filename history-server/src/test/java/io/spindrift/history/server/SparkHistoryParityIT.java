package io.spindrift.history.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.spindrift.history.eventlog.LogFixtures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads logs that five versions of Spark wrote with Spark's own history server and with ours, and
 * compares what both say, field by field. What differs on purpose is listed in OnPurpose.
 */
final class SparkHistoryParityIT {
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> differences = new ArrayList<>();

    @TempDir Path folder;

    @Test
    void answers_ofTheNewestSpark_areTheSame() throws Exception {
        List<String> logs =
                Stream.of(LogFixtures.names(), LogFixtures.versions(), LogFixtures.unfinished())
                        .flatMap(List::stream)
                        .distinct()
                        .toList();
        OnPurpose onPurpose = OnPurpose.ofNewest();
        compare("4.3.0", logs, onPurpose);
        assertThat(differences).isEmpty();
        assertThat(onPurpose.unused()).isEmpty();
    }

    /// It cannot read all that newer versions write: only logs of its own.
    @Test
    void answers_ofSpark35_areTheSame() throws Exception {
        List<String> logs =
                Stream.of(LogFixtures.names(), LogFixtures.versions())
                        .flatMap(List::stream)
                        .filter(name -> name.contains("-3.5"))
                        .toList();
        compare("3.5.9", logs, OnPurpose.of35());
        assertThat(differences).isEmpty();
    }

    private void compare(String version, List<String> names, OnPurpose onPurpose) throws Exception {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        names.forEach(name -> LogFixtures.unpack(name, logs));
        try (SparkHistoryServer theirs = new SparkHistoryServer(version, logs, folder);
                HistoryServer ours =
                        new HistoryServer(
                                new Settings(logs, 0, folder.resolve("data")), Clock.systemUTC())) {
            ours.start();
            String expected = theirs.address();
            String actual = "http://127.0.0.1:" + ours.port() + "/api/v1";
            Map<String, String> apps = awaitListed(expected, names.size());
            assertThat(awaitListed(actual, names.size())).isEqualTo(apps);
            awaitRead(actual, completed(expected));
            for (String question : ParityQuestions.OF_ALL) {
                ask("", question, expected, actual, onPurpose);
            }
            for (Map.Entry<String, String> app : apps.entrySet()) {
                String base = "/applications/" + app.getKey();
                for (String question : questions(expected + base)) {
                    String name = app.getValue();
                    ask(name, question, expected + base, actual + base, onPurpose);
                }
            }
        }
    }

    private List<String> questions(String app) throws Exception {
        List<String> questions = new ArrayList<>(ParityQuestions.OF_ONE);
        for (JsonNode job : list(app + "/jobs")) {
            questions.add("/jobs/" + job.path("jobId").asInt());
        }
        for (JsonNode stage : list(app + "/stages")) {
            questions.addAll(
                    ParityQuestions.ofStage(
                            stage.path("stageId").asInt(), stage.path("attemptId").asInt()));
        }
        for (JsonNode sql : list(app + "/sql?length=1000")) {
            questions.addAll(ParityQuestions.ofSql(sql.path("id").asLong()));
        }
        for (JsonNode rdd : list(app + "/storage/rdd")) {
            questions.add("/storage/rdd/" + rdd.path("id").asInt());
        }
        return questions;
    }

    private JsonNode list(String address) throws Exception {
        return json.readTree(get(address).body());
    }

    /// @param name that of the log, empty for questions about all
    private void ask(String name, String question, String theirs, String ours, OnPurpose onPurpose)
            throws Exception {
        HttpResponse<String> expected = get(theirs + question);
        HttpResponse<String> actual = get(ours + question);
        String path = name + question.replaceAll("\\?.*", "");
        if (expected.statusCode() != actual.statusCode()) {
            if (!onPurpose.allows(name + question)) {
                tell(
                        name + question,
                        expected.statusCode() + "",
                        actual.statusCode() + " " + actual.body());
            }
        } else if (expected.statusCode() == 200) {
            String at = path.startsWith("/applications") ? "list" : path;
            compare(at, json.readTree(expected.body()), json.readTree(actual.body()), onPurpose);
        } else if (!expected.body().contains("<html>")
                && !expected.body().equals(actual.body())
                && !onPurpose.allows(name + question)) {
            tell(name + question, expected.body(), actual.body());
        }
    }

    private void compare(String at, JsonNode theirs, JsonNode ours, OnPurpose onPurpose) {
        if (theirs.equals(ours) || onPurpose.allows(at)) {
            return;
        }
        if (theirs.isObject() && ours.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            theirs.fieldNames().forEachRemaining(names::add);
            ours.fieldNames().forEachRemaining(names::add);
            names.forEach(name ->
                    compare(at + "/" + name, child(theirs, name), child(ours, name), onPurpose));
        } else if (theirs.isArray() && ours.isArray() && theirs.size() == ours.size()) {
            for (int i = 0; i < theirs.size(); i++) {
                compare(at + "/" + i, theirs.get(i), ours.get(i), onPurpose);
            }
        } else {
            tell(at, theirs.toString(), ours.toString());
        }
    }

    private void tell(String at, String theirs, String ours) {
        if (differences.size() < 500) {
            differences.add(at + ": " + cut(theirs) + " but " + cut(ours));
        }
    }

    private static String cut(String text) {
        return text.length() < 200 ? text : text.substring(0, 200) + "…";
    }

    private static JsonNode child(JsonNode node, String name) {
        JsonNode child = node.get(name);
        return child == null ? MissingNode.getInstance() : child;
    }

    /// The names of all applications by their ids, once all are listed.
    private Map<String, String> awaitListed(String base, int count) throws Exception {
        Map<String, String> names = new TreeMap<>();
        for (int i = 0; i < 600 && names.size() < count; i++) {
            names.clear();
            try {
                for (JsonNode app : list(base + "/applications")) {
                    names.put(app.path("id").asText(), app.path("name").asText());
                }
            } catch (IOException e) {
                // Not listening yet: asked again below, a bounded number of times.
            }
            TimeUnit.MILLISECONDS.sleep(300);
        }
        assertThat(names).as(base).hasSize(count);
        return names;
    }

    /// Ours lists a run as soon as its log tells its name, and reads on.
    private void awaitRead(String base, Map<String, String> wanted) throws Exception {
        for (int i = 0; i < 600 && !completed(base).equals(wanted); i++) {
            TimeUnit.MILLISECONDS.sleep(300);
        }
        assertThat(completed(base)).as(base).isEqualTo(wanted);
    }

    /// Whether the attempts of each application have ended, by its id.
    private Map<String, String> completed(String base) throws Exception {
        Map<String, String> completed = new TreeMap<>();
        for (JsonNode app : list(base + "/applications")) {
            completed.put(
                    app.path("id").asText(),
                    app.path("attempts").findValuesAsText("completed").toString());
        }
        return completed;
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).build();
        return client.send(request, BodyHandlers.ofString());
    }
}
