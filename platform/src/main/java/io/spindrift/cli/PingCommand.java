package io.spindrift.cli;

import java.util.List;
import java.util.Map;

/// Asks one path; for the scripts, where they cannot speak TLS.
final class PingCommand implements Command {
    private static final Syntax SYNTAX = Syntax.of("ping", "").taking("[PATH]", 0, 1);

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Call call) {
        List<String> paths = call.words().rest();
        call.platform().get(paths.isEmpty() ? "/ready" : paths.getFirst(), Map.of());
        return 0;
    }
}
