package io.spindrift.e2e;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Event logs of runs that the platform did not start, as another system leaves them: those beside
/// the history server's tests.
final class ForeignLogs {
    /// The cluster that they are shown in.
    static final String CLUSTER = "elsewhere";

    /// Each is the name of its application, too.
    static final String CONNECT = "connect-4.3";

    static final String KEEPS = "keeps-4.3";
    static final String WINDOWS = "windows-4.3";
    static final String SHOP = "shop-4.3";
    static final String SHOP_BEFORE = "shop-3.5";

    private static final List<String> ALL = List.of(CONNECT, KEEPS, WINDOWS, SHOP, SHOP_BEFORE);

    static final int COUNT = ALL.size();

    private ForeignLogs() {}

    /// Lays them out in a new folder; what is kept packed there is unpacked, as Spark wrote it.
    static Path folder() {
        try {
            Path folder = Files.createTempDirectory("spindrift-e2e-logs-");
            for (String name : ALL) {
                copy(made(name), folder);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path made(String name) {
        Path fixtures =
                Surroundings.examples()
                        .resolve("../../history-server/src/test/fixtures")
                        .normalize();
        Path early = fixtures.resolve("logs").resolve(name);
        return Files.exists(early) ? early : fixtures.resolve("versions").resolve(name);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                String plain = target.getFileName().toString().replaceFirst("\\.zst$", "");
                try (InputStream in = Files.newInputStream(file);
                        InputStream unpacked =
                                target.endsWith(plain) ? in : new ZstdInputStream(in)) {
                    Files.copy(unpacked, target.resolveSibling(plain));
                }
            }
        }
    }
}
