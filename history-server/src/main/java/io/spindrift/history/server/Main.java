package io.spindrift.history.server;

import io.spindrift.kv.StoreException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Starts the history server alone, and stops it on SIGTERM.
public final class Main {
    /// Held here, for the log manager holds loggers weakly.
    private static final Logger OURS = Logger.getLogger("io.spindrift");

    /// Recommends what the quick compiler, chosen for the whole of this process, would make slow.
    private static final Logger VECTORS =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    private Main() {}

    @SuppressWarnings("SystemExitOutsideMain") // this is what main calls
    public static void main(String... words) {
        try {
            run(List.of(words));
        } catch (IllegalArgumentException e) {
            System.err.println("spindrift-history: " + e.getMessage());
            System.exit(2);
        } catch (UncheckedIOException | StoreException e) {
            // A file or the database is at fault, not the program: a trace would hide which.
            System.err.println("spindrift-history: " + e.getMessage());
            System.exit(1);
        }
    }

    /// Libraries speak from warnings on.
    private static void quieten() {
        Logger.getLogger("").setLevel(Level.WARNING);
        OURS.setLevel(Level.INFO);
        VECTORS.setLevel(Level.SEVERE);
    }

    private static void run(List<String> words) {
        if (words.contains("--help")) {
            System.out.print(SettingsReader.USAGE);
            return;
        }
        SettingsReader.Read read = SettingsReader.read(words, System.getenv());
        quieten();
        read.notes().forEach(note -> System.err.println("spindrift-history: " + note));
        HistoryServer server = new HistoryServer(read.settings(), Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        server.start();
        System.err.println(
                "spindrift-history: http://" + read.settings().host() + ":" + server.port() + "/");
    }
}
