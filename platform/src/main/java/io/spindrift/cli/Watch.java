package io.spindrift.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/// Follows one application until it ends; a platform that restarts meanwhile is waited for.
final class Watch {
    private static final Duration BEAT = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WIDTH = 110;

    private final Platform platform;
    private final String path;
    private final boolean terminal;
    private final Consumer<String> tell;

    /// @param terminal whether the last line may be written over
    Watch(Platform platform, String path, boolean terminal, Consumer<String> tell) {
        this.platform = platform;
        this.path = path;
        this.terminal = terminal;
        this.tell = tell;
    }

    JsonNode untilEnd() {
        String told = "";
        long silentSince = 0;
        while (true) {
            try {
                JsonNode application = platform.get(path, Map.of()).item();
                silentSince = 0;
                if (AppEnd.reached(application)) {
                    finishLine();
                    return application;
                }
                String line = Report.ofProgress(application);
                if (!line.equals(told)) {
                    show(line);
                    told = line;
                }
            } catch (UnreachableException e) {
                silentSince = silentSince == 0 ? System.nanoTime() : silentSince;
                if (System.nanoTime() - silentSince > PATIENCE.toNanos()) {
                    throw e;
                }
            }
            pause();
        }
    }

    private void show(String line) {
        if (!terminal) {
            tell.accept(line);
            return;
        }
        String cut = line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line;
        System.err.print("\r\u001b[K" + cut);
        System.err.flush();
    }

    private void finishLine() {
        if (terminal) {
            System.err.print("\r\u001b[K");
            System.err.flush();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BEAT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted; the application runs on");
        }
    }
}
