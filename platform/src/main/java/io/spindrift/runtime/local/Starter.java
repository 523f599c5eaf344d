package io.spindrift.runtime.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts drivers, each in a session of its own, so that it outlives this process.
final class Starter {
    private static final Logger LOG = System.getLogger(LocalRuntime.class.getName());

    private final SparkUser user;

    Starter(SparkUser user) {
        this.user = user;
    }

    /// May be repeated: of two drivers of one attempt, only the first begins.
    void start(Attempt attempt) {
        AttemptFolder folder = attempt.folder();
        List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(user.command(List.of("bash", folder.script().toString())));
        ProcessBuilder builder = new ProcessBuilder(words);
        SparkUser.clean(builder);
        builder.directory(folder.root().toFile());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(folder.state().resolve("start.log").toFile());
        try {
            Process shim = builder.start();
            LOG.log(
                    Level.INFO,
                    "driver started app={0} attempt={1} pid={2}",
                    attempt.plan().id().appId(),
                    attempt.plan().id().attempt(),
                    Long.toString(shim.pid()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + words.getFirst(), e);
        }
    }
}
