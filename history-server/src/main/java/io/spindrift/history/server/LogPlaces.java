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
final class LogPlaces implements AutoCloseable {
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
        Stores stores = settings.stores();
        PluginHost plugins = stores.addresses().isEmpty() ? null : started(settings);
        ObjectStores opener =
                new ObjectStores(
                        plugins == null ? List.of() : plugins.offers(ObjectStoreProvider.class));
        List<LogSource> sources = new ArrayList<>();
        for (Path folder : settings.logs()) {
            String path = folder.toAbsolutePath().normalize().toString();
            sources.add(LogSource.of(path, opener.open(path, Map.of())));
        }
        for (String address : stores.addresses()) {
            sources.add(LogSource.of(address, opener.open(address, settings(address, stores))));
        }
        return new LogPlaces(List.copyOf(sources), plugins);
    }

    private static PluginHost started(Settings settings) {
        Path plugins = settings.stores().plugins();
        PluginHost host =
                new PluginHost(
                        plugins == null ? Path.of("plugins") : plugins,
                        settings.data().resolve("plugins"),
                        VERSION);
        host.start();
        return host;
    }

    /// Spark's properties know S3's only.
    private static Map<String, String> settings(String address, Stores stores) {
        boolean s3 = Stream.of("s3:", "s3a:", "s3n:").anyMatch(address::startsWith);
        return s3 ? stores.settings() : Map.of();
    }

    List<LogSource> sources() {
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
