package io.spindrift.runtime.local;

import io.spindrift.runtime.LaunchId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Measures what attempts take of the disk, by a `du` that runs beside the beat as Spark's user: of
/// many files it takes long, and others cannot look into all of its folders. Confined to
/// [LocalRuntime]'s lock.
final class ScratchWatch {
    static final Duration EVERY = Duration.ofSeconds(30);
    private static final String LONGEST_SECONDS = "20";

    private final LocalSettings settings;
    private final SparkUser user;
    private final ScratchBounds bounds;
    private final Map<LaunchId, Long> takenBytes = new HashMap<>();
    private final Map<String, LaunchId> measuring = new HashMap<>();
    private @Nullable Process du;
    private Instant begunAt = Instant.EPOCH;

    ScratchWatch(LocalSettings settings, SparkUser user) {
        this.settings = settings;
        this.user = user;
        this.bounds = new ScratchBounds(settings.scratchBytes(), settings.reservedDiskBytes());
    }

    /// Which attempts to end for it. Only one at a time where the disk is short: until all that was
    /// ended for it is forgotten, and with that its files are gone, nothing more is.
    List<ScratchBounds.Excess> beat(Collection<Attempt> attempts, Instant now) {
        try {
            collect();
            if (du == null && !attempts.isEmpty() && !now.isBefore(begunAt.plus(EVERY))) {
                measure(attempts, now);
            }
            takenBytes
                    .keySet()
                    .retainAll(
                            attempts.stream()
                                    .filter(attempt -> !attempt.ended())
                                    .map(attempt -> attempt.plan().id())
                                    .toList());
            if (takenBytes.isEmpty() || attempts.stream().anyMatch(ScratchWatch::told)) {
                return List.of();
            }
            long usable = Files.getFileStore(settings.work()).getUsableSpace();
            return bounds.excesses(takenBytes, usable);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot measure " + settings.work(), e);
        }
    }

    private static boolean told(Attempt attempt) {
        return Files.exists(attempt.folder().overScratch());
    }

    private Path output() {
        return settings.work().resolve(".taken");
    }

    private void measure(Collection<Attempt> attempts, Instant now) throws IOException {
        begunAt = now;
        measuring.clear();
        for (Attempt attempt : attempts) {
            for (Path folder : attempt.folder().filesOfPrograms()) {
                measuring.put(folder.toString(), attempt.plan().id());
            }
        }
        List<String> words =
                new ArrayList<>(
                        List.of("timeout", "-s", "KILL", LONGEST_SECONDS, "nice", "du", "-sx"));
        words.add("--block-size=1");
        words.addAll(measuring.keySet());
        ProcessBuilder builder = new ProcessBuilder(user.command(words));
        SparkUser.clean(builder);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.redirectOutput(output().toFile());
        du = builder.start();
    }

    /// What was measured by the time it ended. Files that go while `du` looks make it complain, and
    /// folders that it did not come to in time keep their last figure.
    private void collect() throws IOException {
        if (du == null || du.isAlive()) {
            return;
        }
        du = null;
        Map<LaunchId, Long> sums = new HashMap<>();
        for (String line : Files.readAllLines(output())) {
            String[] fields = line.split("\t", 2);
            LaunchId id = fields.length == 2 ? measuring.get(fields[1]) : null;
            if (id != null && fields[0].matches("\\d{1,18}")) {
                sums.merge(id, Long.parseLong(fields[0]), Long::sum);
            }
        }
        takenBytes.putAll(sums);
    }
}
