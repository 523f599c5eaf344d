package io.spindrift.history.server;

import io.spindrift.blob.ObjectStores;
import io.spindrift.cloud.ObjectStore;
import io.spindrift.cloud.ObjectStoreProvider;
import io.spindrift.history.LogFiles;
import io.spindrift.history.ingest.KeptLogs;
import io.spindrift.history.ingest.LogSource;
import io.spindrift.history.ingest.LogSources;
import io.spindrift.history.store.KeptLogStore;
import io.spindrift.plugin.PluginHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Opens the places where event logs lie: folders, and object stores by their plugins, which are
/// started only when there is such a place.
public final class LogPlaces implements AutoCloseable {
    private static final String VERSION = "0.1.0";

    private final List<LogSource> sources;
    private final @Nullable ObjectStore keep;
    private final @Nullable PluginHost plugins;

    private LogPlaces(
            List<LogSource> sources, @Nullable ObjectStore keep, @Nullable PluginHost plugins) {
        this.sources = sources;
        this.keep = keep;
        this.plugins = plugins;
    }

    /// @param addresses of places that are no folders
    /// @param settings of S3
    record Stores(List<String> addresses, Map<String, String> settings, @Nullable Path plugins) {
        static final Stores NONE = new Stores(List.of(), Map.of(), null);

        Stores {
            addresses = List.copyOf(addresses);
            settings = Map.copyOf(settings);
        }

        /// Settings have secrets.
        @Override
        public String toString() {
            return addresses.toString();
        }
    }

    /// @throws IllegalArgumentException where no plugin opens an address
    static LogPlaces open(Settings settings) {
        List<String> places = new ArrayList<>();
        settings.logs().forEach(folder -> places.add(folder.toString()));
        places.addAll(settings.stores().addresses());
        Path plugins = settings.stores().plugins();
        return open(
                places,
                settings.keepIn(),
                settings.stores().settings(),
                plugins == null ? Path.of("plugins") : plugins,
                settings.data().resolve("plugins"));
    }

    /// @param places folders, and addresses such as `s3a://bucket/path`
    /// @param keepIn where logs are put by, a folder or an address; null for the data folder
    /// @param settings of S3, as [#s3] has them
    /// @param unpacked where plugins are unpacked to
    /// @throws IllegalArgumentException where no plugin opens an address
    public static LogPlaces open(
            List<String> places,
            @Nullable String keepIn,
            Map<String, String> settings,
            Path plugins,
            Path unpacked) {
        boolean remote =
                places.stream().anyMatch(LogPlaces::isStore) || (keepIn != null && isStore(keepIn));
        PluginHost host = remote ? new PluginHost(plugins, unpacked, VERSION) : null;
        if (host != null) {
            host.start();
        }
        ObjectStores opener =
                new ObjectStores(host == null ? List.of() : host.offers(ObjectStoreProvider.class));
        List<LogSource> sources = new ArrayList<>();
        for (String place : places) {
            String address = address(place);
            sources.add(LogSource.of(address, opener.open(address, settings(address, settings))));
        }
        return new LogPlaces(List.copyOf(sources), keep(keepIn, settings, opener), host);
    }

    private static @Nullable ObjectStore keep(
            @Nullable String keepIn, Map<String, String> settings, ObjectStores opener) {
        if (keepIn == null) {
            return null;
        }
        String address = address(keepIn);
        if (!isStore(keepIn)) {
            made(Path.of(address));
        }
        return opener.open(address, settings(address, settings));
    }

    private static void made(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
    }

    private static String address(String place) {
        return isStore(place) ? place : Path.of(place).toAbsolutePath().normalize().toString();
    }

    private static boolean isStore(String place) {
        return place.contains("://");
    }

    /// What Spark's properties say of S3, as a plugin wants to be told it.
    public static Map<String, String> s3(Map<String, String> sparkProperties) {
        return SparkKeys.s3(sparkProperties);
    }

    /// Spark's properties know S3's only.
    private static Map<String, String> settings(String address, Map<String, String> ofS3) {
        boolean s3 = Stream.of("s3:", "s3a:", "s3n:").anyMatch(address::startsWith);
        return s3 ? ofS3 : Map.of();
    }

    /// In the order in which they were named.
    public List<LogSource> sources() {
        return sources;
    }

    /// What is put by, where it was said, else in the data folder.
    public KeptLogs kept(KeptLogStore rows, Path data) {
        LogFiles files = LogSources.files(sources);
        return keep == null
                ? KeptLogs.in(data, rows, files)
                : new KeptLogs(rows, keep, files, data.resolve("scratch"));
    }

    @Override
    public void close() {
        if (keep != null) {
            keep.close();
        }
        sources.forEach(source -> source.store().close());
        if (plugins != null) {
            plugins.close();
        }
    }
}
