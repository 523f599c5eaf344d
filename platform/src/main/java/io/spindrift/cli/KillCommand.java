package io.spindrift.cli;

import com.fasterxml.jackson.databind.JsonNode;

/// Ends applications.
final class KillCommand implements Command {
    private static final Syntax SYNTAX =
            Syntax.of("kill", "Ends applications: gracefully first, then by force")
                    .taking("ID...", 1, 100);

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Call call) {
        Platform platform = call.platform();
        for (String id : call.words().rest()) {
            JsonNode application = platform.delete(call.appPath(id)).item();
            if (call.json()) {
                call.sayJson(application);
            } else if (AppEnd.reached(application)) {
                call.say(id + ": has ended, " + application.path("appState").asText());
            } else {
                call.say(id + ": is being ended");
            }
        }
        return 0;
    }
}
