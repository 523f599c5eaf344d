package io.spindrift.history.eventlog;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The event logs beside the tests, which real Spark wrote.
public final class LogFixtures {
    private static final Path LOGS = Path.of("src/test/fixtures/logs");
    private static final Path VERSIONS = Path.of("src/test/fixtures/versions");

    private LogFixtures() {}

    public static List<String> names() {
        return names(LOGS);
    }

    /// What five versions of Spark wrote: `APP-VERSION` or `FORM-VERSION`, each ended by itself.
    public static List<String> versions() {
        return names(VERSIONS).stream().filter(name -> !cutOff(name)).toList();
    }

    /// Logs of applications that ran on when they were copied (`open-`), or were killed
    /// (`killed-`).
    public static List<String> unfinished() {
        return names(VERSIONS).stream().filter(LogFixtures::cutOff).toList();
    }

    private static boolean cutOff(String name) {
        return name.startsWith("open-") || name.startsWith("killed-");
    }

    private static List<String> names(Path in) {
        try (Stream<Path> folders = Files.list(in)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Copies a log to a folder, as Spark had written it there.
    public static Path unpack(String name, Path to) {
        Path old = LOGS.resolve(name);
        Path from = Files.isDirectory(old) ? old : VERSIONS.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String relative = from.relativize(file).toString();
                boolean ours = relative.endsWith(".zst");
                Path target =
                        to.resolve(ours ? relative.substring(0, relative.length() - 4) : relative);
                Files.createDirectories(target.getParent());
                Files.write(target, ours ? plain(file) : Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return to;
    }

    private static byte[] plain(Path file) throws IOException {
        try (InputStream in =
                new ZstdInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return in.readAllBytes();
        }
    }

    /// Every file of a log with its bytes, in order.
    public static List<Piece> pieces(Path unpacked) {
        try (Stream<Path> files = Files.walk(unpacked)) {
            List<Piece> pieces = new ArrayList<>();
            for (Path file :
                    files.filter(Files::isRegularFile)
                            .filter(file -> !file.getFileName().toString().startsWith("appstatus"))
                            .sorted()
                            .toList()) {
                pieces.add(
                        new Piece(
                                Codec.of(file.getFileName().toString()), Files.readAllBytes(file)));
            }
            return pieces;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    public record Piece(Codec codec, byte[] bytes) {}

    /// All lines, read in one go.
    public static List<byte[]> lines(Path unpacked) {
        List<byte[]> lines = new ArrayList<>();
        for (Piece piece : pieces(unpacked)) {
            try (LogDecoder decoder = new LogDecoder(piece.codec(), LogPosition.START)) {
                decoder.feed(
                        ByteBuffer.wrap(piece.bytes()),
                        (line, from, to) ->
                                lines.add(java.util.Arrays.copyOfRange(line, from, to)));
            }
        }
        return lines;
    }
}
