package io.spindrift.history.server;

import io.spindrift.blob.ObjectStores;
import io.spindrift.cloud.ObjectStoreProvider;
import io.spindrift.history.ingest.LogSource;
import io.spindrift.plugin.PluginHost;
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
    private final @Nullable PluginHost plugins;

    private LogPlaces(List<LogSource> sources, @Nullable PluginHost plugins) {
        this.sources = sources;
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
                settings.stores().settings(),
                plugins == null ? Path.of("plugins") : plugins,
                settings.data().resolve("plugins"));
    }

    /// @param places folders, and addresses such as `s3a://bucket/path`
    /// @param settings of S3, as [#s3] has them
    /// @param unpacked where plugins are unpacked to
    /// @throws IllegalArgumentException where no plugin opens an address
    public static LogPlaces open(
            List<String> places, Map<String, String> settings, Path plugins, Path unpacked) {
        boolean remote = places.stream().anyMatch(LogPlaces::isStore);
        PluginHost host = remote ? new PluginHost(plugins, unpacked, VERSION) : null;
        if (host != null) {
            host.start();
        }
        ObjectStores opener =
                new ObjectStores(host == null ? List.of() : host.offers(ObjectStoreProvider.class));
        List<LogSource> sources = new ArrayList<>();
        for (String place : places) {
            String address =
                    isStore(place) ? place : Path.of(place).toAbsolutePath().normalize().toString();
            sources.add(LogSource.of(address, opener.open(address, settings(address, settings))));
        }
        return new LogPlaces(List.copyOf(sources), host);
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

    @Override
    public void close() {
        sources.forEach(source -> source.store().close());
        if (plugins != null) {
            plugins.close();
        }
    }
}
