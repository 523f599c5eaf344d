package io.spindrift.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// Shows one application.
final class AppCommand implements Command {
    private static final Syntax SYNTAX =
            Syntax.of(
                            "app",
                            "Shows an application: state, figures, issues, cost",
                            Flag.of("--wait", "Wait for its end; the exit code follows it"))
                    .taking("ID", 1, 1);

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Call call) {
        Platform platform = call.platform();
        String path = call.appPath(call.words().rest().getFirst());
        boolean wait = call.words().has("--wait");
        JsonNode application =
                wait
                        ? new Watch(platform, path, call.lively(), call::tell).untilEnd()
                        : platform.get(path, Map.of()).item();
        if (call.json()) {
            call.sayJson(application);
        } else {
            call.say(Report.ofAll(application));
            for (JsonNode issue : platform.get(path + "/issues", Map.of()).items()) {
                call.say(Report.ofIssue(issue));
            }
        }
        return wait ? AppEnd.exitCode(application) : 0;
    }
}
