package io.spindrift.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Opens the console in a browser.
final class OpenCommand implements Command {
    private static final Syntax SYNTAX =
            Syntax.of("open", "Opens the console, or an application's page, in a browser")
                    .taking("[ID]", 0, 1);

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Call call) {
        Platform platform = call.platform();
        List<String> ids = call.words().rest();
        String page =
                ids.isEmpty()
                        ? platform.url() + "/"
                        : call.page(call.clusterOf(ids.getFirst()), ids.getFirst());
        call.say(page);
        Map<String, String> environment = call.surroundings().environment();
        if (environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY")) {
            browse(call, page);
        }
        return 0;
    }

    private static void browse(Call call, String page) {
        try {
            new ProcessBuilder("xdg-open", page).inheritIO().start();
        } catch (IOException e) {
            call.tell("no browser could be opened: " + e.getMessage());
        }
    }
}
