package io.spindrift.history.ingest;

import io.spindrift.history.LogPart;
import io.spindrift.history.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Knows how Spark lays out event logs:
///
/// ```
/// <appId>[_<attempt>][.<codec>][.inprogress]            a single file, renamed when it ends
/// eventlog_v2_<appId>[_<attempt>]/
///     appstatus_<appId>[_<attempt>][.inprogress]         says whether it has ended
///     events_<n>_<appId>[_<attempt>][.<codec>][.compact] n counts from 1
/// ```
public final class LogFolder {
    private static final String ROLLING = "eventlog_v2_";
    private static final String IN_PROGRESS = ".inprogress";
    private static final String COMPACT = ".compact";
    private static final String EVENTS = "events_";
    private static final String STATUS = "appstatus_";

    private LogFolder() {}

    /// A log's files as they are now.
    ///
    /// @param complete whether Spark has said that nothing more will come
    record Listing(List<LogFile> files, boolean complete) {
        static final Listing NONE = new Listing(List.of(), false);

        Optional<LogFile> at(int index) {
            return files.stream().filter(file -> file.index() >= index).findFirst();
        }

        boolean after(int index) {
            return files.stream().anyMatch(file -> file.index() > index);
        }
    }

    record LogFile(int index, Path path) {}

    /// A log found among others.
    public record Found(RunId run, Path log) {}

    /// All logs that lie in a folder, each as a run of its own, by Spark's id.
    public static List<Found> logs(Path folder) throws IOException {
        List<Found> found = new ArrayList<>();
        for (Path each : children(folder)) {
            String name = name(each);
            boolean rolling = name.startsWith(ROLLING) && Files.isDirectory(each);
            if (rolling || (Files.isRegularFile(each) && !name.startsWith("."))) {
                run(rolling ? name.substring(ROLLING.length()) : name)
                        .ifPresent(run -> found.add(new Found(run, whole(each))));
            }
        }
        return found.stream().distinct().toList();
    }

    /// `app-1_2.zstd.inprogress` → attempt 2 of `app-1`.
    private static Optional<RunId> run(String name) {
        int dot = name.indexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        int underscore = stem.lastIndexOf('_');
        String digits = stem.substring(underscore + 1);
        boolean attempted =
                underscore > 0
                        && !digits.isEmpty()
                        && digits.length() < 6
                        && digits.chars().allMatch(Character::isDigit);
        try {
            return Optional.of(
                    attempted
                            ? new RunId(
                                    stem.substring(0, underscore),
                                    Math.max(1, Integer.parseInt(digits)))
                            : new RunId(stem, 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not a name that Spark gives
        }
    }

    /// Without the mark of what still runs, so that a log keeps its name.
    private static Path whole(Path log) {
        String name = name(log);
        return name.endsWith(IN_PROGRESS)
                ? log.resolveSibling(name.substring(0, name.length() - IN_PROGRESS.length()))
                : log;
    }

    /// @param log a log, or the folder that holds one alone; need not exist
    static Listing list(Path log) throws IOException {
        if (Files.isRegularFile(log)) {
            boolean open = name(log).endsWith(IN_PROGRESS);
            return new Listing(List.of(new LogFile(1, log)), !open);
        }
        Path open = log.resolveSibling(name(log) + IN_PROGRESS);
        if (Files.isRegularFile(open)) {
            return new Listing(List.of(new LogFile(1, open)), false);
        }
        if (name(log).startsWith(ROLLING)) {
            return rolling(log);
        }
        for (Path each : children(log)) {
            boolean rolling = name(each).startsWith(ROLLING) && Files.isDirectory(each);
            if (rolling || (Files.isRegularFile(each) && !name(each).startsWith("."))) {
                return list(each);
            }
        }
        return Listing.NONE;
    }

    private static Listing rolling(Path folder) throws IOException {
        TreeMap<Integer, Path> files = new TreeMap<>();
        boolean complete = false;
        int compacted = 0;
        for (Path each : children(folder)) {
            String name = name(each);
            if (name.startsWith(STATUS)) {
                complete |= !name.endsWith(IN_PROGRESS);
            } else if (name.startsWith(EVENTS)) {
                int index = index(name);
                if (index > 0) {
                    boolean compact = name.endsWith(COMPACT);
                    compacted = compact ? Math.max(compacted, index) : compacted;
                    files.merge(
                            index, each, (one, other) -> name(one).endsWith(COMPACT) ? one : other);
                }
            }
        }
        List<LogFile> listed = new ArrayList<>();
        files.tailMap(compacted, true)
                .forEach((index, path) -> listed.add(new LogFile(index, path)));
        return new Listing(listed, complete);
    }

    /// `events_12_app-1.zstd` → 12; 0 for another name.
    private static int index(String name) {
        int end = name.indexOf('_', EVENTS.length());
        String digits = end < 0 ? "" : name.substring(EVENTS.length(), end);
        boolean number =
                !digits.isEmpty()
                        && digits.length() < 10
                        && digits.chars().allMatch(Character::isDigit);
        return number ? Integer.parseInt(digits) : 0;
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted(Comparator.comparing(LogFolder::name)).toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of(); // not there yet, or just renamed: the next beat sees it
        }
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    /// The files of a log in order; none when it is gone.
    public static List<LogPart> files(RunId run, String log) {
        try {
            return list(Path.of(log)).files().stream().map(file -> part(file.path())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the files of " + log, e);
        }
    }

    private static LogPart part(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        String parent = folder == null ? "" : name(folder);
        String name = parent.startsWith(ROLLING) ? parent + "/" + name(file) : name(file);
        try {
            return new LogPart(name, Files.size(file), () -> Files.newInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
