package io.spindrift.http;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where and how the API listens.
///
/// @param sparkUiPort where drivers' own UIs are shown; null for the port after `port`, or any
///   other where that is taken
/// @param keyStore PKCS #12 file for TLS; null for plain HTTP
/// @param uploadLimitBytes bound of one uploaded file
/// @param metricsApplications how many applications `/metrics` names
public record ApiSettings(
        String host,
        int port,
        @Nullable Integer sparkUiPort,
        @Nullable Path keyStore,
        @Nullable String keyStorePassword,
        long bodyLimitBytes,
        long uploadLimitBytes,
        Duration sessionLength,
        int metricsApplications) {
    @Override
    public String toString() {
        return "ApiSettings[" + host + ":" + port + (keyStore == null ? "" : ", TLS") + "]";
    }
}
