package io.spindrift.aws;

import io.spindrift.cloud.ObjectBody;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/// An object's bytes for the SDK, which may ask for them again. Remembers whether it was they that
/// broke, for the SDK's own failures do not tell.
final class S3Body implements ContentStreamProvider {
    private final ObjectBody body;
    private volatile @Nullable IOException broken;

    S3Body(ObjectBody body) {
        this.body = body;
    }

    @Nullable IOException broken() {
        return broken;
    }

    @Override
    public InputStream newStream() {
        try {
            broken = null;
            return new Counted(body.opener().open());
        } catch (IOException e) {
            broken = e;
            throw new UncheckedIOException(e);
        }
    }

    private final class Counted extends FilterInputStream {
        private long given;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                int read = in.read(into, offset, length);
                given += Math.max(0, read);
                if (given > body.sizeBytes() || (read < 0 && given < body.sizeBytes())) {
                    throw new IOException(
                            "it has not the " + body.sizeBytes() + " bytes it should");
                }
                return read;
            } catch (IOException e) {
                broken = e;
                throw e;
            }
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
