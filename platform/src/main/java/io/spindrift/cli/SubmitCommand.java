package io.spindrift.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/// Runs an application, with the flags of spark-submit.
final class SubmitCommand implements Command {
    private static final String POSITIONAL = "FILE [the application's words...]";
    private static final Syntax SYNTAX = syntaxOf();

    private static Syntax syntaxOf() {
        List<Flag> flags = new ArrayList<>();
        flags.add(
                Flag.taking(
                        "--job,--name", "NAME", "The job that this is a run of; else the file"));
        flags.add(Flag.taking("--app-id", "ID", "Its id; else one is generated"));
        flags.add(Flag.taking("--template", "ID", "Configuration template"));
        flags.add(Flag.taking("--spark-version", "V", "Such as 3.5.9"));
        flags.add(Flag.taking("--file,-f", "YAML", "A manifest of an operator, in place of FILE"));
        flags.add(Flag.of("--wait", "Wait for its end, show its progress"));
        flags.add(Flag.of("--check", "Say what would run, run nothing"));
        flags.addAll(SparkFlags.all());
        return Syntax.of(
                        "submit",
                        "Runs an application; takes spark-submit's flags",
                        flags.toArray(Flag[]::new))
                .taking(POSITIONAL, 0, Integer.MAX_VALUE)
                .flagsFirst();
    }

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Call call) {
        Platform platform = call.platform();
        Optional<String> manifest = call.words().text("--file");
        if (manifest.isPresent()) {
            return submitManifest(call, platform, Path.of(manifest.get()));
        }
        Submission submission = submission(call.words());
        Uploader uploader = new Uploader(platform, call::tell);
        ObjectNode request = submission.request(uploader::place);
        if (call.words().has("--check")) {
            return check(call, platform, request);
        }
        return submitted(
                call,
                platform,
                platform.post(Call.clusterPath(call.cluster()) + "/app", request).item());
    }

    private static int submitManifest(Call call, Platform platform, Path file) {
        if (!call.words().rest().isEmpty()) {
            throw new WrongWordsException("with --file, the manifest names program and words");
        }
        byte[] yaml;
        try {
            yaml = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new WrongWordsException("cannot read " + file, e);
        }
        String path = Call.clusterPath(call.cluster()) + "/manifest";
        boolean check = call.words().has("--check");
        JsonNode answer = platform.postYaml(check ? path + "/translation" : path, yaml).item();
        answer.path("notes").forEach(note -> call.tell("note: " + note.asText()));
        return check
                ? check(call, platform, (ObjectNode) answer.path("request"))
                : submitted(call, platform, answer);
    }

    private static int submitted(Call call, Platform platform, JsonNode application) {
        String id = application.path("id").asText();
        call.tell("application " + id + "  " + call.page(call.cluster(), id));
        if (call.words().has("--wait")) {
            return watch(call, platform, id);
        }
        if (call.json()) {
            call.sayJson(application);
        } else {
            call.say(id);
        }
        return 0;
    }

    /// What was typed, without a look at the platform.
    static Submission submission(Words words) {
        if (words.rest().isEmpty()) {
            throw new WrongWordsException(SYNTAX.usage() + "\nmissing: " + POSITIONAL);
        }
        return new Submission(
                words.text("--job"),
                words.text("--app-id"),
                words.text("--template"),
                words.text("--spark-version"),
                words.text("--class"),
                words.rest().getFirst(),
                words.rest().subList(1, words.rest().size()),
                SparkFlags.asConf(
                        words,
                        words.text("--properties-file")
                                .map(file -> properties(Path.of(file)))
                                .orElseGet(Map::of)));
    }

    /// Only keys of Spark, as spark-submit.
    private static Map<String, String> properties(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new WrongWordsException("cannot read " + file, e);
        }
        Map<String, String> sorted = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith("spark.")) {
                sorted.put(key, properties.getProperty(key).strip());
            }
        }
        return sorted;
    }

    private static int check(Call call, Platform platform, ObjectNode request) {
        JsonNode answer =
                platform.post(Call.clusterPath(call.cluster()) + "/app/check", request).item();
        if (call.json()) {
            call.sayJson(answer);
        } else {
            answer.path("errors").forEach(error -> call.say("refused: " + message(error)));
            answer.path("warnings").forEach(warning -> call.say("note: " + message(warning)));
            call.say(Figures.text(answer.path("placement").path("sentence")));
        }
        return answer.path("accepted").asBoolean() ? 0 : Spindrift.REFUSED;
    }

    private static String message(JsonNode finding) {
        return finding.path("message").asText();
    }

    private static int watch(Call call, Platform platform, String id) {
        JsonNode ended =
                new Watch(platform, Call.appPath(call.cluster(), id), call.lively(), call::tell)
                        .untilEnd();
        if (call.json()) {
            call.sayJson(ended);
        } else {
            call.say(Report.ofEnd(ended));
        }
        return AppEnd.exitCode(ended);
    }
}
