package io.spindrift.runtime.local;

import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The small files by which shims and platform tell each other what happened. Each is written
/// beside its place and renamed into it.
///
/// Shims run as Spark's user, so what they wrote may have been tampered with: what does not read as
/// a record counts as not written.
final class Records {
    private static final int MOST_BYTES = 64 << 10;
    private static final Pattern BEGAN =
            Pattern.compile(
                    "(\\d{1,10}) (\\d{1,18}) (\\d{1,10}) (\\d{1,18}) ([0-9a-f-]{36}) (\\d{1,15})");
    private static final Pattern ENDED = Pattern.compile("(\\d{1,3}) (\\d{1,15})");
    private static final Pattern ASKED = Pattern.compile("(\\d{1,15})");

    private Records() {}

    /// What a shim wrote when its container began.
    record Began(
            long shimPid, long shimStart, long pid, long start, String bootId, Instant startedAt) {}

    /// What a shim wrote when it ended.
    record Ended(int code, Instant at) {}

    static Optional<Began> began(Path records) {
        return match(records.resolve("process"), BEGAN)
                .map(words ->
                        new Began(
                                Long.parseLong(words.group(1)),
                                Long.parseLong(words.group(2)),
                                Long.parseLong(words.group(3)),
                                Long.parseLong(words.group(4)),
                                words.group(5),
                                Instant.ofEpochMilli(Long.parseLong(words.group(6)))));
    }

    static Optional<Ended> ended(Path records) {
        return match(records.resolve("exit"), ENDED)
                .map(words ->
                        new Ended(
                                Integer.parseInt(words.group(1)),
                                Instant.ofEpochMilli(Long.parseLong(words.group(2)))));
    }

    static Optional<Instant> asked(Path records) {
        return match(records.resolve("asked"), ASKED)
                .map(words -> Instant.ofEpochMilli(Long.parseLong(words.group(1))));
    }

    /// Our own finding of how a container ended, where its shim could not tell.
    static Optional<Exit> exit(Path file) {
        return read(file)
                .map(text -> {
                    String[] parts = text.strip().split(" ", 4);
                    return new Exit(
                            Instant.ofEpochMilli(Long.parseLong(parts[0])),
                            parts[1].equals("-") ? null : Integer.valueOf(parts[1]),
                            ExitReason.valueOf(parts[2]),
                            parts[3]);
                });
    }

    static void write(Path file, Exit exit) {
        write(
                file,
                exit.at().toEpochMilli()
                        + " "
                        + (exit.code() == null ? "-" : exit.code())
                        + " "
                        + exit.reason()
                        + " "
                        + exit.message());
    }

    static Optional<String> read(Path file) {
        try {
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(
                        new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static void write(Path file, String text) {
        Path beside = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            Files.writeString(beside, text);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static Optional<Matcher> match(Path file, Pattern pattern) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        return read(file).map(text -> pattern.matcher(text.strip())).filter(Matcher::matches);
    }
}
