package io.spindrift.blob;

import io.spindrift.cloud.ObjectStore;
import io.spindrift.cloud.ObjectStoreProvider;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Opens the store that an address names: folders by `file:///path` or a plain path, the rest by
/// what plugins offer, such as `s3a://bucket/path`.
public final class ObjectStores {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    private final List<ObjectStoreProvider> providers;

    public ObjectStores(List<ObjectStoreProvider> providers) {
        this.providers = List.copyOf(providers);
    }

    /// @param settings of this store; folders have none
    /// @throws IllegalArgumentException with a sentence for whoever typed the address
    public ObjectStore open(String address, Map<String, String> settings) {
        if (!SCHEME.matcher(address).matches()) {
            return folder(Path.of(address), settings);
        }
        URI uri = uri(address);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.equals("file")) {
            return folder(Path.of(uri.getPath()), settings);
        }
        return providers.stream()
                .filter(each -> each.schemes().contains(scheme))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no plugin opens "
                                        + scheme
                                        + ": addresses; there are "
                                        + schemes()))
                .open(uri, settings);
    }

    private static ObjectStore folder(Path path, Map<String, String> settings) {
        if (!settings.isEmpty()) {
            throw new IllegalArgumentException(
                    "a folder has no settings, unlike " + new TreeSet<>(settings.keySet()));
        }
        return new FolderObjectStore(path);
    }

    private Set<String> schemes() {
        Set<String> all = new TreeSet<>(List.of("file"));
        providers.forEach(each -> all.addAll(each.schemes()));
        return all;
    }

    private static URI uri(String address) {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "not an address: " + address + " (" + e.getReason() + ")", e);
        }
    }
}
