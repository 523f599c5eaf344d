package io.spindrift.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Reads the certificate and key for TLS.
final class TlsKeys {
    private TlsKeys() {}

    /// @throws IllegalArgumentException with a sentence for the person who starts the platform
    static SSLContext context(Path keyStore, String password) {
        if (!Files.isReadable(keyStore)) {
            throw new IllegalArgumentException(
                    "tls-keystore " + keyStore + " is not there, or not this user's to read");
        }
        try (InputStream in = Files.newInputStream(keyStore)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, password.toCharArray());
            demandKey(keys, keyStore);
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, password.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "tls-keystore "
                            + keyStore
                            + " cannot be read with tls-keystore-password: "
                            + e.getMessage(),
                    e);
        }
    }

    private static void demandKey(KeyStore keys, Path keyStore) throws GeneralSecurityException {
        for (String alias : Collections.list(keys.aliases())) {
            if (keys.isKeyEntry(alias)) {
                return;
            }
        }
        throw new IllegalArgumentException(
                "tls-keystore " + keyStore + " holds no private key with its certificate");
    }
}
