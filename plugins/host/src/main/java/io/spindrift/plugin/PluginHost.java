package io.spindrift.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.pf4j.DefaultPluginManager;
import org.pf4j.ExtensionPoint;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;

/// Finds plugins, which are zips in one folder, checks them and starts them. Each must have the
/// SHA-256 that `SHA256SUMS` beside it lists, and ask for no newer platform than this. A bad one is
/// named with its reason, and the rest starts.
///
/// What was checked is what runs: a zip is copied to a folder of our own first, which is made anew
/// at each start. Not for several threads while it starts and closes.
public final class PluginHost implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PluginHost.class.getName());
    private static final int PLUGINS_MAX = 100;

    private final Path folder;
    private final Path work;
    private final DefaultPluginManager manager;
    private final List<PluginState> states = new ArrayList<>();

    /// @param folder holds the zips; need not exist
    /// @param work where they are unpacked; all in it is deleted
    /// @param version of the platform, such as `0.1.0`
    public PluginHost(Path folder, Path work, String version) {
        this.folder = folder;
        this.work = work;
        this.manager = new DefaultPluginManager(work);
        this.manager.setSystemVersion(version);
    }

    public void start() {
        try {
            delete(work);
            Files.createDirectories(work);
            Checksums checksums = Checksums.read(folder);
            for (Path zip : zips()) {
                PluginState state = start(zip, checksums);
                states.add(state);
                tell(state);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the folder of plugins " + folder, e);
        }
    }

    /// What became of each zip, by name.
    public List<PluginState> states() {
        return List.copyOf(states);
    }

    /// What plugins offer of a kind.
    public <T extends ExtensionPoint> List<T> offers(Class<T> kind) {
        return states.stream()
                .filter(PluginState::started)
                .flatMap(state -> manager.getExtensions(kind, state.id()).stream())
                .toList();
    }

    private List<Path> zips() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".zip"))
                    .sorted()
                    .limit(PLUGINS_MAX)
                    .toList();
        }
    }

    private PluginState start(Path zip, Checksums checksums) throws IOException {
        String file = zip.getFileName().toString();
        Path copy = work.resolve(file);
        try {
            Files.copy(zip, copy, StandardCopyOption.REPLACE_EXISTING);
            checksums.check(file, copy);
            return load(file, copy);
        } catch (RefusedPluginException | IOException e) {
            Files.deleteIfExists(copy);
            return PluginState.refused(file, String.valueOf(e.getMessage()));
        }
    }

    private PluginState load(String file, Path copy) {
        String id = null;
        try {
            id = manager.loadPlugin(copy);
            PluginWrapper plugin = manager.getPlugin(id);
            String version = plugin.getDescriptor().getVersion();
            String requires = plugin.getDescriptor().getRequires();
            boolean runs = manager.startPlugin(id) == org.pf4j.PluginState.STARTED;
            if (runs) {
                // Shows a class that cannot be loaded now, and not at its first use.
                manager.getExtensions(id);
                return new PluginState(file, id, version, null);
            }
            manager.unloadPlugin(id);
            String reason =
                    "it asks for the platform "
                            + requires
                            + ", and this is "
                            + manager.getSystemVersion();
            return new PluginState(file, id, version, reason);
        } catch (PluginRuntimeException | LinkageError e) {
            if (id != null) {
                manager.unloadPlugin(id);
            }
            return PluginState.refused(file, "it cannot be loaded: " + e.getMessage());
        }
    }

    private static void tell(PluginState state) {
        if (state.started()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "plugin started plugin=" + state.id() + " version=" + state.version());
        } else {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "plugin refused, " + state.refused() + " file=" + state.file());
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Override
    public void close() {
        for (PluginState state : states.reversed()) {
            if (state.started()) {
                manager.unloadPlugin(state.id()); // which stops it
            }
        }
        states.clear();
    }
}
