import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Drops the native libraries of other systems from jars: `PruneNatives JAR KEEP [JAR KEEP ...]`,
/// where KEEP is a part of the names of the libraries to keep. Times of entries stay as they are,
/// so that the same jars come out the same.
final class PruneNatives {
    private PruneNatives() {}

    public static void main(String[] args) throws IOException {
        for (int i = 0; i + 1 < args.length; i += 2) {
            prune(Path.of(args[i]), args[i + 1]);
        }
    }

    private static void prune(Path jar, String keep) throws IOException {
        Path pruned = jar.resolveSibling(jar.getFileName() + ".new");
        int kept = 0;
        try (ZipFile in = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(pruned);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (ZipEntry entry : Collections.list(in.entries())) {
                boolean library = entry.getName().matches(".*\\.(so|dylib|jnilib|dll)");
                if (library && !entry.getName().contains(keep)) {
                    continue;
                }
                kept += library ? 1 : 0;
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setLastModifiedTime(entry.getLastModifiedTime());
                out.putNextEntry(copy);
                in.getInputStream(entry).transferTo(out);
                out.closeEntry();
            }
        }
        if (kept == 0) {
            throw new IOException("no native library with " + keep + " in its name in " + jar);
        }
        Files.move(pruned, jar, StandardCopyOption.REPLACE_EXISTING);
    }
}
