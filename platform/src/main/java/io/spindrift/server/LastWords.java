package io.spindrift.server;

import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.LogFile;
import io.spindrift.runtime.Logs;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The exception that ended a driver, where it wrote one to standard error: event logs know those
/// of Spark's jobs only.
final class LastWords {
    private static final int TAIL_BYTES = 64 << 10;
    private static final String TRACEBACK = "Traceback (most recent call last):";

    /// A program that is not even read has no traceback, but the place.
    private static final String PLACE = "  File \"";

    private static final Pattern PYTHON = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*(?:: .*)?");
    private static final String MAIN = "Exception in thread \"main\" ";
    private static final String CAUSE = "Caused by: ";

    private enum Inside {
        NOTHING,
        PYTHON,
        JAVA
    }

    private @Nullable String last;
    private Inside inside = Inside.NOTHING;

    private LastWords() {}

    /// In a sentence; null where there is none among its last lines.
    static @Nullable String of(Logs logs, LaunchId id) {
        Optional<LogFile> file =
                logs.list(id).stream()
                        .filter(each -> each.container().driver())
                        // Where both outputs are one, there is no other.
                        .max(Comparator.comparing(LogFile::stream));
        return file.flatMap(found ->
                        logs.read(
                                id,
                                found.container(),
                                found.stream(),
                                Math.max(0, found.sizeBytes() - TAIL_BYTES),
                                TAIL_BYTES))
                .flatMap(chunk -> told(new String(chunk.bytes(), StandardCharsets.UTF_8)))
                .orElse(null);
    }

    /// What to do about it, where that is known, behind it.
    static Optional<String> told(String text) {
        return in(text).map(words ->
                MissingConnector.in(text.substring(text.lastIndexOf(words)))
                        .map(remedy -> Sentences.cut(words) + "; " + remedy)
                        .orElseGet(() -> Sentences.cut(words)));
    }

    /// The last exception that a text shows, by its name and what it says.
    static Optional<String> in(String text) {
        LastWords words = new LastWords();
        text.lines().forEach(words::read);
        return Optional.ofNullable(words.last);
    }

    private void read(String line) {
        if (line.equals(TRACEBACK) || line.startsWith(PLACE)) {
            inside = Inside.PYTHON;
        } else if (line.startsWith(MAIN)) {
            inside = Inside.JAVA;
            last = line.substring(MAIN.length());
        } else if (inside == Inside.PYTHON && !line.startsWith(" ")) {
            last = PYTHON.matcher(line).matches() ? line : last;
            inside = Inside.NOTHING;
        } else if (inside == Inside.JAVA && line.startsWith(CAUSE)) {
            last = line.substring(CAUSE.length());
        } else if (inside == Inside.JAVA && !line.startsWith("\t")) {
            inside = Inside.NOTHING;
        }
    }
}
