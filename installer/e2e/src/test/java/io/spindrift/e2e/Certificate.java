package io.spindrift.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A key with a certificate of its own making, as a person would make it with the JDK's keytool.
///
/// @param keyStore PKCS #12
/// @param pem the certificate alone
record Certificate(Path keyStore, Path pem) {
    static final String PASSWORD = "let me in";

    static Certificate make(Path folder, String name, String alternativeNames) {
        Path keyStore = folder.resolve(name + ".p12");
        Path pem = folder.resolve(name + ".pem");
        List<String> store =
                List.of("-keystore", keyStore.toString(), "-storepass", PASSWORD, "-alias", "web");
        List<String> make = new ArrayList<>(List.of("-genkeypair", "-storetype", "PKCS12"));
        make.addAll(List.of("-keyalg", "EC", "-dname", "CN=" + name, "-validity", "2"));
        make.addAll(List.of("-ext", "SAN=" + alternativeNames));
        make.addAll(store);
        keytool(make);
        List<String> export = new ArrayList<>(List.of("-exportcert", "-rfc", "-file"));
        export.add(pem.toString());
        export.addAll(store);
        keytool(export);
        return new Certificate(keyStore, pem);
    }

    Map<String, String> settings() {
        return Map.of("tls-keystore", keyStore.toString(), "tls-keystore-password", PASSWORD);
    }

    /// For a client that trusts this certificate alone.
    SSLContext context() {
        try (InputStream in = Files.newInputStream(keyStore)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(keys);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void keytool(List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(words);
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(command + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
