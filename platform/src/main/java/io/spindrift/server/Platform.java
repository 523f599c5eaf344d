package io.spindrift.server;

import io.spindrift.access.Access;
import io.spindrift.access.AccessStore;
import io.spindrift.access.LoginGuard;
import io.spindrift.blob.BlobLimits;
import io.spindrift.blob.BlobStore;
import io.spindrift.http.About;
import io.spindrift.http.Api;
import io.spindrift.http.Feed;
import io.spindrift.http.Health;
import io.spindrift.http.OwnMetrics;
import io.spindrift.http.Services;
import io.spindrift.http.SettingLine;
import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import io.spindrift.kv.StoreFullException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// The whole platform, wired by hand. `open` takes the data folder, `start` listens, `close` undoes
/// both in reverse order and leaves drivers running.
final class Platform implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Platform.class.getName());
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Api api;
    private final Access access;
    private final BlobStore blobs;
    private final ServerSettings settings;

    private Platform(EffectiveSettings effective, ServerSettings settings, Clock clock) {
        this.clock = clock;
        this.settings = settings;
        Path data = settings.data();
        own(DataLock.acquire(data, LOCK_PATIENCE));
        Database database =
                own(Database.open(data.resolve("rocksdb"), DatabaseSettings.standard()));
        blobs = new BlobStore(data.resolve("blobs"), BlobLimits.standard());
        access =
                new Access(
                        new AccessStore(database), clock, random, settings.api().sessionLength());
        Services services =
                new Services(
                        clock,
                        access,
                        new LoginGuard(clock),
                        new Feed(Long.toString(clock.millis(), 36)),
                        blobs,
                        health(database),
                        about(effective, clock),
                        new OwnMetrics(),
                        StoreFullException.class::isInstance);
        api = own(new Api(settings.api(), services));
    }

    /// @throws IllegalArgumentException with a sentence for the person who starts the platform
    static Platform open(EffectiveSettings effective, Clock clock) {
        return new Platform(effective, ServerSettings.from(effective), clock);
    }

    void start() {
        access.start(AdminToken.read(settings.adminTokenFile(), random));
        blobs.start();
        api.start();
    }

    int port() {
        return api.port();
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "could not close everything", e);
            }
        }
    }

    private <T extends AutoCloseable> T own(T part) {
        opened.push(part);
        return part;
    }

    private static Health health(Database database) {
        return () ->
                List.of(
                        new Health.Check(
                                "disk",
                                database.hasRoom(),
                                database.hasRoom() ? null : "the disk of the data folder is full"));
    }

    private static About about(EffectiveSettings settings, Clock clock) {
        List<SettingLine> lines =
                Arrays.stream(Setting.values())
                        .map(setting ->
                                new SettingLine(
                                        setting.key(),
                                        settings.shown(setting),
                                        settings.value(setting).source().text(),
                                        setting.description()))
                        .toList();
        String version = Platform.class.getPackage().getImplementationVersion();
        return new About(version == null ? "development" : version, clock.instant(), lines);
    }
}
