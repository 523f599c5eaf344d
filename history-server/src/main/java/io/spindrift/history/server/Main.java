package io.spindrift.history.server;

import java.time.Clock;

/// Starts the history server alone.
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        Settings settings;
        try {
            settings = Settings.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        HistoryServer server = new HistoryServer(settings, Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        server.start();
    }
}
