package io.spindrift.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Whose certificates are believed, where the platform speaks TLS.
final class Trust {
    private final @Nullable SSLSocketFactory sockets;
    private final @Nullable HostnameVerifier names;

    private Trust(@Nullable SSLSocketFactory sockets, @Nullable HostnameVerifier names) {
        this.sockets = sockets;
        this.names = names;
    }

    /// The authorities that Java comes with.
    static Trust usual() {
        return new Trust(null, null);
    }

    /// The certificates of a PEM file alone: the platform's own, or its authority's.
    static Trust in(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new WrongWordsException("no certificate (PEM) is in " + file);
            }
            return new Trust(only(certificates), null);
        } catch (IOException | GeneralSecurityException e) {
            throw new WrongWordsException("cannot read certificates (PEM) in " + file, e);
        }
    }

    /// The very certificate of the installation that this command belongs to. It may be made out to
    /// another name than the one that this machine calls itself by: it is known by its key.
    static Trust ownOf(Path keyStore, String password) {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(keyStore)) {
                keys.load(in, password.toCharArray());
            }
            List<Certificate> own =
                    Collections.list(keys.aliases()).stream()
                            .flatMap(alias -> certificate(keys, alias))
                            .toList();
            return new Trust(only(own), (name, session) -> isOneOf(own, session));
        } catch (IOException | GeneralSecurityException e) {
            throw new WrongWordsException(
                    "tls-keystore " + keyStore + " cannot be read with tls-keystore-password", e);
        }
    }

    void applyTo(HttpsURLConnection connection) {
        if (sockets != null) {
            connection.setSSLSocketFactory(sockets);
        }
        if (names != null) {
            connection.setHostnameVerifier(names);
        }
    }

    private static Stream<Certificate> certificate(KeyStore keys, String alias) {
        try {
            return Stream.ofNullable(keys.getCertificate(alias));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key store that is not loaded", e);
        }
    }

    private static boolean isOneOf(List<Certificate> own, SSLSession session) {
        try {
            return own.contains(session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }

    private static SSLSocketFactory only(Collection<? extends Certificate> certificates)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            trusted.setCertificateEntry("trusted-" + number++, certificate);
        }
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
