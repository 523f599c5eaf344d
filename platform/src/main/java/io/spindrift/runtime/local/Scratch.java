package io.spindrift.runtime.local;

import io.spindrift.runtime.log.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The scratch folders of all attempts: found again after a restart, removed when forgotten.
final class Scratch {
    private final LocalSettings settings;
    private final SparkUser user;

    Scratch(LocalSettings settings, SparkUser user) {
        this.settings = settings;
        this.user = user;
    }

    /// What is known of every attempt that was launched and is not forgotten. Folders whose
    /// preparation or removal was cut short are removed.
    List<Plan> launched() {
        List<Plan> launched = new ArrayList<>();
        for (Path app : folders(settings.work(), "[a-z0-9]*")) {
            for (Path attempt : folders(app, "[0-9]*")) {
                Path launch = attempt.resolve("state").resolve("launch.json");
                Records.read(launch)
                        .ifPresentOrElse(
                                text -> launched.add(Plan.parse(text)), () -> remove(attempt));
            }
        }
        return launched;
    }

    /// @param root the folder of an attempt of which nothing runs
    void remove(Path root) {
        try {
            if (user.separate() && Files.exists(root)) {
                removeOfSpark(root);
            }
            Trees.remove(root);
            Path app = root.getParent();
            if (app != null) {
                Files.deleteIfExists(app);
            }
        } catch (DirectoryNotEmptyException e) {
            return; // other attempts of the application are there
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + root, e);
        }
    }

    /// What Spark kept for itself alone, only its user can remove.
    private void removeOfSpark(Path root) throws IOException {
        List<String> words = new ArrayList<>(List.of("find"));
        for (String part : List.of("scratch", "records", "spark/work")) {
            if (Files.exists(root.resolve(part))) {
                words.add(root.resolve(part).toString());
            }
        }
        if (words.size() > 1) {
            words.addAll(List.of("-mindepth", "1", "-delete"));
            user.run(words);
        }
    }

    private static List<Path> folders(Path folder, String names) {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, names)) {
            for (Path path : found) {
                if (Files.isDirectory(path)) {
                    folders.add(path);
                }
            }
        } catch (NoSuchFileException e) {
            return folders;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
        return folders;
    }
}
