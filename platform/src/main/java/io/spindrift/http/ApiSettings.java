package io.spindrift.http;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where and how the API listens.
///
/// @param keyStore PKCS #12 file for TLS; null for plain HTTP
/// @param uploadLimitBytes bound of one uploaded file
public record ApiSettings(
        String host,
        int port,
        @Nullable Path keyStore,
        @Nullable String keyStorePassword,
        long bodyLimitBytes,
        long uploadLimitBytes,
        Duration sessionLength) {
    @Override
    public String toString() {
        return "ApiSettings[" + host + ":" + port + (keyStore == null ? "" : ", TLS") + "]";
    }
}
