package io.spindrift.runtime.kube;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spindrift.runtime.LaunchId;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is known of attempts, in small files: each is written beside its place and renamed into it.
///
/// ```
/// attempts/<appId>/<attempt>/launch.json   the plan; written first, removed last
///                            driver        the driver's pod was made
///                            owned         all that was made goes with the driver's pod
///                            order.json    it is to end
///                            forgotten     nobody asks for it any more
///                            containers/<container>.json
/// ```
final class Records {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final String LAUNCH = "launch.json";
    private static final String CONTAINERS = "containers";

    private final Path root;

    Records(Path root) {
        this.root = root;
    }

    /// When the attempt is to end, and from when by force.
    record Order(long atMillis, long forceAtMillis) {}

    /// A fact that once it is so, stays so.
    enum Mark {
        DRIVER,
        OWNED,
        FORGOTTEN;

        private String file() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    List<Plan> plans() {
        List<Plan> plans = new ArrayList<>();
        for (Path app : folders(root.resolve("attempts"))) {
            for (Path attempt : folders(app)) {
                read(attempt.resolve(LAUNCH), Plan.class).ifPresent(plans::add);
            }
        }
        return plans;
    }

    void write(Plan plan) {
        Path folder = folder(plan.id());
        try {
            Files.createDirectories(folder.resolve(CONTAINERS));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
        write(folder.resolve(LAUNCH), plan);
    }

    void mark(LaunchId id, Mark mark) {
        write(folder(id).resolve(mark.file()), true);
    }

    boolean marked(LaunchId id, Mark mark) {
        return Files.exists(folder(id).resolve(mark.file()));
    }

    void write(LaunchId id, Order order) {
        write(folder(id).resolve("order.json"), order);
    }

    Optional<Order> order(LaunchId id) {
        return read(folder(id).resolve("order.json"), Order.class);
    }

    void write(LaunchId id, Seen seen) {
        write(folder(id).resolve(CONTAINERS).resolve(seen.container() + ".json"), seen);
    }

    List<Seen> seen(LaunchId id) {
        List<Seen> all = new ArrayList<>();
        for (Path file : list(folder(id).resolve(CONTAINERS), "*.json")) {
            read(file, Seen.class).ifPresent(all::add);
        }
        return all;
    }

    /// The plan goes first, so that a removal that is cut short leaves nothing to be taken up.
    void remove(LaunchId id) {
        Path folder = folder(id);
        try {
            Files.deleteIfExists(folder.resolve(LAUNCH));
            for (Path file : list(folder.resolve(CONTAINERS), "*")) {
                Files.deleteIfExists(file);
            }
            for (Path file : list(folder, "*")) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
            Path app = root.resolve("attempts").resolve(id.appId());
            if (list(app, "*").isEmpty()) {
                Files.deleteIfExists(app);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }

    private Path folder(LaunchId id) {
        return root.resolve("attempts").resolve(id.appId()).resolve(Integer.toString(id.attempt()));
    }

    private static List<Path> folders(Path parent) {
        return list(parent, "*").stream().filter(Files::isDirectory).toList();
    }

    private static List<Path> list(Path folder, String glob) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            files.forEach(found::add);
        } catch (NoSuchFileException e) {
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
        return found;
    }

    private static <T> Optional<T> read(Path file, Class<T> type) {
        try {
            return Optional.of(JSON.readValue(file.toFile(), type));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static void write(Path file, Object value) {
        Path beside = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            JSON.writeValue(beside.toFile(), value);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
