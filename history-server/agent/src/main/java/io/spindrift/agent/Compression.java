package io.spindrift.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.zip.GZIPOutputStream;

/// zstd where Spark has it, as it does since long, else gzip.
abstract class Compression {
    private static final int ZSTD_LEVEL = 1;

    /// `Content-Type` of what comes out.
    final String type;

    /// How files of it end.
    final String suffix;

    private Compression(String type, String suffix) {
        this.type = type;
        this.suffix = suffix;
    }

    abstract byte[] compress(byte[] bytes) throws IOException;

    static Compression best() {
        try {
            Class<?> zstd = Class.forName("com.github.luben.zstd.Zstd");
            Compression found = new Zstd(zstd.getMethod("compress", byte[].class, int.class));
            // Its native part may be missing on this machine.
            found.compress(new byte[64]);
            return found;
        } catch (ReflectiveOperationException | LinkageError | IOException e) {
            return new Gzip();
        }
    }

    private static final class Zstd extends Compression {
        private final Method compress;

        Zstd(Method compress) {
            super("application/zstd", ".zst");
            this.compress = compress;
        }

        @Override
        byte[] compress(byte[] bytes) throws IOException {
            try {
                return (byte[]) compress.invoke(null, bytes, ZSTD_LEVEL);
            } catch (ReflectiveOperationException e) {
                throw new IOException("zstd failed", e);
            }
        }
    }

    static final class Gzip extends Compression {
        Gzip() {
            super("application/gzip", ".gz");
        }

        @Override
        byte[] compress(byte[] bytes) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(bytes);
            }
            return out.toByteArray();
        }
    }
}
