package io.spindrift.cli;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;

/// Which platform is spoken to, and with whose token.
///
/// Flags come first, then `SPINDRIFT_URL` and `SPINDRIFT_TOKEN`, then
/// `~/.config/spindrift/client.properties` (`url`, `token`, `ca`), then the installation that this
/// command belongs to. The installation's token is only ever sent to this machine.
///
/// @param trust read when it is needed, for https alone
record Target(URI url, Optional<String> token, Supplier<Trust> trust) {
    private static final Set<String> THIS_MACHINE =
            Set.of("127.0.0.1", "localhost", "::1", "[::1]");

    static Target find(
            Optional<String> urlFlag,
            Optional<Path> tokenFile,
            Optional<Path> certificates,
            Surroundings around) {
        Map<String, String> environment = around.environment();
        Properties own = properties(configFolder(around).resolve("client.properties"));
        Optional<String> given =
                urlFlag.or(() -> Optional.ofNullable(environment.get("SPINDRIFT_URL")))
                        .or(() -> Optional.ofNullable(own.getProperty("url")));
        URI url = address(given.orElseGet(() -> installed(around)));
        Optional<String> token =
                tokenFile
                        .map(Target::secret)
                        .or(() -> Optional.ofNullable(environment.get("SPINDRIFT_TOKEN")))
                        .or(() -> Optional.ofNullable(own.getProperty("token")));
        if (token.isEmpty() && (given.isEmpty() || THIS_MACHINE.contains(url.getHost()))) {
            token = administrators(around);
        }
        Optional<Path> trusted =
                certificates
                        .or(() ->
                                Optional.ofNullable(environment.get("SPINDRIFT_CA")).map(Path::of))
                        .or(() -> Optional.ofNullable(own.getProperty("ca")).map(Path::of));
        return new Target(
                url,
                token.map(String::strip).filter(text -> !text.isEmpty()),
                () -> trusted.map(Trust::in).orElseGet(() -> trust(url, around)));
    }

    /// At the address of the installation that this command belongs to, that one's certificate.
    private static Trust trust(URI url, Surroundings around) {
        Properties settings = settings(around);
        String keyStore = settings.getProperty("tls-keystore", "").strip();
        URI installed = address(installed(around));
        boolean own = THIS_MACHINE.contains(url.getHost()) || url.equals(installed);
        if (!own || keyStore.isEmpty() || url.getPort() != installed.getPort()) {
            return Trust.usual();
        }
        return Trust.ownOf(
                around.prefix().orElseThrow().resolve(keyStore),
                settings.getProperty("tls-keystore-password", ""));
    }

    private static URI address(String text) {
        String stripped = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        URI url = null;
        try {
            url = new URI(stripped.contains("://") ? stripped : "http://" + stripped);
        } catch (URISyntaxException e) {
            // told below, like any other that is none
        }
        if (url == null
                || url.getHost() == null
                || !Set.of("http", "https").contains(url.getScheme())) {
            throw new WrongWordsException(
                    "not an address: " + text + "; it should look like http://127.0.0.1:8480");
        }
        return url;
    }

    /// Where the installation that this command belongs to listens.
    private static String installed(Surroundings around) {
        Properties settings = settings(around);
        String host = settings.getProperty("host", "127.0.0.1").strip();
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        String scheme = settings.getProperty("tls-keystore", "").isBlank() ? "http" : "https";
        return scheme
                + "://"
                + (everywhere ? "127.0.0.1" : host)
                + ":"
                + settings.getProperty("port", "8480").strip();
    }

    private static Properties settings(Surroundings around) {
        return around.prefix()
                .map(prefix -> properties(prefix.resolve("conf/spindrift.properties")))
                .orElseGet(Properties::new);
    }

    private static Optional<String> administrators(Surroundings around) {
        return around.prefix()
                .map(prefix -> prefix.resolve("conf/admin.token"))
                .filter(Files::isReadable)
                .map(Target::secret);
    }

    private static String secret(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new WrongWordsException("cannot read the token in " + file, e);
        }
    }

    static Path configFolder(Surroundings around) {
        String configured = around.environment().get("XDG_CONFIG_HOME");
        Path folder =
                configured == null || configured.isBlank()
                        ? around.userHome().resolve(".config")
                        : Path.of(configured);
        return folder.resolve("spindrift");
    }

    /// Empty where the file is missing or not this user's to read.
    private static Properties properties(Path file) {
        Properties properties = new Properties();
        if (Files.isReadable(file)) {
            try {
                properties.load(new StringReader(Files.readString(file)));
            } catch (AccessDeniedException e) {
                return new Properties();
            } catch (IOException e) {
                throw new WrongWordsException("cannot read " + file, e);
            }
        }
        return properties;
    }

    /// Without the token: a record's own text would show it.
    @Override
    public String toString() {
        return "Target[url=" + url + ", token=" + (token.isPresent() ? "******" : "none") + "]";
    }
}
