package io.spindrift.server;

import io.spindrift.kv.StoreException;
import io.spindrift.runtime.kube.KubeLease;
import io.spindrift.runtime.kube.KubeRuntime;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Starts the platform, and stops it on SIGTERM. Drivers on this machine live on, and are found
/// again by the next start.
public final class Main {
    private static final String USAGE =
            "usage: spindrift-server [--key=value …] | --print-settings | --help";
    private static final int LOST_LEASE = 3;

    private Main() {}

    @SuppressWarnings("SystemExitOutsideMain") // this is what main calls
    public static void main(String[] words) throws InterruptedException {
        try {
            run(Arrays.asList(words));
        } catch (IllegalArgumentException e) {
            System.err.println("spindrift: " + e.getMessage());
            System.exit(2);
        } catch (UncheckedIOException | StoreException e) {
            // A file or the database is at fault, not the program: a trace would hide which.
            System.err.println("spindrift: " + e.getMessage() + reason(e));
            System.exit(1);
        }
    }

    private static String reason(RuntimeException failure) {
        Throwable cause = failure.getCause();
        return cause == null ? "" : " (" + cause + ")";
    }

    private static void run(List<String> words) throws InterruptedException {
        if (words.contains("--help")) {
            System.out.println(USAGE);
            for (Setting setting : Setting.values()) {
                System.out.printf("  --%-24s %s%n", setting.key(), setting.description());
            }
            return;
        }
        boolean print = words.contains("--print-settings");
        List<String> flags =
                words.stream().filter(word -> !word.equals("--print-settings")).toList();
        EffectiveSettings settings = SettingsReader.read(flags, System.getenv());
        if (print) {
            System.out.print(settings);
            return;
        }
        JsonLog.install(ServerSettings.from(settings).logLevel());
        serve(settings);
    }

    private static void serve(EffectiveSettings settings) throws InterruptedException {
        @Nullable Succession succession = succession(settings);
        Platform platform;
        try {
            if (succession != null) {
                ServerSettings checked = ServerSettings.from(settings);
                succession.await(checked.api(), () -> Thread.ofPlatform().start(Main::leave));
            }
            platform =
                    new Platform(
                            settings, LocalSpark::processes, KubeRuntime::open, Clock.systemUTC());
        } catch (RuntimeException e) {
            close(succession);
            throw e;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("shutdown")
                                .unstarted(() -> {
                                    platform.close();
                                    close(succession);
                                    stopped.countDown();
                                }));
        start(platform, succession);
        System.getLogger(Main.class.getName())
                .log(Level.INFO, Reach.sentence(settings, platform.port()));
        stopped.await();
    }

    private static @Nullable Succession succession(EffectiveSettings settings) {
        return settings.text(Setting.LEADER_LEASE)
                .map(lease ->
                        new Succession(Reach.machine(), KubeLease.open(lease), Clock.systemUTC()))
                .orElse(null);
    }

    /// Lets go of the data; whoever started this process starts it again, as a standby.
    @SuppressWarnings("SystemExitOutsideMain")
    private static void leave() {
        System.exit(LOST_LEASE);
    }

    private static void close(@Nullable Succession succession) {
        if (succession != null) {
            succession.close();
        }
    }

    private static void start(Platform platform, @Nullable Succession succession) {
        try {
            if (succession != null) {
                succession.stepUp();
            }
            platform.start();
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        }
    }
}
